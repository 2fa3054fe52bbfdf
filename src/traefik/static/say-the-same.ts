import { staticFiles } from "../../environment/layout.ts";
import type { Tree, TreeFile } from "../../environment/tree.ts";
import { readStaticDocument } from "../load/load-static.ts";
import type { MapNode, Node } from "../load/node.ts";
import type { TraefikVersion } from "../versions.ts";

/**
 * Whether a Traefik that was started with one state of an environment would read the same in another: comments, blank
 * lines and the ways to write a value do not count, the order of keys does.
 */
export function sayTheSame(before: Tree, after: Tree, version: TraefikVersion): boolean {
  // all of them: Traefik may have been told by name of one that it would not find by itself
  const [old, next] = [staticFiles(before), staticFiles(after)];
  return (
    old.length === next.length &&
    old.every((file, index) => {
      const other = next[index];
      return other?.path === file.path && saysTheSame(file, other, version);
    })
  );
}

function saysTheSame(old: TreeFile, next: TreeFile, version: TraefikVersion): boolean {
  if (Buffer.compare(old.bytes, next.bytes) === 0) return true;
  const [was, is] = [rootOf(old, version), rootOf(next, version)];
  return was !== null && is !== null && areAlike(was, is);
}

function rootOf(file: TreeFile, version: TraefikVersion): MapNode | null {
  const { reading } = readStaticDocument(file, version);
  return reading?.refusal === null ? reading.root : null;
}

function areAlike(one: Node, other: Node): boolean {
  if (one.kind === "scalar")
    return other.kind === "scalar" && one.type === other.type && one.text === other.text;
  if (one.kind === "list") {
    if (other.kind !== "list" || one.items.length !== other.items.length) return false;
    return one.items.every((item, index) => isAlike(item, other.items[index]));
  }
  if (other.kind !== "map" || one.entries.length !== other.entries.length) return false;
  return one.entries.every(({ key, value }, index) => {
    const entry = other.entries[index];
    return key.name === entry?.key.name && isAlike(value, entry.value);
  });
}

function isAlike(one: Node, other: Node | undefined): boolean {
  return other !== undefined && areAlike(one, other);
}
