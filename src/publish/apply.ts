import { join } from "node:path";
import { errorCode } from "../error-code.ts";
import type { ContentFile } from "./content.ts";
import type { FileStatus, FileSystem } from "./file-system.ts";
import { folderOf, parentsOf } from "./safe-path.ts";
import type { Step } from "./steps.ts";
import { stagingPath } from "./state-files.ts";
import type { Owner, Places } from "./types.ts";
import { attempt, LEAVE_ALONE, syncFolder, writeWhole } from "./write-whole.ts";

/** The target changed under the publisher's hands: somebody else writes there too. */
export class TargetChanged extends Error {
  override readonly name = "TargetChanged";
}

/** What is to be put into the target by rename. */
export interface Staging {
  readonly files: readonly ContentFile[];
  readonly folders: readonly string[];
  readonly owner: Owner | null;
}

/**
 * Makes every file and folder beside the target, whole, with its mode and owner, durable: after this a rename is all
 * that is left to do.
 *
 * @returns the staged path of each
 */
export function stage(
  files: FileSystem,
  stateDir: string,
  { files: wanted, folders, owner }: Staging,
  unique: string,
): Map<string, string> {
  const staged = new Map<string, string>();
  try {
    for (const file of wanted) {
      const path = stagingPath(stateDir, unique);
      writeWhole(files, path, file.read(), { mode: file.mode, ...ownerOf(file) });
      staged.set(file.path, path);
    }
    for (const folder of folders) {
      const path = stagingPath(stateDir, unique);
      staged.set(folder, path);
      stageFolder(files, path, owner);
    }
  } catch (error) {
    unstage(files, staged);
    throw error;
  }
  return staged;
}

const FOLDER_MODE = 0o755;

function stageFolder(files: FileSystem, path: string, owner: Owner | null): void {
  files.makeFolder(path, FOLDER_MODE);
  const fd = files.openFolder(path);
  try {
    if (owner !== null) files.chown(fd, owner.uid ?? LEAVE_ALONE, owner.gid ?? LEAVE_ALONE);
    // whatever the umask is
    files.chmod(fd, FOLDER_MODE);
  } finally {
    files.close(fd);
  }
}

/** Removes what was staged and not used. */
export function unstage(files: FileSystem, staged: ReadonlyMap<string, string>): void {
  for (const path of staged.values()) {
    if (!attempt(() => files.unlink(path))) attempt(() => files.removeFolder(path));
  }
}

/** Does one step. Every path on the way is looked at once more: nothing is followed, nothing of others replaced. */
export function applyStep(
  files: FileSystem,
  { targetDir }: Places,
  step: Step,
  staged: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, FileStatus | undefined>,
): void {
  const path = join(targetDir, step.path);
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

/** Makes renames and deletions durable. */
export function syncChanged(files: FileSystem, targetDir: string, steps: readonly Step[]): void {
  for (const folder of new Set(steps.map(({ path }) => folderOf(path)))) {
    const path = join(targetDir, folder);
    if (files.lstat(path)?.kind === "folder") syncFolder(files, path);
  }
}

function requireFolders(files: FileSystem, targetDir: string, path: string): void {
  for (const folder of parentsOf(path)) {
    const kind = files.lstat(join(targetDir, folder))?.kind;
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

function ownerOf({ owner }: ContentFile): { uid: number | null; gid: number | null } {
  const [uid = "", gid = ""] = owner.split(":");
  return { uid: uid === "" ? null : Number(uid), gid: gid === "" ? null : Number(gid) };
}
