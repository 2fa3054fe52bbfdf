import { quote } from "../../go/strconv.ts";
import { rawByte } from "../../go/utf8.ts";

/** TOML 1.0 up to Traefik 3.5 (BurntSushi/toml 1.5), 1.1 from 3.6 on (1.6). */
export type TomlVersion = "1.0" | "1.1";

/** A place in a TOML text. */
export interface Cursor {
  readonly text: string;
  readonly version: TomlVersion;
  offset: number;
  /** whether the end was read, not just looked at: then messages name the last line */
  ended: boolean;
}

/** What `read` and `peek` give at the end of the text; Go prints it as NUL. */
export const END = -1;

export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const HASH = 0x23;
export const APOSTROPHE = 0x27;
export const PLUS = 0x2b;
export const COMMA = 0x2c;
export const DASH = 0x2d;
export const DOT = 0x2e;
export const EQUALS = 0x3d;
export const OPEN_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_BRACKET = 0x5d;
export const UNDERSCORE = 0x5f;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;

/** Ends the reading of a text; it never leaves this folder. */
export class TomlFailure extends Error {
  readonly start: number;
  readonly end: number;
  /** the number of the line in the message, from 1 */
  readonly line: number;
  readonly rule: "toml-syntax" | "duplicate-key";

  constructor(
    message: string,
    start: number,
    end: number,
    line: number,
    rule: TomlFailure["rule"] = "toml-syntax",
  ) {
    super(message);
    this.start = start;
    this.end = end;
    this.line = line;
    this.rule = rule;
  }
}

/** The number of the line of an offset, from 1: TOML's lines end with LF. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let i = text.indexOf("\n"); i >= 0 && i < offset; i = text.indexOf("\n", i + 1)) line++;
  return line;
}

/** Fails at what was just read, that is between `start` and the current place. */
export function fail(c: Cursor, message: string, start: number): never {
  const line = lineOf(c.text, c.offset);
  const isBelow = c.ended && c.text.charCodeAt(c.offset - 1) === LF;
  throw new TomlFailure(message, start, Math.max(c.offset, start + 1), isBelow ? line - 1 : line);
}

/** Fails at a character that was just read where the message is about the line before it, be it a line break or not. */
export function failOnPreviousLine(c: Cursor, message: string, start: number): never {
  throw new TomlFailure(message, start, Math.max(c.offset, start + 1), lineOf(c.text, c.offset) - 1);
}

/**
 * The code point at the current place.
 *
 * @throws TomlFailure for a control character, a lone carriage return or a byte that is no UTF-8
 */
export function peek(c: Cursor): number {
  const code = c.text.codePointAt(c.offset);
  if (code === undefined) return END;
  if (code >= SPACE && code !== 0x7f && (code < 0xd800 || code > 0xdfff)) return code;
  if (code === TAB || code === LF) return code;
  if (code === CR && c.text.charCodeAt(c.offset + 1) === LF) return code;
  return failCharacter(c, code);
}

function failCharacter(c: Cursor, code: number): never {
  const byte = (rawByte(code) ?? code) & 0xff;
  const hex = byte.toString(16).padStart(2, "0");
  const message =
    code < 0x80 ? `TOML files cannot contain control characters: '0x${hex}'` : `invalid UTF-8 byte: 0x${hex}`;
  throw new TomlFailure(message, c.offset, c.offset + 1, lineOf(c.text, c.offset));
}

/** Reads a code point. */
export function read(c: Cursor): number {
  const code = peek(c);
  if (code === END) c.ended = true;
  else c.offset += code > 0xffff ? 2 : 1;
  return code;
}

/** Reads a character if it comes next. */
export function accept(c: Cursor, code: number): boolean {
  if (peek(c) !== code) return false;
  c.offset++;
  return true;
}

export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

export function isNewline(code: number): boolean {
  return code === LF || code === CR;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isHex(code: number): boolean {
  return isDigit(code) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);
}

export function skipBlanks(c: Cursor): void {
  while (isBlank(peek(c))) c.offset++;
}

/** Steps over a comment, up to the line break. */
export function skipComment(c: Cursor): void {
  for (let code = peek(c); code !== END && !isNewline(code); code = peek(c)) read(c);
}

/** Steps over blanks, line breaks and comments. */
export function skipSpace(c: Cursor): void {
  for (let code = peek(c); ; code = peek(c)) {
    if (code === HASH) skipComment(c);
    else if (isBlank(code) || isNewline(code)) c.offset++;
    else return;
  }
}

/** Steps over blanks; TOML 1.1 also allows line breaks and comments. */
export function skipInlineSpace(c: Cursor): void {
  for (let code = peek(c); ; code = peek(c)) {
    if (code === HASH) skipComment(c);
    else if (isBlank(code)) c.offset++;
    else if (!isNewline(code)) return;
    else {
      c.offset++;
      if (c.version === "1.0")
        failOnPreviousLine(c, "newlines not allowed within inline tables", c.offset - 1);
    }
  }
}

/** A character as Go's `%q` prints it; the end of the text is NUL there. */
export function quoteCharacter(code: number): string {
  if (code === END) return "'\\x00'";
  if (code === APOSTROPHE) return "'\\''";
  if (code === QUOTE) return "'\"'";
  return `'${quote(String.fromCodePoint(code)).slice(1, -1)}'`;
}
