import { breakText, breakWidth, BYTE_ORDER_MARK } from "./characters.ts";
import { YamlFailure } from "./failure.ts";

export type TokenKind =
  | "stream end"
  | "version directive"
  | "tag directive"
  | "document start"
  | "document end"
  | "list start"
  | "map start"
  | "block end"
  | "["
  | "]"
  | "{"
  | "}"
  | "-"
  | ","
  | "key"
  | "value"
  | "alias"
  | "anchor"
  | "tag"
  | "scalar";

/** How a scalar is written; "" is plain. */
export type Style = "" | "'" | '"' | "|" | ">";

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** a scalar's content, a name, a version, a tag's handle */
  readonly text: string;
  /** a tag's suffix, a tag directive's prefix */
  readonly suffix: string;
  readonly style: Style;
  /**
   * Where the possible key that starts here is kept, -1 for none. yaml.v3 does not take this back when the key turns
   * out to be none, so that another key in the same place can make it look further ahead.
   */
  keyLevel: number;
}

/**
 * A token that turns out to be a key when a colon follows: on the same line, within 1,024 characters. There is room
 * for one in the block context and one in each open flow collection.
 */
export interface PossibleKey {
  possible: boolean;
  /** nothing but a key may stand here */
  required: boolean;
  /** number of its first token, counted from the start of the text */
  token: number;
  /** its first token, once that is scanned */
  first: Token | null;
  start: number;
  /** where its line starts */
  line: number;
}

/** The scanner's place in the text and what it has open there. */
export interface Scanner {
  readonly text: string;
  offset: number;
  /** offset at which the current line starts: columns are counted from there */
  lineStart: number;
  /** column of the innermost block collection, -1 outside of all */
  indent: number;
  readonly indents: number[];
  /** the possible key of the block context, then one for each open flow collection */
  readonly keys: PossibleKey[];
  /** whether a key may start at this place */
  keyAllowed: boolean;
  /** tokens that the parser has not taken yet, from `head` on */
  tokens: Token[];
  head: number;
  /** number of tokens that the parser has taken */
  taken: number;
  /** the farthest offset that the scanner has looked at */
  reach: number;
  /** up to this offset a second byte order mark makes each line lose its first character, see `skipMark` */
  readonly markedUntil: number;
}

const MAX_DEPTH = 10_000;
const MAX_KEY_LENGTH = 1024;
/** yaml.v3 reads its input in pieces of this many bytes. */
const PIECE = 512;

export function openScanner(text: string): Scanner {
  const start = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  const marked = start === 1 && text.charCodeAt(1) === BYTE_ORDER_MARK;
  return {
    text,
    offset: start,
    lineStart: start,
    indent: -1,
    indents: [],
    keys: [{ possible: false, required: false, token: -1, first: null, start: 0, line: 0 }],
    keyAllowed: true,
    tokens: [],
    head: 0,
    taken: 0,
    reach: 0,
    markedUntil: marked ? PIECE - 2 : -1,
  };
}

export function column(s: Scanner): number {
  return s.offset - s.lineStart;
}

export function inFlow(s: Scanner): boolean {
  return s.keys.length > 1;
}

export function token(kind: TokenKind, start: number, end: number, text = "", suffix = ""): Token {
  return { kind, start, end, text, suffix, style: "", keyLevel: -1 };
}

export function scalarToken(start: number, end: number, text: string, style: Style): Token {
  return { kind: "scalar", start, end, text, suffix: "", style, keyLevel: -1 };
}

/** Adds a token that a possible key may start with. */
export function pushKeyToken(s: Scanner, made: Token): void {
  const level = s.keys.length - 1;
  const key = s.keys[level];
  if (key?.possible === true && key.token === nextNumber(s)) {
    key.first = made;
    made.keyLevel = level;
  }
  s.tokens.push(made);
}

function nextNumber(s: Scanner): number {
  return s.taken + s.tokens.length - s.head;
}

/** Steps over the line break at the current place. */
export function skipBreak(s: Scanner): void {
  s.offset += breakWidth(s.text, s.offset);
  s.lineStart = s.offset;
}

/** Steps over a line break; what it becomes in a scalar. */
export function takeBreak(s: Scanner): string {
  const text = breakText(s.text.charCodeAt(s.offset));
  s.offset += breakWidth(s.text, s.offset);
  s.lineStart = s.offset;
  return text;
}

