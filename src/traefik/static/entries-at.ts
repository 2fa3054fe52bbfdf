import { equalFold } from "../go/fold.ts";
import type { Entry, MapNode } from "../load/node.ts";

/**
 * The entries at a path that have a value, as a file is written: letter case never matters, `*` is any name.
 * Several if a name is written in several letter cases.
 */
export function entriesAt(map: MapNode, [name = "", ...rest]: readonly string[]): Entry[] {
  const found = map.entries.filter(
    ({ key, value }) => (name === "*" || equalFold(key.name, name)) && !isNull(value),
  );
  if (rest.length === 0) return found;
  return found.flatMap(({ value }) => (value.kind === "map" ? entriesAt(value, rest) : []));
}

function isNull(value: Entry["value"]): boolean {
  return value.kind === "scalar" && value.type === "null";
}
