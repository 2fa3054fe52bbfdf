import type { Entry, Key, MapNode, Node, Span } from "../node.ts";
import type { KeyPart } from "./scan-key.ts";

/** A table that is being filled; its node grows with it. */
export interface Table {
  readonly kind: "table";
  readonly node: MapNode & { readonly entries: Entry[]; span: Span };
  readonly members: Map<string, Member>;
}

/** An array of tables, as `[[name]]` makes it. */
export interface Tables {
  readonly kind: "tables";
  readonly node: Node & { readonly items: Node[] };
  last: Table;
}

/** Any other value, which is complete. */
export interface Leaf {
  readonly kind: "leaf";
  readonly node: Node;
}

export type Item = Table | Tables | Leaf;

export interface Member {
  item: Item;
  /** index of its entry in the table's node */
  readonly place: number;
}

/**
 * What BurntSushi/toml knows of a dotted key, for all tables of an array together: it looks a key up by its name
 * alone, without the index of the table. That makes it looser than the specification.
 */
export interface Path {
  readonly parent: Path | null;
  readonly name: string;
  readonly depth: number;
  /** made by a longer key, so that it may be defined once more */
  implicit: boolean;
  isArray: boolean;
  readonly children: Map<string, Path>;
}

export function newPath(parent: Path | null, name: string): Path {
  const depth = parent === null ? 0 : parent.depth + 1;
  return { parent, name, depth, implicit: false, isArray: false, children: new Map() };
}

export function childPath(path: Path, name: string): Path {
  let child = path.children.get(name);
  if (child === undefined) {
    child = newPath(path, name);
    path.children.set(name, child);
  }
  return child;
}

/** A dotted key as messages name it, empty for the root. */
export function pathWords(path: Path): string {
  const names: string[] = [];
  for (let at = path; at.parent !== null; at = at.parent) names.push(quoteName(at.name));
  return names.toReversed().join(".");
}

const QUOTED: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\x00": "\\u0000",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\f": "\\f",
  "\r": "\\r",
  "\x7f": "\\u007f",
};

function quoteName(name: string): string {
  if (/^[\w-]+$/.test(name)) return name;
  return `"${name.replaceAll(/["\\\0-\x1f\x7f]/g, escapeCharacter)}"`;
}

function escapeCharacter(character: string): string {
  return QUOTED[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

export function newTable(span: Span): Table {
  return { kind: "table", node: { kind: "map", entries: [], span }, members: new Map() };
}

export function newTables(span: Span, first: Table): Tables {
  return { kind: "tables", node: { kind: "list", items: [first.node], span }, last: first };
}

/** Adds a member that the table does not have. */
export function addMember(table: Table, part: KeyPart, item: Item): void {
  const { entries } = table.node;
  table.members.set(part.name, { item, place: entries.length });
  entries.push({ key: keyOf(part), value: item.node });
}

export function replaceMember(table: Table, part: KeyPart, member: Member, item: Item): void {
  member.item = item;
  table.node.entries[member.place] = { key: keyOf(part), value: item.node };
}

function keyOf({ name, span }: KeyPart): Key {
  return { name, span };
}