/** Steps to the end of the line. */
export function skipLine(s: Scanner): void {
  BREAK.lastIndex = s.offset;
  s.offset = BREAK.test(s.text) ? BREAK.lastIndex - 1 : s.text.length;
}

const BREAK = /[\n\r\u0085\u2028\u2029]/g;

export function fail(message: string, start: number, end: number, context: number, problem: number): never {
  throw new YamlFailure("scanner", message, { start, end, context, problem });
}

/** Notes that a key may start here, if it may. */
export function savePossibleKey(s: Scanner): void {
  if (!s.keyAllowed) return;
  dropPossibleKey(s);
  const key = currentKey(s);
  key.possible = true;
  key.first = null;
  key.required = !inFlow(s) && s.indent === column(s);
  key.token = nextNumber(s);
  key.start = s.offset;
  key.line = s.lineStart;
}

/** Gives up the possible key of the current level. */
export function dropPossibleKey(s: Scanner): void {
  const key = currentKey(s);
  if (!key.possible) return;
  if (key.required) failMissingColon(s, key);
  forgetKey(key);
}

/** Takes back a possible key, also from its token. */
export function forgetKey(key: PossibleKey): void {
  key.possible = false;
  if (key.first !== null) key.first.keyLevel = -1;
}

/** Whether a colon at the current place would still make this a key; gives the key up if not. */
export function isStillPossible(s: Scanner, key: PossibleKey): boolean {
  if (!key.possible) return false;
  if (key.line === s.lineStart && !isTooLong(s, key)) return true;
  if (key.required) failMissingColon(s, key);
  key.possible = false;
  return false;
}

function isTooLong(s: Scanner, key: PossibleKey): boolean {
  if (s.offset - key.start <= MAX_KEY_LENGTH) return false;
  if (s.offset - key.start > 2 * MAX_KEY_LENGTH) return true;
  const pairs = s.text.slice(key.start, s.offset).match(/[\ud800-\udbff][\udc00-\udfff]/g);
  return s.offset - key.start - (pairs?.length ?? 0) > MAX_KEY_LENGTH;
}

function failMissingColon(s: Scanner, key: PossibleKey): never {
  fail("could not find expected ':'", key.start, key.first?.end ?? key.start + 1, key.start, s.offset);
}

export function currentKey(s: Scanner): PossibleKey {
  const key = s.keys.at(-1);
  if (key === undefined) throw new Error("the block context always has its possible key");
  return key;
}

/** Opens a block collection at a column, if that is deeper than the current one; its token goes before `number`. */
export function indentTo(s: Scanner, to: number, start: number, kind: TokenKind, number: number): void {
  if (inFlow(s) || s.indent >= to) return;
  s.indents.push(s.indent);
  s.indent = to;
  if (s.indents.length > MAX_DEPTH) failDepth(s, start);
  insertToken(s, token(kind, start, start), number);
}

/** Inserts a token before the one with a number; yaml.v3 puts it last if the parser has taken that one already. */
export function insertToken(s: Scanner, made: Token, number: number): void {
  const { tokens } = s;
  tokens.push(made);
  if (number < s.taken) return;
  tokens.copyWithin(s.head + number - s.taken + 1, s.head + number - s.taken);
  tokens[s.head + number - s.taken] = made;
}

/** Closes all block collections that are deeper than a column. */
export function dedentTo(s: Scanner, to: number): void {
  if (inFlow(s)) return;
  while (s.indent > to) {
    s.tokens.push(token("block end", s.offset, s.offset));
    s.indent = s.indents.pop() ?? -1;
  }
}

/**
 * Opens a flow collection with the token of its bracket. Until a possible key is in it, its place is that bracket's:
 * `{}` is no possible key any more as soon as it is closed.
 */
export function enterFlow(s: Scanner, first: Token): void {
  s.keys.push({
    possible: false,
    required: false,
    token: -1,
    first,
    start: s.offset,
    line: s.lineStart,
  });
  if (s.keys.length - 1 > MAX_DEPTH) failDepth(s, s.offset);
}

function failDepth(s: Scanner, start: number): never {
  fail(`exceeded max depth of ${MAX_DEPTH}`, start, start + 1, currentKey(s).start, s.offset);
}
