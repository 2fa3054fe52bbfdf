import { statSync } from "node:fs";
import { resolve } from "node:path";
import { discoverEnvironments } from "../environment/discover.ts";
import { errorCode } from "../error-code.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The environments that operands name: folders, or globs; without any, every environment of the checkout.
 *
 * @returns as given; found ones relative to the worktree
 * @throws UsageError where there is none
 */
export async function namedEnvironments(
  operands: readonly string[],
  worktree: string,
  at: Terminal["at"],
): Promise<string[]> {
  if (operands.length === 0) {
    const found = discover(worktree);
    if (found.length > 0) return found;
    throw new UsageError(
      `no environment below ${worktree}: no folder there holds a traefik.yaml, .yml or .toml`,
    );
  }
  const paths: string[] = [];
  for (const operand of operands) {
    refuseNoName(operand);
    const kind = kindOf(at(operand));
    if (kind === "folder") paths.push(operand);
    else if (kind === "file") throw new UsageError(`${operand} is a file; name the environment's folder`);
    else if (/[*?[{(!]/.test(operand)) paths.push(...(await expand(operand, at("."))));
    else throw new UsageError(`there is no folder ${operand}`);
  }
  return [...new Set(paths)];
}

/**
 * An empty text would be the current directory, most often the whole checkout: a variable of a script was not set.
 *
 * @throws UsageError
 */
export function refuseNoName(folder: string): void {
  if (folder.trim() === "")
    throw new UsageError(
      `the environment is ${JSON.stringify(folder)}, which names none: is a variable not set?`,
    );
}

/** Folders that a glob names; below `**` only those that hold a static configuration. */
async function expand(glob: string, cwd: string): Promise<string[]> {
  const { default: fastGlob } = await import("fast-glob");
  const options = {
    cwd,
    onlyDirectories: true,
    followSymbolicLinks: false,
    ignore: ["**/node_modules/**", "**/.git/**"],
  };
  const folders = (await fastGlob(glob, options)).toSorted();
  const environments = folders.filter((folder) => isEnvironment(resolve(cwd, folder)));
  const found = environments.length > 0 || glob.includes("**") ? environments : folders;
  if (found.length === 0) throw new UsageError(`no environment matches ${glob}`);
  return found;
}

function isEnvironment(folder: string): boolean {
  return ["toml", "yaml", "yml"].some((extension) => kindOf(`${folder}/traefik.${extension}`) === "file");
}

function discover(worktree: string): string[] {
  try {
    return discoverEnvironments(worktree);
  } catch (error) {
    throw new UsageError(`the checkout cannot be read: ${worktree} (${errorCode(error)})`);
  }
}

function kindOf(path: string): "folder" | "file" | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? null : stats.isDirectory() ? "folder" : "file";
}
