import { below } from "../below.ts";
import type { Tree } from "../environment/tree.ts";
import { errorCode } from "../error-code.ts";
import { type Content, type ContentFile, OPEN } from "./content.ts";
import { digest } from "./digest.ts";
import type { FileSystem } from "./file-system.ts";
import type { Manifest } from "./manifest.ts";
import { makePack, type Pack, readPack } from "./pack.ts";
import { orNull } from "./or-null.ts";
import { IMAGE, readOwn, stagingPath, STATE } from "./state-files.ts";
import type { Places } from "./types.ts";
import type { Wanted } from "./write-whole.ts";

/**
 * The bytes of what is published, and was: `objects/<sha256>` in the state directory, or a part of a pack in `packs`.
 */
export interface Store {
  readonly has: (object: string, size: number) => boolean;
  /** @throws when the object is not there, or is no longer what its name says */
  readonly get: (object: string) => Uint8Array;
}

const NOTHING = new Uint8Array();

/** The store as it is; what is put into it later is not looked for. */
export function openStore(files: FileSystem, stateDir: string): Store {
  const listed = once(() => new Set(namesIn(files, below(stateDir, STATE.objects))));
  const packs = once(() => packsIn(files, stateDir));
  const packWith = (object: string) => packs().find(({ objects }) => objects.has(object));
  const read = (object: string): Uint8Array => {
    const pack = packWith(object);
    const place = pack?.objects.get(object);
    if (pack !== undefined && place !== undefined) return files.readPart(pack.path, place.offset, place.size);
    if (listed().has(object)) return readOwn(files, objectPath(stateDir, object)) ?? NOTHING;
    throw new Error(`the state directory is damaged: objects/${object} is gone`);
  };
  return {
    has: (object, size) =>
      packWith(object)?.objects.get(object)?.size === size ||
      (listed().has(object) && files.lstat(objectPath(stateDir, object))?.size === size),
    get: (object) => {
      const bytes = read(object);
      if (digest(bytes) === object) return bytes;
      throw new Error(`the state directory is damaged: objects/${object} has changed`);
    },
  };
}

/** Where an object has a file of its own. */
export function objectPath(stateDir: string, object: string): string {
  return below(stateDir, `${STATE.objects}/${object}`);
}

/** The packs whose index is whole, and may be read. */
export function packsIn(files: FileSystem, stateDir: string): Pack[] {
  const folder = below(stateDir, STATE.packs);
  return namesIn(files, folder).flatMap((name) => readPack(files, folder, name) ?? []);
}

function namesIn(files: FileSystem, folder: string): string[] {
  try {
    return files.readFolder(folder);
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return [];
    throw error;
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Of some files what the store does not hold yet, each object once. */
export function missingObjects(
  files: FileSystem,
  stateDir: string,
  wanted: readonly ContentFile[],
  unique: string,
): Wanted[] {
  const store = openStore(files, stateDir);
  const missing = new Map<string, ContentFile>();
  for (const file of wanted) {
    const before = missing.get(file.object);
    const isNew = before === undefined && !store.has(file.object, file.size);
    if (isNew || (before !== undefined && !mayBePacked(file))) missing.set(file.object, file);
  }
  return toKeep(stateDir, [...missing.values()], unique);
}

export type KeptObject = Pick<ContentFile, "object" | "size" | "mode" | "read">;

/** From so many objects on one pack takes less time than a file for each. */
const MANY = 16;
/** The part of a pack that is of use no longer takes room until the pack goes: little, as long as its objects are. */
const SMALL = 16_384;

/** What is closed to others may be a key: it has to go when the last revision that holds it does. */
function mayBePacked({ size, mode }: KeptObject): boolean {
  return size <= SMALL && mode === OPEN;
}

/** What has to be written to put objects into the store. */
export function toKeep(stateDir: string, objects: readonly KeptObject[], unique: string): Wanted[] {
  const wanted = (path: string, read: Wanted["read"]): Wanted => ({
    path,
    staged: stagingPath(stateDir, unique),
    read,
    mode: 0o600,
  });
  const small = objects.filter(mayBePacked);
  const isPacked = small.length >= MANY;
  const loose = isPacked ? objects.filter((object) => !mayBePacked(object)) : objects;
  const files = loose.map(({ object, read }) => wanted(objectPath(stateDir, object), () => [read()]));
  if (!isPacked) return files;
  const { name, read } = makePack(small);
  return [...files, wanted(below(stateDir, `${STATE.packs}/${name}`), read)];
}

/**
 * The bytes of an object; where it is not in the store: an interrupted run has what it was publishing in the staging folder, or
 * in the target already.
 */
export function findBytes(
  files: FileSystem,
  { targetDir, stateDir }: Places,
  store: Store,
  path: string,
  object: string,
): Uint8Array {
  try {
    return store.get(object);
  } catch (error) {
    const staging = below(stateDir, STATE.staging);
    const staged = files.readFolder(staging).flatMap((name) => {
      if (name.startsWith(`${object}.`)) return [below(staging, name)];
      return name.startsWith(IMAGE) ? [below(staging, `${name}/${path}`)] : [];
    });
    for (const candidate of [...staged, below(targetDir, path)]) {
      const isFile = orNull(() => files.lstat(candidate))?.kind === "file";
      const bytes = isFile ? orNull(() => files.readFile(candidate)) : null;
      if (bytes !== null && digest(bytes) === object) return bytes;
    }
    throw error;
  }
}

/** The content of a publication, out of the store. */
export function contentOfManifest(files: FileSystem, places: Places, manifest: Manifest): Content {
  const store = openStore(files, places.stateDir);
  return {
    tree: manifest.tree,
    files: Object.entries(manifest.files).map(([path, { object, size, mode, owner }]) => ({
      path,
      object,
      size,
      mode,
      owner,
      read: () => findBytes(files, places, store, path, object),
    })),
  };
}

/** The same as a tree, to be parsed; every byte is read and checked. */
export function treeOfManifest(files: FileSystem, places: Places, manifest: Manifest): Tree {
  return {
    files: contentOfManifest(files, places, manifest).files.map(({ path, mode, read }) => ({
      path,
      bytes: read(),
      mode,
    })),
  };
}
