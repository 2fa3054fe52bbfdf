import { join } from "node:path";
import type { Tree } from "../environment/tree.ts";
import type { Content, ContentFile, FileRecord } from "./content.ts";
import { digest } from "./digest.ts";
import type { FileSystem } from "./file-system.ts";
import type { Manifest } from "./manifest.ts";
import { stagingPath, STATE } from "./state-files.ts";
import { attempt, writeWhole } from "./write-whole.ts";

/** `objects/<sha256>` in the state directory holds the bytes of that digest. */
export function objectPath(stateDir: string, object: string): string {
  return join(stateDir, STATE.objects, object);
}

/**
 * Puts the bytes of a file into the store, durably once the folder is synced.
 *
 * @returns whether it was not there before
 */
export function putObject(
  files: FileSystem,
  stateDir: string,
  { object, size, read }: ContentFile,
  unique: string,
): boolean {
  const path = objectPath(stateDir, object);
  if (files.lstat(path)?.size === size) return false;
  const staged = stagingPath(stateDir, unique);
  writeWhole(files, staged, read(), { mode: 0o600 });
  try {
    files.rename(staged, path);
  } catch (error) {
    attempt(() => files.unlink(staged));
    throw error;
  }
  return true;
}

/** @throws when the object is not there, or is no longer what its name says */
export function getObject(files: FileSystem, stateDir: string, object: string): Uint8Array {
  const bytes = files.readFile(objectPath(stateDir, object));
  if (digest(bytes) !== object)
    throw new Error(`the state directory is damaged: objects/${object} has changed`);
  return bytes;
}

/** The content of a publication, out of the store. */
export function contentOfManifest(files: FileSystem, stateDir: string, manifest: Manifest): Content {
  return {
    tree: manifest.tree,
    files: Object.entries(manifest.files).map(([path, { object, size, mode, owner }]) => ({
      path,
      object,
      size,
      mode,
      owner,
      read: () => getObject(files, stateDir, object),
    })),
  };
}

/** The same as a tree, to be parsed; every byte is read and checked. */
export function treeOfManifest(files: FileSystem, stateDir: string, manifest: Manifest): Tree {
  return {
    files: contentOfManifest(files, stateDir, manifest).files.map(({ path, mode, read }) => ({
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
