import type { Key, ListNode, MapNode, Node, ScalarNode, Span } from "../node.ts";
import { TomlFailure } from "./failure.ts";

/**
 * The tables of a text while it is read, by the rules of BurntSushi/toml, which are looser than the specification: a
 * key is refused only if it is there and not marked as implicit, and a mark is lost when it has been used.
 */
export interface Tables {
  readonly root: Table;
  /** keys (as paths) that were only made because something stands below them */
  readonly implicit: Set<string>;
  /** the table that keys belong to */
  context: readonly Key[];
}

interface Table {
  readonly kind: "table";
  readonly members: Map<string, { key: Key; value: Building }>;
  span: Span;
}

/** An array of tables, `[[name]]`. */
interface TableArray {
  readonly kind: "tables";
  readonly tables: Table[];
  readonly span: Span;
}

interface Finished {
  readonly kind: "finished";
  readonly node: ScalarNode | ListNode;
}

type Building = Table | TableArray | Finished;

export function openTables(): Tables {
  return { root: table({ start: 0, end: 0 }), implicit: new Set(), context: [] };
}

function table(span: Span): Table {
  return { kind: "table", members: new Map(), span };
}

/** Path of a key, for the marks. */
function pathOf(keys: readonly Key[]): string {
  return JSON.stringify(keys.map(({ name }) => name));
}

/** A key as messages show it; parts that are no bare keys in quotes. */
export function shownKey(keys: readonly Key[]): string {
  return keys.map(({ name }) => (/^[A-Za-z0-9_-]+$/.test(name) ? name : JSON.stringify(name))).join(".");
}

/** Goes to the table of a header, `[name]` or `[[name]]`, making it and those above it. */
export function enter(tables: Tables, keys: readonly Key[], array: boolean, span: Span): void {
  let current = tables.root;
  for (const [depth, key] of keys.slice(0, -1).entries()) {
    const path = keys.slice(0, depth + 1);
    let member = current.members.get(key.name);
    if (member === undefined) {
      tables.implicit.add(pathOf(path));
      member = { key, value: table(key.span) };
      current.members.set(key.name, member);
    }
    const inner = last(member.value);
    if (inner === null)
      throw new TomlFailure(
        `Key '${shownKey(path)}' was already created as a hash.`,
        key.span,
        "duplicate-key",
      );
    current = inner;
  }
  tables.context = keys.slice(0, -1);
  const name = keys.at(-1);
  if (name === undefined) return;
  if (!array) define(tables, name, table(span));
  else {
    const member = current.members.get(name.name) ?? {
      key: name,
      value: { kind: "tables" as const, tables: [], span },
    };
    current.members.set(name.name, member);
    if (member.value.kind !== "tables") {
      const message = `Key '${shownKey(keys)}' was already created and cannot be used as an array.`;
      throw new TomlFailure(message, name.span, "duplicate-key");
    }
    member.value.tables.push(table(span));
  }
  tables.context = keys;
}

/** Gives the key of the current table its value. */
export function assign(tables: Tables, key: Key, node: ScalarNode | ListNode): void {
  define(tables, key, { kind: "finished", node });
}

/** Makes the tables of a dotted key or of an inline table below the current one. */
export function enterImplicitly(tables: Tables, keys: readonly Key[], array: boolean, span: Span): void {
  const path = [...tables.context, ...keys];
  tables.implicit.add(pathOf(path));
  enter(tables, path, array, span);
}

/** An inline table has been read into the tables themselves; all that is left is its mark. */
export function settle(tables: Tables, key: Key, span: Span): void {
  define(tables, key, table(span));
}

function define(tables: Tables, key: Key, value: Building): void {
  let current = tables.root;
  for (const [depth, step] of tables.context.entries()) {
    const member = current.members.get(step.name);
    const inner = member === undefined ? null : last(member.value);
    if (inner === null) throw redefined(tables.context.slice(0, depth + 1), key);
    current = inner;
  }
  const keys = [...tables.context, key];
  const path = pathOf(keys);
  const before = current.members.get(key.name);
  if (before === undefined) current.members.set(key.name, { key, value });
  else if (!tables.implicit.delete(path)) throw redefined(keys, key);
  // The inline tables of an array were read into the tables first: the array takes their place.
  else if (value.kind === "finished" && value.node.kind === "list")
    current.members.set(key.name, { key, value });
  else if (before.value.kind === "table" && value.kind === "table") before.value.span = value.span;
}

function redefined(keys: readonly Key[], key: Key): TomlFailure {
  return new TomlFailure(`Key '${shownKey(keys)}' has already been defined.`, key.span, "duplicate-key");
}

function last(value: Building): Table | null {
  if (value.kind === "tables") return value.tables.at(-1) ?? null;
  return value.kind === "table" ? value : null;
}

/** The table that stands at the current context, as a node. */
export function currentNode(tables: Tables, keys: readonly Key[]): MapNode | null {
  let current: Table = tables.root;
  for (const { name } of keys) {
    const member = current.members.get(name);
    const inner = member === undefined ? null : last(member.value);
    if (inner === null) return null;
    current = inner;
  }
  return mapNode(current);
}

export function mapNode({ members, span }: Table): MapNode {
  const entries = [...members.values()].map(({ key, value }) => ({ key, value: nodeOf(value) }));
  return { kind: "map", entries, span };
}

function nodeOf(value: Building): Node {
  if (value.kind === "finished") return value.node;
  if (value.kind === "table") return mapNode(value);
  return { kind: "list", items: value.tables.map(mapNode), span: value.span };
}
