import { compareBytes } from "../../environment/byte-order.ts";
import type { Tree, TreeFile } from "../../environment/tree.ts";

/** What the file provider loads: of `tree`, a folder or one file; paths relative to the tree, "" its root. */
export type Place = { readonly directory: string } | { readonly filename: string };

const EXTENSIONS = new Set([".toml", ".yaml", ".yml"]);

/**
 * Finds the files that Traefik's file provider loads, in its order of loading: those with a known extension, at any
 * depth, hidden ones included; a folder's entries in byte order of their names, files and folders mixed.
 * A `filename` is loaded alone; it may be JSON, too (since 3.7 only with `watch: false`), and nothing else.
 */
export function discover(tree: Tree, place: Place): TreeFile[] {
  if ("filename" in place) {
    const { filename } = place;
    const known = isLoadable(filename) || extensionOf(filename) === ".json";
    return known ? tree.files.filter(({ path }) => path === filename) : [];
  }
  const prefix = place.directory === "" ? "" : `${place.directory}/`;
  return tree.files
    .filter(({ path }) => path.startsWith(prefix) && isLoadable(path))
    .toSorted((a, b) => compareLoading(a.path, b.path));
}

/** Whether the file provider loads a file of this name. */
export function isLoadable(path: string): boolean {
  return EXTENSIONS.has(extensionOf(path));
}

/** The last extension in lower case with its dot, as Go's filepath.Ext takes it: `.yaml` of `.yaml`; else "". */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot < 0 ? "" : name.slice(dot).toLowerCase();
}

/** Order of loading: `a/z.yaml` before `a.yaml`, for a folder is named `a`. */
export function compareLoading(a: string, b: string): number {
  const left = a.split("/");
  const right = b.split("/");
  for (let i = 0; i < left.length && i < right.length; i++) {
    const order = compareBytes(left[i] ?? "", right[i] ?? "");
    if (order !== 0) return order;
  }
  return left.length - right.length;
}
