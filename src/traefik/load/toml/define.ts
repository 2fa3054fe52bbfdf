import type { Span } from "../node.ts";
import { lineOf, TomlFailure, type Cursor } from "./cursor.ts";
import type { DottedKey, KeyPart } from "./scan-key.ts";
import {
  addMember,
  childPath,
  newTable,
  newTables,
  pathWords,
  replaceMember,
  type Item,
  type Path,
  type Table,
} from "./tables.ts";

/** The table that keys are set in. What its key stands for may be no table at all: that is found out when it is used. */
export interface Context {
  readonly path: Path;
  readonly table: Table | null;
}

/** No configuration is nested this deep; Go gives up only when its stack is full. */
export const MAX_DEPTH = 10_000;

export interface Definitions {
  readonly cursor: Cursor;
  readonly root: Context;
  context: Context;
  /** name of the key that gets a value, "" outside of that */
  currentKey: string;
  /** the key or table name that was read last: messages count their line from there */
  key: DottedKey;
}

/** Fails because of a key. */
export function failKey(d: Definitions, message: string, { start, end }: Span): never {
  const line = lineOf(d.cursor.text, d.key.parts[0]?.span.end ?? start);
  throw new TomlFailure(message, start, Math.max(end, start + 1), line, "duplicate-key");
}

function contextOf(path: Path, item: Item): Context {
  if (item.kind === "tables") return { path, table: item.last };
  return { path, table: item.kind === "table" ? item : null };
}

/** Makes a table of `[name]` or `[[name]]` the current one; `span` is that of the brackets. */
export function defineHeader(d: Definitions, key: DottedKey, isArray: boolean, span: Span): void {
  d.key = key;
  let at = d.root;
  for (const part of key.parts.slice(0, -1)) {
    if (at.path.depth >= MAX_DEPTH) failKey(d, `nested deeper than ${MAX_DEPTH} levels`, part.span);
    const path = childPath(at.path, part.name);
    const member = at.table?.members.get(part.name);
    if (member === undefined) path.implicit = true;
    const item = member?.item ?? newTable(part.span);
    if (member === undefined && at.table !== null) addMember(at.table, part, item);
    at = contextOf(path, item);
    if (at.table === null) failKey(d, `Key '${pathWords(path)}' was already created as a hash.`, part.span);
  }
  d.context = at;
  const last = key.parts.at(-1);
  if (last !== undefined) enter(d, last, isArray, span);
  d.context.path.isArray = false;
}

/** Makes a table below the current one the current one, and makes it if need be. */
export function enter(d: Definitions, part: KeyPart, isArray: boolean, span: Span): void {
  const { path, table } = d.context;
  if (table === null) failKey(d, `Key '${pathWords(path)}' was already created as a hash.`, part.span);
  if (path.depth >= MAX_DEPTH) failKey(d, `nested deeper than ${MAX_DEPTH} levels`, part.span);
  const child = childPath(path, part.name);
  const made = newTable(span);
  if (isArray) appendTable(d, table, part, made, child);
  else if (!setValue(d, part, made)) {
    const existing = table.members.get(part.name)?.item;
    if (existing?.kind === "table") existing.node.span = span;
  }
  const member = table.members.get(part.name);
  d.context = contextOf(child, member?.item ?? made);
}

function appendTable(d: Definitions, table: Table, part: KeyPart, made: Table, path: Path): void {
  const existing = table.members.get(part.name)?.item;
  if (existing === undefined) addMember(table, part, newTables(made.node.span, made));
  else if (existing.kind === "tables") {
    existing.node.items.push(made.node);
    existing.last = made;
  } else
    failKey(d, `Key '${pathWords(path)}' was already created and cannot be used as an array.`, part.span);
}

/** Enters the tables that the parts of a dotted key but its last one name. */
export function enterParents(d: Definitions, key: DottedKey): void {
  d.key = key;
  d.currentKey = key.parts.at(-1)?.name ?? "";
  for (const part of key.parts.slice(0, -1)) {
    childPath(d.context.path, part.name).implicit = true;
    enter(d, part, false, part.span);
  }
}

/**
 * Sets a key of the current table.
 *
 * @returns false if there already is a table that was only implied so far: it stays, and is now defined
 * @throws TomlFailure if the key is defined already
 */
export function setValue(d: Definitions, part: KeyPart, item: Item): boolean {
  const { path, table } = d.context;
  if (table === null) failKey(d, `Key '${pathWords(path)}' has already been defined.`, part.span);
  const member = table.members.get(part.name);
  if (member === undefined) {
    addMember(table, part, item);
    return true;
  }
  const child = childPath(path, part.name);
  const { implicit } = child;
  child.implicit = false;
  // BurntSushi/toml 1.5 let an array be defined twice
  if (child.isArray && (implicit || d.cursor.version === "1.0")) {
    replaceMember(table, part, member, item);
    return true;
  }
  if (!implicit) failKey(d, `Key '${pathWords(child)}' has already been defined.`, part.span);
  return false;
}

/** Notes whether a key holds an array. An empty key is taken for the table that it is in. */
export function setType(d: Definitions, name: string, isArray: boolean): void {
  const { path } = d.context;
  const target = name !== "" || path.parent === null ? childPath(path, name) : path;
  target.isArray = isArray;
}

/** The key that messages say was read last. */
export function lastKey(d: Definitions): string {
  const context = pathWords(d.context.path);
  if (d.currentKey === "") return context;
  return d.context.path.parent === null ? d.currentKey : `${context}.${d.currentKey}`;
}
