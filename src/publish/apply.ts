import { below } from "../below.ts";
import { errorCode } from "../error-code.ts";
import type { FileStatus, FileSystem } from "./file-system.ts";
import { folderOf, parentsOf } from "./safe-path.ts";
import type { Step } from "./steps.ts";
import type { Places } from "./types.ts";

/** The target changed under the publisher's hands: somebody else writes there too. */
export class TargetChanged extends Error {
  override readonly name = "TargetChanged";
}

/** Does one step. Every path on the way is looked at once more: nothing is followed, nothing of others replaced. */
export function applyStep(
  files: FileSystem,
  { targetDir }: Places,
  step: Step,
  staged: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, FileStatus | undefined>,
): void {
  const path = below(targetDir, step.path);
  requireFolders(files, targetDir, step.path);
  switch (step.kind) {
    case "write":
      requireUnchanged(files, path, step.path, found.get(step.path));
      return files.rename(stagedPath(staged, step.path), path);
    case "delete":
      requireUnchanged(files, path, step.path, found.get(step.path));
      return tolerating(["ENOENT"], () => files.unlink(path));
    case "make-folder":
      if (files.lstat(path)?.kind === "folder") return;
      return files.rename(stagedPath(staged, step.path), path);
    case "put-folder":
      requireUnchanged(files, path, step.path, undefined);
      return files.rename(stagedPath(staged, step.path), path);
    case "remove-folder":
      // an optional one may hold strangers, or have gone, or be a place where something is mounted
      return tolerating(step.optional ? LEFT : [], () => files.removeFolder(path));
  }
}

const LEFT = ["ENOTEMPTY", "EEXIST", "ENOENT", "ENOTDIR", "EBUSY"];

function tolerating(codes: readonly string[], action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!codes.includes(errorCode(error))) throw error;
  }
}

function stagedPath(staged: ReadonlyMap<string, string>, path: string): string {
  const found = staged.get(path);
  if (found === undefined) throw new Error(`${path} is not staged`);
  return found;
}

/**
 * The folders of the target in which something was renamed or deleted, and that are there. The target itself is named
 * by its own entry: its path may be a link's.
 */
export function changedFolders(files: FileSystem, targetDir: string, steps: readonly Step[]): string[] {
  const folders = new Set(steps.map(({ path }) => `${targetDir}/${folderOf(path) || "."}`));
  return [...folders].filter((path) => files.lstat(path)?.kind === "folder");
}

function requireFolders(files: FileSystem, targetDir: string, path: string): void {
  for (const folder of parentsOf(path)) {
    const kind = files.lstat(below(targetDir, folder))?.kind;
    if (kind !== undefined && kind !== "folder") throw new TargetChanged(`${folder} is no longer a folder`);
  }
}

/** The same file as the one that was planned for, or nothing, as before. */
function requireUnchanged(
  files: FileSystem,
  path: string,
  name: string,
  before: FileStatus | undefined,
): void {
  const now = files.lstat(path);
  // a folder that was in the way has been removed by an earlier step
  if (now === undefined) return;
  if (now.inode !== before?.inode || now.device !== before.device || now.kind !== before.kind) {
    throw new TargetChanged(`${name} was changed by somebody else just now`);
  }
}
