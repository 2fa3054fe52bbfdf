import { join } from "node:path";
import type { Tree } from "../environment/tree.ts";
import type { Content, ContentFile, FileRecord } from "./content.ts";
import { digest } from "./digest.ts";
import type { FileSystem } from "./file-system.ts";
import type { Manifest } from "./manifest.ts";
import { isPackName, makePack, type Pack, readPack } from "./pack.ts";
import { stagingPath, STATE } from "./state-files.ts";
import type { Places } from "./types.ts";
import { putTogether, type Wanted } from "./write-whole.ts";

/**
 * The bytes of what is published, and was: `objects/<sha256>` in the state directory, or a part of a pack beside it.
 */
export interface Store {
  readonly has: (object: string, size: number) => boolean;
  /** @throws when the object is not there, or is no longer what its name says */
  readonly get: (object: string) => Uint8Array;
}

/** The store as it is; packs that are made later are not looked for. */
export function openStore(files: FileSystem, stateDir: string): Store {
  const folder = join(stateDir, STATE.objects);
  const listed = once(() => new Set(files.readFolder(folder)));
  const packs = once(() => [...listed()].flatMap((name) => readPack(files, folder, name) ?? []));
  const packWith = (object: string) => packs().find(({ objects }) => objects.has(object));
  const read = (object: string): Uint8Array => {
    const pack = packWith(object);
    const place = pack?.objects.get(object);
    if (pack === undefined || place === undefined) return files.readFile(join(folder, object));
    return files.readPart(join(folder, pack.name), place.offset, place.size);
  };
  return {
    has: (object, size) =>
      packWith(object)?.objects.get(object)?.size === size ||
      (listed().has(object) && files.lstat(join(folder, object))?.size === size),
    get: (object) => {
      const bytes = read(object);
      if (digest(bytes) === object) return bytes;
      throw new Error(`the state directory is damaged: objects/${object} has changed`);
    },
  };
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
    if (!missing.has(file.object) && !store.has(file.object, file.size)) missing.set(file.object, file);
  }
  return putIntoStore(stateDir, [...missing.values()], unique);
}

type StoredObject = Pick<ContentFile, "object" | "size" | "read">;

/** From so many objects on one pack takes less time than a file for each. */
const MANY = 16;

function putIntoStore(stateDir: string, objects: readonly StoredObject[], unique: string): Wanted[] {
  const wanted = (name: string, read: Wanted["read"]): Wanted => ({
    path: join(stateDir, STATE.objects, name),
    staged: stagingPath(stateDir, unique),
    read,
    mode: 0o600,
  });
  if (objects.length < MANY) return objects.map(({ object, read }) => wanted(object, () => [read()]));
  const { name, read } = makePack(objects);
  return [wanted(name, read)];
}

/**
 * The same, and where it is not in the store: an interrupted run has what it was publishing in the staging folder, or
 * in the target already.
 */
function findBytes(
  files: FileSystem,
  { targetDir, stateDir }: Places,
  store: Store,
  path: string,
  object: string,
): Uint8Array {
  try {
    return store.get(object);
  } catch (error) {
    const staging = join(stateDir, STATE.staging);
    const staged = files.readFolder(staging).filter((name) => name.startsWith(`${object}.`));
    for (const candidate of [...staged.map((name) => join(staging, name)), join(targetDir, path)]) {
      const bytes = files.lstat(candidate)?.kind === "file" ? files.readFile(candidate) : null;
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

/** Removes the objects that no manifest names; what little is left of a pack is put elsewhere. */
export async function collectGarbage(
  files: FileSystem,
  stateDir: string,
  manifests: readonly Manifest[],
  unique: string,
): Promise<void> {
  const used = new Set<string>();
  for (const manifest of manifests) {
    for (const { object } of Object.values<FileRecord>(manifest.files)) used.add(object);
  }
  const folder = join(stateDir, STATE.objects);
  for (const name of files.readFolder(folder)) {
    const pack = isPackName(name) ? readPack(files, folder, name) : null;
    if (pack === null ? used.has(name) : isOfUse(pack, used)) continue;
    if (pack !== null)
      await putTogether(files, putIntoStore(stateDir, stillUsed(files, stateDir, pack, used), unique));
    files.unlink(join(folder, name));
  }
}

/** A pack is kept as long as a part like this of its bytes is of use, so that little more is kept than is of use. */
const LEAST_USE = 1 / 4;

function isOfUse({ objects, size }: Pack, used: ReadonlySet<string>): boolean {
  let sum = 0;
  let count = 0;
  for (const [object, place] of objects) {
    if (!used.has(object)) continue;
    sum += place.size;
    count++;
  }
  return count > 0 && sum >= size * LEAST_USE;
}

function stillUsed(
  files: FileSystem,
  stateDir: string,
  { objects }: Pack,
  used: ReadonlySet<string>,
): StoredObject[] {
  const store = openStore(files, stateDir);
  return [...objects]
    .filter(([object]) => used.has(object))
    .map(([object, { size }]) => ({ object, size, read: () => store.get(object) }));
}
