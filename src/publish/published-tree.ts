import type { Tree } from "../environment/tree.ts";
import type { FileSystem } from "./file-system.ts";
import { readState } from "./state.ts";
import { treeOfManifest } from "./store.ts";
import type { Places } from "./types.ts";

/**
 * The environment as it is published, out of the store: what a plan is compared with, object by object.
 *
 * @returns null when nothing is published
 * @throws when the state directory cannot be read, or is damaged
 */
export function publishedTree(files: FileSystem, places: Places): Tree | null {
  const { manifest } = readState(files, places.stateDir);
  return manifest === null ? null : treeOfManifest(files, places, manifest);
}
