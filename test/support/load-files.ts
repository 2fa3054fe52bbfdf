import { compareBytes } from "../../src/environment/byte-order.ts";
import type { Tree } from "../../src/environment/tree.ts";
import { loadDynamic } from "../../src/traefik/load/load-dynamic.ts";
import type { DynamicLoading, LoadOptions } from "../../src/traefik/load/loading.ts";

/** A tree of these files (path → content). */
export function treeOf(files: Readonly<Record<string, string | Uint8Array>>): Tree {
  return {
    files: Object.entries(files)
      .map(([path, content]) => ({ path, bytes: Buffer.from(content), mode: 0o644 }))
      .toSorted((a, b) => compareBytes(a.path, b.path)),
  };
}

/** Loads these files as the newest Traefik would that has no environment variables. */
export function loadFiles(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: Partial<LoadOptions> = {},
): DynamicLoading {
  const all: LoadOptions = { version: "3.7", variables: {}, allVariables: true, ...options };
  return loadDynamic(treeOf(files), { directory: "" }, all);
}
