import { realpathSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { placeOf } from "../environment/checkout-of.ts";
import { type Flags, settingOf } from "./settings.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Calls environments as the repository does: by the path from its root, which is what GitHub and code scanning take
 * the paths of a report for, wherever the tool was called. The root is the workflow's workspace (`GITHUB_WORKSPACE`)
 * where the environment lies in it, else that of the git checkout; without either a path stays as it was given.
 *
 * @param operands the environments that were named; without any, those of the worktree are meant
 */
export function repositoryPath(
  operands: readonly string[],
  flags: Flags,
  { env, at }: Pick<Terminal, "env" | "at">,
): (path: string) => string {
  const worktree = at(settingOf("worktree", flags, env) ?? ".");
  const workspace = realOf(env["GITHUB_WORKSPACE"] || null);
  return (path) => {
    const folder = path === "-" ? null : realOf(operands.length === 0 ? resolve(worktree, path) : at(path));
    if (folder === null) return path;
    const isInside = workspace !== null && `${folder}${sep}`.startsWith(workspace.replace(/\/*$/, sep));
    const root = isInside ? workspace : placeOf(folder, path, sep).checkout;
    // that of the file system stands for no checkout
    return root === sep ? path : relative(root, folder) || ".";
  };
}

function realOf(path: string | null): string | null {
  try {
    return path === null ? null : realpathSync.native(path);
  } catch {
    return null;
  }
}
