import type { TraefikVersion } from "../../versions.ts";
import type { Key, MapNode, Node } from "../node.ts";
import type { Problem } from "../problem.ts";
import {
  type Cursor,
  failHere,
  peek,
  refuseControl,
  shown,
  skipBlanks,
  skipComment,
  skipNewline,
  skipSpace,
} from "./cursor.ts";
import { TomlFailure } from "./failure.ts";
import { readNumber } from "./numbers.ts";
import { readQuotedKey, readString } from "./strings.ts";
import {
  assign,
  currentNode,
  enter,
  enterImplicitly,
  mapNode,
  openTables,
  settle,
  shownKey,
  type Tables,
} from "./tables.ts";

/** What a TOML text says, or what is wrong with it. */
export interface TomlReading {
  /** null: an empty text, or one that cannot be read */
  readonly root: MapNode | null;
  readonly problems: readonly Problem[];
  /** the error as Traefik logs it, null where Traefik accepts the text */
  readonly refusal: string | null;
}

interface Reader extends Cursor {
  readonly tables: Tables;
  /** the key that was read last, as messages show it */
  lastKey: string;
  depth: number;
}

/** Deeper nesting than any configuration has; the reader's own stack must hold it. */
const MOST_DEPTH = 1_000;

/**
 * Reads a text as Traefik does: BurntSushi/toml 1.6, TOML 1.1 since Traefik 3.6 and 1.0 before. Offsets are those of
 * the text.
 */
export function parseToml(text: string, version: TraefikVersion = "3.7"): TomlReading {
  const v11 = Number(version.split(".")[1]) >= 6;
  const at = text.startsWith("\ufeff") ? 1 : 0;
  const reader: Reader = { text, at, v11, tables: openTables(), lastKey: "", depth: 0 };
  try {
    for (skipSpace(reader); reader.at < text.length; skipSpace(reader)) readItem(reader);
    const root = mapNode(reader.tables.root);
    return {
      root: root.entries.length === 0 ? null : { ...root, span: { start: 0, end: text.length } },
      problems: [],
      refusal: null,
    };
  } catch (error) {
    if (!(error instanceof TomlFailure)) throw error;
    const line = text.slice(0, error.span.start).split("\n").length + (readsNewline(error) ? 1 : 0);
    const after = reader.lastKey === "" ? "" : ` (last key ${JSON.stringify(reader.lastKey)})`;
    const { message, span, rule } = error;
    return {
      root: null,
      problems: [{ rule, message, span }],
      refusal: `toml: line ${line}${after}: ${message}`,
    };
  }
}

/** In a table's name BurntSushi/toml has read the newline already when it stumbles over it. */
function readsNewline({ message }: TomlFailure): boolean {
  return /(?:end table name|table array name delimiter '\]'), but got '\\n' instead$/.test(message);
}

function readItem(reader: Reader): void {
  if (peek(reader) === "[") readHeader(reader);
  else {
    const { context } = reader.tables;
    readPair(reader);
    reader.tables.context = context;
    reader.lastKey = shownKey(context);
  }
  skipBlanks(reader);
  if (peek(reader) === "#") skipComment(reader);
  if (reader.at < reader.text.length && !skipNewline(reader)) {
    refuseControl(reader);
    const message = `expected a top-level item to end with a newline, comment, or EOF, but got ${shown(reader)} instead`;
    throw failHere(reader, message);
  }
}

function readHeader(reader: Reader): void {
  const start = reader.at;
  const array = reader.text.startsWith("[[", start);
  reader.at += array ? 2 : 1;
  const keys = readKeys(reader, "]", "expected '.' or ']' to end table name, but got");
  reader.at++;
  if (array) {
    if (peek(reader) !== "]") {
      throw failHere(
        reader,
        `expected end of table array name delimiter ']', but got ${shown(reader)} instead`,
      );
    }
    reader.at++;
  }
  reader.lastKey = shownKey(keys.slice(0, -1));
  enter(reader.tables, keys, array, { start, end: reader.at });
  reader.lastKey = shownKey(keys);
}

/** `a.b = value`, at the top or in an inline table. */
function readPair(reader: Reader): void {
  const keys = readKeys(reader, "=", "expected '.' or '=', but got");
  reader.at++;
  const key = keys.at(-1);
  if (key === undefined) return;
  for (const step of keys.slice(0, -1)) enterImplicitly(reader.tables, [step], false, step.span);
  reader.lastKey = shownKey([...reader.tables.context, key]);
  skipBlanks(reader);
  if (peek(reader) === "{") readInlineTable(reader, key, false);
  else assign(reader.tables, key, readValue(reader, key));
}

function readKeys(reader: Reader, end: string, expected: string): Key[] {
  const keys: Key[] = [];
  for (;;) {
    skipBlanks(reader);
    keys.push(readKey(reader, end));
    skipBlanks(reader);
    if (peek(reader) === end) return keys;
    if (peek(reader) !== ".") throw failHere(reader, `${expected} ${shown(reader)} instead`);
    reader.at++;
  }
}

