import type { RawNode } from "./raw-tree.ts";

/** One entry of a map of strings. */
export interface DottedEntry {
  readonly name: string;
  /** its text is the value */
  readonly raw: RawNode;
}

/**
 * The entries that nodes make of a map of strings: a node without children is one; else every leaf below is, their
 * names joined by dots. Works without recursion: the nodes may be nested 10,000 deep.
 *
 * @param dotted false (before Traefik 3.3): an entry with children is the empty text
 */
export function dottedEntries(nodes: readonly RawNode[], dotted: boolean): DottedEntry[] {
  const entries: DottedEntry[] = [];
  const pending: DottedEntry[] = nodes.map((raw) => ({ name: raw.name, raw })).toReversed();
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { name, raw } = next;
    if (raw.children.length === 0 || !dotted) entries.push(next);
    else
      for (const child of raw.children.toReversed())
        pending.push({ name: `${name}.${child.name}`, raw: child });
  }
  return entries;
}
