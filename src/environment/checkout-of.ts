import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Place } from "./find.ts";

/**
 * The place of an environment given by its folder alone: its checkout is the nearest folder above with a `.git`,
 * else `fallback` where that lies above, else the folder itself.
 *
 * @param folder an existing folder
 * @param path what people call it
 * @throws the error of `realpath` when the folder cannot be reached
 */
export function placeOf(folder: string, path: string, fallback: string): Place {
  const root = realpathSync.native(folder);
  for (let above = root; ; above = dirname(above)) {
    if (existsSync(join(above, ".git"))) return { path, root, checkout: above };
    if (above === dirname(above)) break;
  }
  const outer = realpathSync.native(fallback);
  const inside = root === outer || root.startsWith(outer.endsWith("/") ? outer : `${outer}/`);
  return { path, root, checkout: inside ? outer : root };
}
