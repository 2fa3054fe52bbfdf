import type { TreeFile } from "../environment/tree.ts";
import { digest } from "./digest.ts";

/** A file is digested once, however often its content is named. */
const objects = new WeakMap<TreeFile, string>();

/** SHA-256 of a file's bytes. */
export function objectOf(file: TreeFile): string {
  let object = objects.get(file);
  if (object === undefined) objects.set(file, (object = digest(file.bytes)));
  return object;
}