function readKey(reader: Reader, end: string): Key {
  const start = reader.at;
  const first = peek(reader);
  if (first === '"' || first === "'") {
    const name = readQuotedKey(reader);
    return { name, span: { start, end: reader.at } };
  }
  while (/[A-Za-z0-9_-]/.test(reader.text[reader.at] ?? "")) reader.at++;
  const name = reader.text.slice(start, reader.at);
  if (name !== "") return { name, span: { start, end: reader.at } };
  if (first === end || first === "." || first === "=") {
    const what = end === "=" ? "key name appears blank" : "table name appears blank";
    throw failHere(reader, `unexpected ${shown(reader)}: ${what}`);
  }
  if (end === "=") throw failHere(reader, `expected '.' or '=', but got ${shown(reader)} instead`);
  throw failHere(reader, `expected '.' or '${end}' to end table name, but got ${shown(reader)} instead`);
}

/** @param key what the value is given to: inline tables are read into the tables themselves */
function readValue(reader: Reader, key: Key): Node & { readonly kind: "scalar" | "list" } {
  const start = reader.at;
  const first = peek(reader);
  if (first === "[") return readArray(reader, key);
  if (first === '"' || first === "'") {
    const text = readString(reader);
    return { kind: "scalar", type: "string", text, span: { start, end: reader.at } };
  }
  for (const word of ["true", "false"]) {
    if (!reader.text.startsWith(word, start) || /[A-Za-z0-9_-]/.test(reader.text[start + word.length] ?? ""))
      continue;
    reader.at += word.length;
    return { kind: "scalar", type: "bool", text: word, span: { start, end: reader.at } };
  }
  if (first === ".") throw failHere(reader, "floats must start with a digit, not '.'");
  if (/[0-9+-]/.test(first) || /^(inf|nan)(?![A-Za-z0-9_-])/.test(reader.text.slice(start, start + 4))) {
    return { kind: "scalar", ...readNumber(reader), span: { start, end: reader.at } };
  }
  const word = /^[A-Za-z0-9_-]+/.exec(reader.text.slice(start, start + 100))?.[0];
  if (word === undefined) throw failHere(reader, `expected value but found ${shown(reader)} instead`);
  throw new TomlFailure(`expected value but found ${JSON.stringify(word)} instead`, {
    start,
    end: start + word.length,
  });
}

function readArray(reader: Reader, key: Key): Node & { readonly kind: "list" } {
  const start = reader.at;
  deeper(reader);
  reader.at++;
  const items: Node[] = [];
  for (;;) {
    skipSpace(reader);
    if (peek(reader) === "]") break;
    items.push(peek(reader) === "{" ? readInlineTable(reader, key, true) : readValue(reader, key));
    skipSpace(reader);
    if (peek(reader) === ",") reader.at++;
    else if (peek(reader) !== "]") {
      if (reader.at >= reader.text.length)
        throw new TomlFailure("unexpected EOF; expected ']'", { start, end: reader.at });
      throw failHere(reader, `expected a comma (',') or array terminator (']'), but got ${shown(reader)}`);
    }
  }
  reader.at++;
  reader.depth--;
  return { kind: "list", items, span: { start, end: reader.at } };
}

function readInlineTable(reader: Reader, key: Key, inArray: boolean): MapNode {
  const start = reader.at;
  const { context } = reader.tables;
  deeper(reader);
  reader.at++;
  enterImplicitly(reader.tables, [key], inArray, { start, end: start + 1 });
  const inner = reader.tables.context;
  for (let first = true; ; first = false) {
    skipInside(reader);
    if (peek(reader) === "}") {
      if (!first && !reader.v11) throw failHere(reader, "trailing comma not allowed in inline tables");
      break;
    }
    readPair(reader);
    reader.tables.context = inner;
    skipInside(reader);
    if (peek(reader) === "}") break;
    if (peek(reader) !== ",") {
      if (reader.at >= reader.text.length)
        throw new TomlFailure("unexpected EOF; expected '}'", { start, end: reader.at });
      throw failHere(
        reader,
        `expected a comma or an inline table terminator '}', but got ${shown(reader)} instead`,
      );
    }
    reader.at++;
  }
  reader.at++;
  reader.depth--;
  const span = { start, end: reader.at };
  const node = { ...(currentNode(reader.tables, inner) ?? { kind: "map", entries: [] }), span } as const;
  reader.tables.context = context;
  if (!inArray) settle(reader.tables, key, span);
  return node;
}

/** Between the parts of an inline table: newlines and comments since TOML 1.1. */
function skipInside(reader: Reader): void {
  if (reader.v11) return skipSpace(reader);
  skipBlanks(reader);
  if (peek(reader) === "#" || peek(reader) === "\n" || reader.text.startsWith("\r\n", reader.at)) {
    throw failHere(reader, "newlines not allowed within inline tables");
  }
}

function deeper(reader: Reader): void {
  if (++reader.depth > MOST_DEPTH) throw failHere(reader, `nested more than ${MOST_DEPTH} deep`);
}
