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

/** Asks a commit of folders that are no more. */
export interface LostFolders {
  /** @throws UsageError where the checkout of a folder does not know the commit */
  readonly know: (folder: string) => Promise<void>;
  /** whether an operand names a folder that the commit has and the checkout no longer */
  readonly has: (operand: string) => Promise<boolean>;
  /** such environments below a folder, be it there or not: absolute paths */
  readonly below: (folder: string) => Promise<readonly string[]>;
}

/**
 * The environments that operands name: folders, or globs; without any, every environment of the checkout.
 *
 * @param lost of a commit, whose folders may be named as well
 * @throws UsageError where there is none, nor was
 */
export async function namedEnvironments(
  operands: readonly string[],
  worktree: string,
  at: Terminal["at"],
  lost: LostFolders | null = null,
): Promise<Named> {
  if (operands.length === 0) {
    const present = discover(worktree);
    const gone = (await lost?.below(worktree)) ?? [];
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
    const folder = at(operand);
    const kind = kindOf(folder);
    if (kind === "folder") {
      await lost?.know(folder);
      present.add(operand);
    } else if (await lost?.has(operand)) missing.add(operand);
    else if (kind === "file") throw new UsageError(`${operand} is a file; name the environment's folder`);
    else if (/[*?[{(!]/.test(operand)) {
      const found = await expand(operand, at("."));
      const gone = await lost?.below(at(baseOf(operand)));
      const matching = gone === undefined ? [] : await expandGone(operand, at("."), gone);
      if (found.length + matching.length === 0) throw new UsageError(`no environment matches ${operand}`);
      for (const each of found) present.add(each);
      for (const each of matching) missing.add(each);
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

/** The folder that a glob looks into. */
function baseOf(glob: string): string {
  const segments = glob.split("/");
  const at = segments.findIndex((segment) => /[*?[{(!]/.test(segment));
  return segments.slice(0, at).join("/") || (glob.startsWith("/") ? "/" : ".");
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

/** What a path leads to, through links. */
export function kindOf(path: string): "folder" | "file" | null {
  let stats;
  try {
    stats = statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // below what is a file now
    if (errorCode(error) !== "ENOTDIR") throw error;
  }
  return stats === undefined ? null : stats.isDirectory() ? "folder" : "file";
}
