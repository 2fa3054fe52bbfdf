import type { TreeFile } from "../environment/tree.ts";

/** The digests of files, once they are known. */
export const knownObjects = new WeakMap<TreeFile, string>();
