import { statSync } from "node:fs";
import { relative, resolve } from "node:path";
import { discoverEnvironments } from "../environment/discover.ts";
import { errorCode } from "../error-code.ts";
import { foldersAlone } from "./folders-alone.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** The environments that operands name, as they name them; found ones relative to the worktree. */
export interface Named {
  readonly present: readonly string[];
  /** those that a commit has, and the checkout no longer */
  readonly gone: readonly string[];
}

/**
 * The environments that operands name: folders, or globs; without any, every environment of the checkout.
 *
 * @param gone absolute paths of environments that are no more, and may be named as well
 * @throws UsageError where there is none, nor was
 */
export async function namedEnvironments(
  operands: readonly string[],
  worktree: string,
  at: Terminal["at"],
  gone: readonly string[] = [],
): Promise<Named> {
  if (operands.length === 0) {
    const present = discover(worktree);
    if (present.length + gone.length > 0)
      return { present, gone: gone.map((folder) => relative(worktree, folder) || ".") };
    throw new UsageError(
      `no environment below ${worktree}: no folder there holds a traefik.yaml, .yml or .toml`,
    );
  }
  const present = new Set<string>();
  const missing = new Set<string>();
  for (const operand of operands) {
    refuseNoName(operand);
    const kind = kindOf(at(operand));
    if (kind === "file") throw new UsageError(`${operand} is a file; name the environment's folder`);
    else if (kind === "folder") present.add(operand);
    else if (gone.includes(at(operand))) missing.add(operand);
    else if (/[*?[{(!]/.test(operand)) {
      const found = await expand(operand, at("."));
      const lost = gone.length === 0 ? [] : await expandGone(operand, at("."), gone);
      if (found.length + lost.length === 0) throw new UsageError(`no environment matches ${operand}`);
      for (const folder of found) present.add(folder);
      for (const folder of lost) missing.add(folder);
    } else throw new UsageError(`there is no folder ${operand}`);
  }
  return { present: [...present], gone: [...missing].filter((folder) => !present.has(folder)) };
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
  return environments.length > 0 || glob.includes("**") ? environments : folders;
}

/** Those that a glob names of folders that are no more, as if nothing but them were there. */
async function expandGone(glob: string, cwd: string, gone: readonly string[]): Promise<string[]> {
  const { default: fastGlob } = await import("fast-glob");
  const fs = foldersAlone(gone);
  const folders = (await fastGlob(glob, { cwd, onlyDirectories: true, fs })).toSorted();
  return folders.filter((folder) => gone.includes(resolve(cwd, folder)));
}

/** Whether a folder holds a static configuration. */
export function isEnvironment(folder: string): boolean {
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
