import type { Span } from "../node.ts";
import {
  APOSTROPHE,
  CLOSE_BRACKET,
  DASH,
  DOT,
  END,
  EQUALS,
  fail,
  failOnPreviousLine,
  isDigit,
  LF,
  peek,
  QUOTE,
  quoteCharacter,
  read,
  skipBlanks,
  UNDERSCORE,
  type Cursor,
} from "./cursor.ts";
import { scanString } from "./scan-string.ts";

/** One part of a dotted key. */
export interface KeyPart {
  readonly name: string;
  readonly span: Span;
}

/** A key with all its parts, as it stands in the text. */
export interface DottedKey {
  readonly parts: readonly KeyPart[];
  readonly span: Span;
}

/** Scans a key up to its equals sign. */
export function scanKey(c: Cursor): DottedKey {
  skipBlanks(c);
  const code = peek(c);
  if (code === EQUALS || code === END) fail(c, "unexpected '=': key name appears blank", c.offset);
  if (code === DOT) fail(c, "unexpected '.': keys cannot start with a '.'", c.offset);
  const parts = [scanPart(c)];
  for (;;) {
    skipBlanks(c);
    const start = c.offset;
    const end = read(c);
    if (end === EQUALS) return dotted(parts);
    if (end === END) fail(c, "unexpected EOF; expected key separator '='", parts[0]?.span.start ?? start);
    const message = `expected '.' or '=', but got ${quoteCharacter(end)} instead`;
    if (end === LF) failOnPreviousLine(c, message, parts[0]?.span.start ?? start);
    if (end !== DOT) fail(c, message, start);
    parts.push(scanNextPart(c));
  }
}

function scanNextPart(c: Cursor): KeyPart {
  skipBlanks(c);
  const code = peek(c);
  if (code === EQUALS || code === END) fail(c, "unexpected '='", c.offset);
  if (code === DOT) fail(c, "unexpected '.'", c.offset);
  return scanPart(c);
}

/** Scans the name of a table up to its closing bracket. */
export function scanTableName(c: Cursor): DottedKey {
  const parts: KeyPart[] = [];
  for (;;) {
    skipBlanks(c);
    const code = peek(c);
    if (code === CLOSE_BRACKET || code === END)
      fail(c, "unexpected end of table name (table names cannot be empty)", c.offset);
    if (code === DOT) fail(c, "unexpected table separator (table names cannot be empty)", c.offset);
    parts.push(scanPart(c));
    skipBlanks(c);
    const start = c.offset;
    const end = read(c);
    if (end === CLOSE_BRACKET) return dotted(parts);
    if (end !== DOT)
      fail(c, `expected '.' or ']' to end table name, but got ${quoteCharacter(end)} instead`, start);
  }
}

function dotted(parts: readonly KeyPart[]): DottedKey {
  const span = { start: parts[0]?.span.start ?? 0, end: parts.at(-1)?.span.end ?? 0 };
  return { parts, span };
}

/** Scans a bare or a quoted name. One that starts with a wrong character is empty: what follows tells so. */
function scanPart(c: Cursor): KeyPart {
  const start = c.offset;
  const code = peek(c);
  if (code === QUOTE || code === APOSTROPHE) {
    const name = scanString(c);
    return { name, span: { start, end: c.offset } };
  }
  while (isBareCharacter(peek(c))) c.offset++;
  return { name: c.text.slice(start, c.offset), span: { start, end: c.offset } };
}

function isBareCharacter(code: number): boolean {
  const lower = code | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || isDigit(code) || code === UNDERSCORE || code === DASH;
}
