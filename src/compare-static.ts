import type { Tree } from "./environment/tree.ts";
import type { TraefikVersion } from "./traefik/versions.ts";

/** Compares the static files of two states; see `sayTheSame`, which is loaded when they differ: they seldom do. */
export function compareStatic(version: TraefikVersion): (before: Tree, after: Tree) => Promise<boolean> {
  return async (before, after) => {
    const { sayTheSame } = await import("./traefik/static/say-the-same.ts");
    return sayTheSame(before, after, version);
  };
}
