import { quote } from "../../go/strconv.ts";
import type { Node } from "../node.ts";
import {
  accept,
  APOSTROPHE,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  END,
  fail,
  lineOf,
  OPEN_BRACE,
  OPEN_BRACKET,
  peek,
  QUOTE,
  read,
  skipBlanks,
  skipInlineSpace,
  skipSpace,
  TomlFailure,
  type Cursor,
} from "./cursor.ts";
import {
  enter,
  enterParents,
  failKey,
  MAX_DEPTH,
  setType,
  setValue,
  type Context,
  type Definitions,
} from "./define.ts";
import { scanKey, type DottedKey, type KeyPart } from "./scan-key.ts";
import { scanScalar } from "./scan-scalar.ts";
import { scanLongString, scanString } from "./scan-string.ts";
import { addMember, childPath, newTable, pathWords, replaceMember, type Item, type Table } from "./tables.ts";

interface OpenArray {
  readonly kind: "array";
  readonly start: number;
  readonly items: Node[];
}

interface OpenTable {
  readonly kind: "table";
  readonly start: number;
  /**
   * The table as it is written. Its keys are defined below the current key too, where they can clash with others; that
   * is what counts at last, except for tables in arrays.
   */
  readonly own: Table;
  readonly inner: Context;
  /** what was current around it */
  readonly outer: Context;
  readonly outerKey: string;
  /** the key that waits for its value */
  key: DottedKey | null;
}

type Open = OpenArray | OpenTable;

/** Reads the value of the current key. Depth costs no call stack. */
export function readValue(d: Definitions): Item {
  const open: Open[] = [];
  try {
    return readToEnd(d, open);
  } catch (error) {
    throw error instanceof TomlFailure ? atOpening(error, d.cursor, open.at(-1)) : error;
  }
}

/** What is never closed is wrong where it was opened: the end of the text shows nothing of it. */
function atOpening(failure: TomlFailure, { text }: Cursor, inner: Open | undefined): TomlFailure {
  if (inner === undefined || failure.start < text.length) return failure;
  return new TomlFailure(failure.message, inner.start, inner.start + 1, failure.line);
}

function readToEnd(d: Definitions, open: Open[]): Item {
  let item = startValue(d, open, false);
  for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
    item = inner.kind === "array" ? stepArray(d, open, inner, item) : stepTable(d, open, inner, item);
    if (open.length > MAX_DEPTH) failDepth(d.cursor);
  }
  if (item === null) throw new Error("a value is complete when nothing is open");
  return item;
}

function failDepth(c: Cursor): never {
  const message = `nested deeper than ${MAX_DEPTH} levels`;
  throw new TomlFailure(message, c.offset - 1, c.offset, lineOf(c.text, c.offset));
}

/** Reads a value, or of an array or inline table only the start: then null. */
function startValue(d: Definitions, open: Open[], inArray: boolean): Item | null {
  const c = d.cursor;
  skipBlanks(c);
  const start = c.offset;
  const code = peek(c);
  switch (code) {
    case OPEN_BRACKET:
      c.offset++;
      setType(d, d.currentKey, true);
      open.push({ kind: "array", start, items: [] });
      return null;
    case OPEN_BRACE:
      c.offset++;
      open.push(openTable(d, start, inArray));
      return null;
    case QUOTE:
    case APOSTROPHE: {
      const text = startsLongString(c, code) ? scanLongString(c) : scanString(c);
      return leaf({ kind: "scalar", type: "string", text, span: { start, end: c.offset } });
    }
    default:
      return leaf(scanScalar(c));
  }
}

function leaf(node: Node): Item {
  return { kind: "leaf", node };
}

function startsLongString(c: Cursor, mark: number): boolean {
  const start = c.offset++;
  const isLong = accept(c, mark) && accept(c, mark);
  c.offset = start;
  return isLong;
}

