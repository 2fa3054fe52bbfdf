import type { Entry, Key, MapNode, Node, ScalarNode } from "../node.ts";
import { isNew, isString, keyAt, readSimpleValue } from "./simple-value.ts";

/** A list or map that further lines may add to. */
interface Open {
  /** of its dashes or keys */
  readonly column: number;
  readonly start: number;
  /** null: a list */
  readonly entries: Entry[] | null;
  readonly items: Node[];
  /** the map's keys, once there are many */
  names: Set<string> | null;
  /** the key that waits for its value */
  key: Key | null;
}

interface Reader {
  readonly open: Open[];
  /** where what was read last ends */
  end: number;
  root: Node | null;
}

const MAX_DEPTH = 100;
/** A key must be short, and a regular expression needs memory for each character that it could give back. */
const MAX_LINE = 1000;

/** Anything but line feeds, printable ASCII, and letters and signs that mean nothing to YAML. */
const UNUSUAL = /[^\n\x20-\x7e\u00a1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
const NO_CONTENT = / *(?:#.*)?(?:\n|$)/y;
const NO_MORE_CONTENT = / *(?: #.*)?(?:\n|$)/y;
const HEAD = /( *)(- +)?(?:([A-Za-z_][\w.@/-]*):(?![^ \n]) *)?/y;

/**
 * Reads what most files are made of: maps and lists by indentation, and on each line a plain or quoted text or a flow
 * collection. That takes a fraction of the time of `compose` and `construct`, above all in a process that has just
 * started: the regular expressions are machine code from the second line on.
 *
 * @returns what these two would make of the text; null for a text with anything else in it, or with any mistake
 */
export function readSimple(text: string): MapNode | null {
  if (UNUSUAL.test(text)) return null;
  const r: Reader = { open: [], end: 0, root: null };
  for (let offset = 0; offset < text.length;) {
    const next = readLine(r, text, offset);
    if (next < 0) return null;
    offset = next;
  }
  while (r.open.length > 0) close(r);
  return r.root?.kind === "map" ? r.root : null;
}

/** @returns where the next line starts, -1 for a line that is not as simple */
function readLine(r: Reader, text: string, offset: number): number {
  NO_CONTENT.lastIndex = offset;
  if (NO_CONTENT.test(text)) return NO_CONTENT.lastIndex;
  const lineEnd = text.indexOf("\n", offset);
  if ((lineEnd < 0 ? text.length : lineEnd) - offset > MAX_LINE) return -1;
  HEAD.lastIndex = offset;
  const [head = "", { length: indent } = "", dash, name] = HEAD.exec(text) ?? [];
  if (dash !== undefined && !openItem(r, indent, offset + indent)) return -1;
  const column = indent + (dash?.length ?? 0);
  const at = offset + head.length;
  if (name !== undefined) {
    if (!openEntry(r, column, keyAt(name, offset + column), dash !== undefined)) return -1;
    NO_CONTENT.lastIndex = at;
    if (NO_CONTENT.test(text)) return NO_CONTENT.lastIndex;
  } else if (dash === undefined) return -1;
  const value = readSimpleValue(text, at);
  if (value === null) return -1;
  put(r, value);
  r.end = value.span.end;
  NO_MORE_CONTENT.lastIndex = r.end;
  return NO_MORE_CONTENT.test(text) ? NO_MORE_CONTENT.lastIndex : -1;
}

/** Makes the list in this column the innermost of what is open; false where there can be none. */
function openItem(r: Reader, column: number, start: number): boolean {
  closeTo(r, column);
  const top = r.open.at(-1);
  // the list of a key may stand in the column of the key
  if ((top?.entries !== null || top.column < column) && !openCollection(r, column, start, null)) return false;
  r.end = start + 1;
  return true;
}

/** Gives a key to the map in this column, which becomes the innermost; false where there can be none. */
function openEntry(r: Reader, column: number, key: Key, isItem: boolean): boolean {
  closeTo(r, column);
  if (r.open.at(-1)?.entries === null && r.open.at(-1)?.column === column) close(r);
  let top = r.open.at(-1);
  if (top?.entries && top.column === column) {
    if (top.key !== null) put(r, nothingAt(r.end));
  } else if (!openCollection(r, column, key.span.start, [], isItem)) return false;
  top = r.open.at(-1);
  if (!top?.entries || !isSimpleKey(top, top.entries, key.name)) return false;
  top.key = key;
  r.end = key.span.end + 1;
  return true;
}

/** Begins the value of the key before, the item of the list, or the root. */
function openCollection(
  r: Reader,
  column: number,
  start: number,
  entries: Entry[] | null,
  isItem = false,
): boolean {
  const { open } = r;
  const top = open.at(-1);
  const hasPlace = top === undefined ? column === 0 && r.root === null : isItem || top.key !== null;
  if (!hasPlace || open.length === MAX_DEPTH) return false;
  open.push({ column, start, entries, items: [], names: null, key: null });
  return true;
}

/** Maps of more keys remember them in another way than by being searched. */
const FEW = 16;

/** Whether a key is a string (not `null` or `true`), and new in its map. */
function isSimpleKey(map: Open, entries: readonly Entry[], name: string): boolean {
  if (entries.length < FEW) return isString(name) && isNew(entries, name);
  map.names ??= new Set(entries.map(({ key }) => key.name));
  return isString(name) && map.names.size < map.names.add(name).size;
}

function closeTo(r: Reader, column: number): void {
  for (let top = r.open.at(-1); top !== undefined && top.column > column; top = r.open.at(-1)) close(r);
}

function close(r: Reader): void {
  const top = r.open.at(-1);
  if (top === undefined) return;
  if (top.key !== null) put(r, nothingAt(r.end));
  r.open.pop();
  const span = { start: top.start, end: r.end };
  const { entries, items } = top;
  put(r, entries === null ? { kind: "list", items, span } : { kind: "map", entries, span });
}

/** Gives a value its place. */
function put(r: Reader, value: Node): void {
  const top = r.open.at(-1);
  if (top === undefined) r.root = value;
  else if (top.entries === null) top.items.push(value);
  else if (top.key !== null) {
    top.entries.push({ key: top.key, value });
    top.key = null;
  }
}

/** A value that is not written is right behind its colon. */
function nothingAt(end: number): ScalarNode {
  return { kind: "scalar", type: "null", text: "", span: { start: end, end } };
}
