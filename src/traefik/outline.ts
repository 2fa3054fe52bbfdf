import { loadDynamic } from "./load/load-dynamic.ts";
import type { LoadOptions } from "./load/loading.ts";
import { allObjects, referencesOf } from "./references.ts";

/** What a dynamic file defines and what it refers to, as `http.middlewares.auth`. */
export interface Outline {
  readonly defines: ReadonlySet<string>;
  readonly refers: ReadonlySet<string>;
}

/** What a dynamic file defines: nothing where Traefik would not load it, null where that cannot be known. */
export function definedIn(path: string, bytes: Uint8Array, options: LoadOptions): Outline["defines"] | null {
  const tree = { files: [{ path, bytes, mode: 0o644 }] };
  const { configuration, uncertain } = loadDynamic(tree, { filename: path }, options);
  if (uncertain.length > 0) return null;
  return new Set(configuration && allObjects(configuration).keys());
}

/** Outlines one dynamic file; null when Traefik would not load it. */
export function outlineOf(path: string, bytes: Uint8Array, options: LoadOptions): Outline | null {
  const tree = { files: [{ path, bytes, mode: 0o644 }] };
  const { configuration } = loadDynamic(tree, { filename: path }, options);
  if (configuration === null) return null;
  const objects = allObjects(configuration);
  return {
    defines: new Set(objects.keys()),
    refers: new Set([...objects.values()].flatMap(referencesOf)),
  };
}
