import type { TreeFile } from "../environment/tree.ts";
import { digest } from "./digest.ts";
import { knownObjects } from "./known-objects.ts";

/** SHA-256 of a file's bytes: it is digested once, however often its content is named. */
export function objectOf(file: TreeFile): string {
  let object = knownObjects.get(file);
  if (object === undefined) knownObjects.set(file, (object = digest(file.bytes)));
  return object;
}