function openTable(d: Definitions, start: number, inArray: boolean): OpenTable {
  const { context: outer, currentKey: outerKey, key } = d;
  const path = childPath(outer.path, outerKey);
  path.implicit = true;
  d.currentKey = "";
  const name = key.parts.at(-1)?.span ?? key.span;
  if (outer.table === null) {
    d.context = { path, table: null };
    failKey(d, `Key '${pathWords(outer.path)}' was already created as a hash.`, name);
  }
  const span = { start, end: start + 1 };
  enter(d, { name: outerKey, span: name }, inArray, span);
  return { kind: "table", start, own: newTable(span), inner: d.context, outer, outerKey, key: null };
}

/** Reads on in an array, up to the end of its next value, or to its own end, where it gives its node. */
function stepArray(d: Definitions, open: Open[], array: OpenArray, finished: Item | null): Item | null {
  const c = d.cursor;
  let item = finished;
  for (;;) {
    if (item !== null) {
      array.items.push(item.node);
      skipSpace(c);
      const start = c.offset;
      const code = read(c);
      if (code === CLOSE_BRACKET) break;
      if (code !== COMMA)
        fail(c, `expected a comma (',') or array terminator (']'), but got ${shown(code)}`, start);
    }
    skipSpace(c);
    const start = c.offset;
    const code = peek(c);
    if (code === COMMA) {
      c.offset++;
      fail(c, "unexpected comma", start);
    }
    if (code === CLOSE_BRACKET) {
      c.offset++;
      break;
    }
    item = startValue(d, open, true);
    if (item === null) return null;
  }
  open.pop();
  return leaf({ kind: "list", items: array.items, span: { start: array.start, end: c.offset } });
}

function shown(code: number): string {
  return code === END ? "end of file" : `'${String.fromCodePoint(code)}'`;
}

/** Reads on in an inline table, as stepArray does. */
function stepTable(d: Definitions, open: Open[], table: OpenTable, finished: Item | null): Item | null {
  const c = d.cursor;
  let item = finished;
  for (;;) {
    if (item !== null) {
      setPair(d, table, item);
      if (readSeparator(c)) break;
    }
    skipInlineSpace(c);
    const start = c.offset;
    const code = peek(c);
    if (code === COMMA) {
      c.offset++;
      fail(c, "unexpected comma", start);
    }
    if (code === CLOSE_BRACE) {
      c.offset++;
      break;
    }
    const key = scanKey(c);
    enterParents(d, key);
    table.key = key;
    item = startValue(d, open, false);
    if (item === null) return null;
  }
  open.pop();
  d.context = table.outer;
  d.currentKey = table.outerKey;
  const span = { start: table.start, end: c.offset };
  table.own.node.span = span;
  if (table.inner.table !== null) table.inner.table.node.span = span;
  return table.own;
}

function setPair(d: Definitions, { key, inner, own }: OpenTable, item: Item): void {
  const last = key?.parts.at(-1);
  if (key === null || last === undefined) return;
  setValue(d, last, item);
  setType(d, last.name, item.node.kind === "list");
  let table = own;
  for (const part of key.parts.slice(0, -1)) table = tableIn(d, table, part);
  const member = table.members.get(last.name);
  if (member === undefined) addMember(table, last, item);
  else replaceMember(table, last, member, item);
  d.context = inner;
}

function tableIn(d: Definitions, table: Table, part: KeyPart): Table {
  const existing = table.members.get(part.name)?.item;
  if (existing?.kind === "table") return existing;
  if (existing !== undefined) failKey(d, `${quote(pathWords(d.context.path))} is not a table`, part.span);
  const made = newTable(part.span);
  addMember(table, part, made);
  return made;
}

/** Reads what follows a pair; true at the end of the table. TOML 1.1 lets a comma stand before that. */
function readSeparator(c: Cursor): boolean {
  skipInlineSpace(c);
  const start = c.offset;
  const code = read(c);
  if (code === CLOSE_BRACE) return true;
  if (code !== COMMA)
    fail(c, `expected a comma or an inline table terminator '}', but got ${shown(code)} instead`, start);
  skipBlanks(c);
  if (peek(c) !== CLOSE_BRACE) return false;
  if (c.version === "1.0") fail(c, "trailing comma not allowed in inline tables", start);
  c.offset++;
  return true;
}
