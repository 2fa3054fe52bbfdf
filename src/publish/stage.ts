import { join } from "node:path";
import type { ContentFile } from "./content.ts";
import type { FileSystem } from "./file-system.ts";
import { makeFolder } from "./make-folder.ts";
import type { Manifest } from "./manifest.ts";
import { digestFile } from "./observe.ts";
import { stagingPath, STATE } from "./state-files.ts";
import type { Owner } from "./types.ts";
import { attempt, writeWhole } from "./write-whole.ts";

/** What is to be put into the target by rename. */
export interface Staging {
  readonly files: readonly ContentFile[];
  readonly folders: readonly string[];
  readonly owner: Owner | null;
  /** what is given away cannot be opened again: it is made durable as it is written */
  readonly durable: boolean;
}

/**
 * Makes every file and folder beside the target, whole, with its mode and owner: once they are durable a rename is
 * all that is left to do. The name of a staged file begins with that of its object, so that an interrupted run's can
 * be found.
 *
 * @returns the staged path of each
 */
export function stage(
  files: FileSystem,
  stateDir: string,
  { files: wanted, folders, owner, durable }: Staging,
  unique: string,
): Map<string, string> {
  const staged = new Map<string, string>();
  try {
    for (const folder of folders) {
      const path = stagingPath(stateDir, unique);
      staged.set(folder, path);
      makeFolder(files, path, FOLDER_MODE, owner);
    }
    for (const file of wanted) {
      const path = stagingPath(stateDir, `${file.object}.${unique}`);
      staged.set(file.path, path);
      writeWhole(files, path, [file.read()], { mode: file.mode, ...ownerOf(file), durable });
    }
  } catch (error) {
    unstage(files, staged);
    throw error;
  }
  return staged;
}

/** Removes what was staged and not used. */
export function unstage(files: FileSystem, staged: ReadonlyMap<string, string>): void {
  for (const path of staged.values()) removeStaged(files, path);
}

/**
 * Removes what is staged, whoever left it.
 *
 * @param needed what is being published by an interrupted run, and may be nowhere else: a whole one of each is kept
 */
export function tidyStaging(files: FileSystem, stateDir: string, needed: Manifest | null): void {
  const folder = join(stateDir, STATE.staging);
  const wanted = new Set(Object.values(needed?.files ?? {}).map(({ object }) => object));
  for (const name of files.readFolder(folder)) {
    const path = join(folder, name);
    const object = name.slice(0, name.indexOf("."));
    // what cannot be read, since it was given away, is of no use to anybody
    const isWhole = wanted.has(object) && digestFile(files, path) === object;
    if (isWhole) wanted.delete(object);
    else removeStaged(files, path);
  }
}

function removeStaged(files: FileSystem, path: string): void {
  if (!attempt(() => files.unlink(path))) attempt(() => files.removeFolder(path));
}

const FOLDER_MODE = 0o755;

function ownerOf({ owner }: ContentFile): { uid: number | null; gid: number | null } {
  const [uid = "", gid = ""] = owner.split(":");
  return { uid: uid === "" ? null : Number(uid), gid: gid === "" ? null : Number(gid) };
}
