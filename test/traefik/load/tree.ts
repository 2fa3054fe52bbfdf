import type { MapNode, Node } from "../../../src/traefik/load/node.ts";

/** A tree without its spans, maps sorted by key, as Go's decoded map prints: `["map", ["a", ["int", "1"]]]`. */
export type Tree = readonly unknown[];

export function treeOf(node: Node | MapNode | null): Tree {
  if (node === null) return ["map"];
  if (node.kind === "list") return ["list", ...node.items.map(treeOf)];
  if (node.kind === "scalar") return node.type === "time" ? ["time"] : [node.type, node.text];
  const entries = node.entries.map(({ key, value }) => [key.name, treeOf(value)] as const);
  return ["map", ...entries.toSorted(byKey)];
}

function byKey(a: readonly [string, Tree], b: readonly [string, Tree]): number {
  return (
    Buffer.compare(Buffer.from(a[0]), Buffer.from(b[0])) ||
    Buffer.compare(Buffer.from(JSON.stringify(a[1])), Buffer.from(JSON.stringify(b[1])))
  );
}
