import { join } from "node:path";
import type { Tree } from "../environment/tree.ts";
import type { Content, ContentFile, FileRecord } from "./content.ts";
import { digest } from "./digest.ts";
import type { FileSystem } from "./file-system.ts";
import type { Manifest } from "./manifest.ts";
import { stagingPath, STATE } from "./state-files.ts";
import type { Places } from "./types.ts";
import type { Wanted } from "./write-whole.ts";

/** `objects/<sha256>` in the state directory holds the bytes of that digest. */
export function objectPath(stateDir: string, object: string): string {
  return join(stateDir, STATE.objects, object);
}

/** What of some files is not in the store yet, each object once. */
export function missingObjects(
  files: FileSystem,
  stateDir: string,
  wanted: readonly ContentFile[],
  unique: string,
): Wanted[] {
  const missing = new Map<string, Wanted>();
  for (const { object, size, read } of wanted) {
    const path = objectPath(stateDir, object);
    if (missing.has(object) || files.lstat(path)?.size === size) continue;
    missing.set(object, { path, staged: stagingPath(stateDir, unique), read, mode: 0o600 });
  }
  return [...missing.values()];
}

/** @throws when the object is not there, or is no longer what its name says */
export function getObject(files: FileSystem, stateDir: string, object: string): Uint8Array {
  const bytes = files.readFile(objectPath(stateDir, object));
  if (digest(bytes) !== object) {
    throw new Error(`the state directory is damaged: objects/${object} has changed`);
  }
  return bytes;
}

/**
 * The same, and where it is not in the store: an interrupted run has what it was publishing in the staging folder, or
 * in the target already.
 */
function findBytes(
  files: FileSystem,
  { targetDir, stateDir }: Places,
  path: string,
  object: string,
): Uint8Array {
  try {
    return getObject(files, stateDir, object);
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
  return {
    tree: manifest.tree,
    files: Object.entries(manifest.files).map(([path, { object, size, mode, owner }]) => ({
      path,
      object,
      size,
      mode,
      owner,
      read: () => findBytes(files, places, path, object),
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

/** Removes the objects that no manifest names. */
export function collectGarbage(files: FileSystem, stateDir: string, manifests: readonly Manifest[]): void {
  const used = new Set<string>();
  for (const manifest of manifests) {
    for (const { object } of Object.values<FileRecord>(manifest.files)) used.add(object);
  }
  for (const name of files.readFolder(join(stateDir, STATE.objects))) {
    if (!used.has(name)) files.unlink(objectPath(stateDir, name));
  }
}
