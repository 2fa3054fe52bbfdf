import { compareBytes } from "../../environment/byte-order.ts";
import type { Entry, ListNode, MapNode, Node, ScalarNode, Span } from "./node.ts";

/**
 * A node as Traefik's decoder (paerser's file package) sees it, before it knows any type: a name, a text, children
 * in byte order. A list may have both a text (of its scalars) and children (its maps, named `[0]`, `[1]` …).
 */
export interface RawNode {
  readonly name: string;
  /** empty for maps; of a list: `║`, the greatest Go kind of its items, and after a `║` each scalar */
  readonly text: string;
  readonly children: readonly RawNode[];
  /** null at the root */
  readonly up: RawNode | null;
  readonly source: Node;
  /** where the name stands; an item of a list has none but itself */
  readonly key: Span;
  /** place in Traefik's walk (depth first, byte order): of two errors of one stage, it names the lesser */
  readonly order: number;
}

/** A value that no field can take, whatever its type. */
export interface UnsupportedValue {
  /** Traefik's words */
  readonly text: string;
  /** where to blame */
  readonly span: Span;
  readonly reason: "null in a list" | "list in a list" | "date";
  /** the node it stands in */
  readonly owner: RawNode;
  readonly order: number;
}

export interface RawTree {
  readonly children: readonly RawNode[];
  readonly unsupported: readonly UnsupportedValue[];
}

/** Between the items of a list in its text. */
export const SEPARATOR = "\u2551";

interface Growing extends RawNode {
  text: string;
  children: Growing[];
  order: number;
}

/** What the walk comes by: a node, or in a list what cannot be one. */
type Visit = Growing | Omit<UnsupportedValue, "order">;

const NONE: Growing[] = [];

/** Go's reflect.Kind numbers, of which a list's text carries the greatest. */
const KIND = {
  null: 0,
  bool: 1,
  int: 2,
  int64: 6,
  uint64: 11,
  float64: 14,
  map: 21,
  list: 23,
  string: 24,
  time: 25,
};

/** More nodes than these are no configuration; they would exhaust the memory. */
export const MOST_NODES = 1_000_000;

/**
 * Turns the entries of the root into Traefik's nodes. Null values are dropped, scalars become texts.
 * Works without recursion: a document may nest 10,000 levels deep.
 *
 * @returns null for more nodes than any configuration has
 */
export function rawTree(entries: readonly Entry[]): RawTree | null {
  const unsupported: UnsupportedValue[] = [];
  const root = sortedChildren(null, entries);
  const pending: Visit[] = root.toReversed();
  let order = 0;
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (order > MOST_NODES) return null;
    if ("reason" in next) {
      unsupported.push({ ...next, order: order++ });
      continue;
    }
    next.order = order++;
    switch (next.source.kind) {
      case "scalar":
        if (next.source.type === "time") {
          const text = `field ${next.name} uses unsupported type: struct`;
          const { source, order } = next;
          unsupported.push({ text, span: source.span, reason: "date", owner: next, order });
        }
        break;
      case "map":
        next.children = sortedChildren(next, next.source.entries);
        pushReversed(pending, next.children);
        break;
      case "list":
        pushReversed(pending, expandList(next, next.source));
        break;
    }
  }
  return { children: root, unsupported };
}

function pushReversed(pending: Visit[], visits: readonly Visit[]): void {
  for (let i = visits.length - 1; i >= 0; i--) {
    const visit = visits[i];
    if (visit) pending.push(visit);
  }
}

function sortedChildren(up: Growing | null, entries: readonly Entry[]): Growing[] {
  const children: Growing[] = [];
  for (const { key, value } of entries) {
    if (value.kind === "scalar" && value.type === "null") continue;
    children.push(grow(up, key.name, key.span, value));
  }
  return children.length < 2 ? children : children.sort((a, b) => compareBytes(a.name, b.name));
}

function grow(up: Growing | null, name: string, key: Span, source: Node): Growing {
  const text = source.kind === "scalar" ? source.text : "";
  return { name, text, children: NONE, up, source, key, order: 0 };
}

/** Gives a list its text and children; returns what is to be visited below it. */
function expandList(list: Growing, source: ListNode): Visit[] {
  const visits: Visit[] = [];
  const texts: string[] = [];
  const children: Growing[] = [];
  let kind = 0;
  for (const [index, item] of source.items.entries()) {
    kind = Math.max(kind, kindOf(item));
    if (item.kind === "map") {
      const child = grow(list, `[${index}]`, item.span, item);
      children.push(child);
      visits.push(child);
    } else if (item.kind === "list") {
      visits.push(misfit(list, item, "list in a list", "slice"));
    } else if (item.type === "null") {
      visits.push(misfit(list, item, "null in a list", "invalid"));
    } else if (item.type === "time") {
      visits.push(misfit(list, item, "date", "struct"));
    } else {
      texts.push(item.text);
    }
  }
  list.children = children;
  if (texts.length > 0) list.text = `${SEPARATOR}${kind}${SEPARATOR}${texts.join(SEPARATOR)}`;
  return visits;
}

function kindOf(item: Node): number {
  return KIND[item.kind === "scalar" ? item.type : item.kind];
}

function misfit(
  owner: RawNode,
  item: MapNode | ListNode | ScalarNode,
  reason: UnsupportedValue["reason"],
  kind: string,
): Omit<UnsupportedValue, "order"> {
  return { text: `unsupported simple value type: ${kind}`, span: item.span, reason, owner };
}
