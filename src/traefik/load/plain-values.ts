import { scalarsIn } from "./ignored.ts";
import type { Run } from "./normalise-run.ts";
import { parseText } from "./parse-text.ts";
import type { RawNode } from "./raw-tree.ts";
import { splitList } from "./text-list.ts";
import type { ScalarType } from "./type.ts";
import { harmless, leaf, type Place, type TypedNode } from "./typed-node.ts";

/** The items of a list of plain values, each a node; a map among them is passed over, unless something is in it. */
export function itemNodes(run: Run, at: Place, items: ScalarType, unused: boolean): Map<number, TypedNode> {
  const { raw } = at;
  const members = new Map<number, TypedNode>();
  const place = (item: RawNode): Place => ({
    up: at,
    key: members.size,
    raw: item,
    type: items,
    field: undefined,
  });
  for (const child of raw.children) {
    if (child.children.length > 0) members.set(members.size, leaf(place(child), {}, unused));
  }
  const texts = splitList(raw.text) ?? [];
  const sources = scalarsIn(raw.source);
  for (const [index, text] of texts.entries()) {
    const source = (sources.length === texts.length ? sources[index] : undefined) ?? raw.source;
    const item: RawNode = { ...raw, name: `[${index}]`, text, children: [], source, key: source.span };
    members.set(members.size, textNode(run, place(item), items, text, unused));
  }
  return members;
}

/** A plain value; a guess that its type cannot take is not used. */
export function textNode(run: Run, at: Place, type: ScalarType, text: string, unused: boolean): TypedNode {
  if (unused) return leaf(at, harmless(type), true);
  if (type.kind !== "string" && run.isGuessed(at.raw.source.span) && !parseText(type, text).ok) {
    run.guesses++;
    return leaf(at, harmless(type), true);
  }
  return leaf(at, text, false);
}
