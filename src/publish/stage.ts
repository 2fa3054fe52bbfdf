import { below } from "../below.ts";
import type { ContentFile } from "./content.ts";
import type { FileSystem } from "./file-system.ts";
import { makeFolder } from "./make-folder.ts";
import type { Manifest } from "./manifest.ts";
import { digestFile } from "./observe.ts";
import { orNull } from "./or-null.ts";
import { folderOf, parentsOf } from "./safe-path.ts";
import { IMAGE, stagingPath, STATE } from "./state-files.ts";
import type { Owner } from "./types.ts";
import { attempt, BATCH, type New, writeBatches, writeWhole } from "./write-whole.ts";

/** What is to be put into the target by rename. */
export interface Staging {
  readonly files: readonly ContentFile[];
  readonly folders: readonly string[];
  readonly owner: Owner | null;
  /** what is given away cannot be opened again: it is made durable as it is written */
  readonly durable: boolean;
  /** new folders are to go in with all that will be in them */
  readonly whole: boolean;
}

/** What was made beside the target. */
export interface Staged {
  /** where each is, by its path in the target */
  readonly places: ReadonlyMap<string, string>;
  /** where those are that are not durable yet */
  readonly written: readonly string[];
}

/**
 * Makes every file and folder beside the target, whole, with its mode and owner: once they are durable a rename is
 * all that is left to do. Of many files most are durable by the time the last one is written.
 */
export async function stage(
  files: FileSystem,
  stateDir: string,
  staging: Staging,
  unique: string,
): Promise<Staged> {
  const staged = placesOf(stateDir, staging, unique);
  const placeOf = (path: string): string => staged.get(path) ?? "";
  const { folders, owner, durable } = staging;
  try {
    for (const folder of standIns(staging)) makeFolder(files, placeOf(folder), IMAGE_MODE, null);
    for (const folder of folders) makeFolder(files, placeOf(folder), FOLDER_MODE, owner);
    const wanted = staging.files.map((file): New => ({
      path: placeOf(file.path),
      read: file.read,
      mode: file.mode,
      ...ownerOf(file),
    }));
    if (!durable && wanted.length > BATCH) {
      await writeBatches(files, wanted);
      return { places: staged, written: [] };
    }
    for (const { path, read, ...options } of wanted)
      writeWhole(files, path, [read()], { ...options, durable });
    return { places: staged, written: durable ? [] : wanted.map(({ path }) => path) };
  } catch (error) {
    unstage(files, staged);
    throw error;
  }
}

/** the target's own path, relative to itself */
const TARGET = "";

/**
 * Where everything is staged. The name of a file begins with that of its object, so that an interrupted run's can be
 * found. New folders that go in whole are in an image of the target, where all have their own names.
 *
 * @returns paths of folders before those of what is in them
 */
function placesOf(stateDir: string, staging: Staging, unique: string): Map<string, string> {
  const { files: wanted, folders, whole } = staging;
  const places = new Map<string, string>();
  const image = stagingPath(stateDir, `${IMAGE}${unique}`);
  const inImage = new Set(whole ? folders : []);
  for (const folder of standIns(staging)) places.set(folder, below(image, folder));
  for (const folder of folders) {
    places.set(folder, whole ? below(image, folder) : stagingPath(stateDir, unique));
  }
  for (const { path, object } of wanted) {
    const isInside = inImage.has(folderOf(path));
    places.set(path, isInside ? below(image, path) : stagingPath(stateDir, `${object}.${unique}`));
  }
  return places;
}

/** Folders of the image that are in the target already, outermost first: itself, and those that new ones are in. */
function standIns({ folders, whole }: Staging): string[] {
  if (!whole || folders.length === 0) return [];
  const made = new Set(folders);
  return [...new Set([TARGET, ...folders.flatMap(parentsOf)])].filter((path) => !made.has(path));
}

/** Removes what was staged and not used. */
export function unstage(files: FileSystem, staged: ReadonlyMap<string, string>): void {
  for (const path of [...staged.values()].toReversed()) attempt(() => removeTree(files, path));
}

/**
 * Removes what is staged, whoever left it.
 *
 * @param needed what is being published by an interrupted run, and may be nowhere else: a whole one of each is kept
 */
export function tidyStaging(files: FileSystem, stateDir: string, needed: Manifest | null): void {
  const folder = below(stateDir, STATE.staging);
  const records = Object.entries(needed?.files ?? {});
  const wanted = new Set(records.map(([, { object }]) => object));
  const holdsNeeded = (image: string): boolean =>
    records.some(([path, { object }]) => isObject(files, below(image, path), object));
  for (const name of files.readFolder(folder)) {
    const path = below(folder, name);
    const object = name.slice(0, name.indexOf("."));
    if (wanted.has(object) && isObject(files, path, object)) wanted.delete(object);
    else if (!name.startsWith(IMAGE) || !holdsNeeded(path)) attempt(() => removeTree(files, path));
  }
}

/** What cannot be read, since it was given away or another user's run left it, is of no use to anybody. */
function isObject(files: FileSystem, path: string, object: string): boolean {
  const status = orNull(() => files.lstat(path));
  return status?.kind === "file" && digestFile(files, path) === object;
}

function removeTree(files: FileSystem, path: string): void {
  if (files.lstat(path)?.kind !== "folder") return files.unlink(path);
  for (const name of files.readFolder(path)) removeTree(files, below(path, name));
  files.removeFolder(path);
}

const FOLDER_MODE = 0o755;
const IMAGE_MODE = 0o700;

function ownerOf({ owner }: ContentFile): { uid: number | null; gid: number | null } {
  const [uid = "", gid = ""] = owner.split(":");
  return { uid: uid === "" ? null : Number(uid), gid: gid === "" ? null : Number(gid) };
}
