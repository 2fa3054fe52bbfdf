import type { RawNode } from "./raw-tree.ts";

/** One entry of a map of strings. */
export interface DottedEntry {
  readonly name: string;
  /** its text is the value */
  readonly raw: RawNode;
}

/** Characters that the names may take together: leaf by leaf, they grow with the square of the depth. */
const MOST = 64 * 1024 * 1024;

/**
 * The entries that nodes make of a map of strings: a node without children is one; else every leaf below is, their
 * names joined by dots. Works without recursion: the nodes may be nested 10,000 deep.
 *
 * @param dotted false (before Traefik 3.3): an entry with children is the empty text
 * @returns null when the names would exhaust the memory
 */
export function dottedEntries(nodes: readonly RawNode[], dotted: boolean): DottedEntry[] | null {
  const entries: DottedEntry[] = [];
  const pending: DottedEntry[] = nodes.map((raw) => ({ name: raw.name, raw })).toReversed();
  let length = 0;
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { name, raw } = next;
    if (raw.children.length > 0 && dotted) {
      for (const child of raw.children.toReversed())
        pending.push({ name: `${name}.${child.name}`, raw: child });
    } else {
      length += name.length;
      if (length > MOST) return null;
      entries.push(next);
    }
  }
  return entries;
}
