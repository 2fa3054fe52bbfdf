import { runeAt, encodeRune, type Bytes } from "./bytes.ts";
import { isDigit, isLetter, isPrintable } from "./characters.ts";
import { quote } from "./quote.ts";
import { KEYWORDS, type Keyword, type Token, type TokenType } from "./token.ts";

/** Hands out the tokens of a template one by one; after an error token there is nothing but errors. */
export type Lexer = () => Token;

/** Where the lexer stands. */
interface State {
  readonly source: Bytes;
  /** start of the token being read */
  start: number;
  /** line of `lineAt`, an offset that only grows */
  line: number;
  lineAt: number;
  insideAction: boolean;
  parentheses: number;
  /** set by the first error, repeated from then on */
  failed: boolean;
}

/**
 * The tokens of a Go template with the delimiters `{{` and `}}` (text/template/parse of Go 1.22 to 1.26).
 * Comments are skipped; white space around a trim marker is dropped from the text tokens.
 */
export function lex(source: Bytes): Lexer {
  const state: State = {
    source,
    start: 0,
    line: 1,
    lineAt: 0,
    insideAction: false,
    parentheses: 0,
    failed: false,
  };
  return () => {
    if (state.failed) return fail(state, "unclosed action");
    return state.insideAction ? actionToken(state) : textToken(state);
  };
}

function emit(state: State, type: TokenType, end: number): Token {
  const { source, start } = state;
  const token = { type, value: source.slice(start, end), at: start, line: lineOf(state, start) };
  state.start = end;
  return token;
}

function fail(state: State, message: Bytes): Token {
  state.failed = true;
  return { type: "error", value: message, at: state.start, line: lineOf(state, state.start) };
}

function lineOf(state: State, at: number): number {
  for (; state.lineAt < at; state.lineAt++) {
    if (state.source.charCodeAt(state.lineAt) === 10) state.line += 1;
  }
  return state.line;
}

const isBlank = (character: string | undefined): boolean =>
  character === " " || character === "\t" || character === "\r" || character === "\n";

/** Text up to the next action, or the delimiter that opens it; comments on the way are skipped. */
function textToken(state: State): Token {
  const { source } = state;
  for (;;) {
    const open = source.indexOf("{{", state.start);
    if (open < 0) return emit(state, state.start < source.length ? "text" : "eof", source.length);
    const trims = source[open + 2] === "-" && isBlank(source[open + 3]);
    const inside = open + (trims ? 4 : 2);
    let end = open;
    while (trims && end > state.start && isBlank(source[end - 1])) end -= 1;
    if (end > state.start) {
      const text = emit(state, "text", end);
      state.start = open;
      return text;
    }
    state.start = open;
    if (!source.startsWith("/*", inside)) return openAction(state, open + 2, inside);
    state.start = inside;
    const problem = skipComment(state);
    if (problem !== undefined) return problem;
  }
}

function openAction(state: State, end: number, inside: number): Token {
  const token = emit(state, "left-delimiter", end);
  state.start = inside;
  state.insideAction = true;
  state.parentheses = 0;
  return token;
}

function skipComment(state: State): Token | undefined {
  const close = state.source.indexOf("*/", state.start + 2);
  if (close < 0) return fail(state, "unclosed comment");
  const delimiter = rightDelimiter(state.source, close + 2);
  if (delimiter === undefined) return fail(state, "comment ends before closing delimiter");
  state.start = delimiter.after;
  return undefined;
}

/** `}}` or ` -}}` at an offset: where the braces start and where the text after it (trimmed) starts. */
function rightDelimiter(
  source: Bytes,
  at: number,
): { readonly braces: number; readonly after: number } | undefined {
  if (isBlank(source[at]) && source.startsWith("-}}", at + 1)) {
    let after = at + 4;
    while (isBlank(source[after])) after += 1;
    return { braces: at + 2, after };
  }
  return source.startsWith("}}", at) ? { braces: at, after: at + 2 } : undefined;
}

const SINGLE: ReadonlyMap<string, TokenType> = new Map([
  ["=", "assign"],
  ["|", "pipe"],
]);

function actionToken(state: State): Token {
  const { source, start } = state;
  const delimiter = rightDelimiter(source, start);
  if (delimiter !== undefined) return closeAction(state, delimiter);
  const character = source[start];
  if (character === undefined) return fail(state, "unclosed action");
  if (isBlank(character)) return space(state);
  const single = SINGLE.get(character);
  if (single !== undefined) return emit(state, single, start + 1);
  switch (character) {
    case ":":
      return source[start + 1] === "=" ? emit(state, "declare", start + 2) : fail(state, "expected :=");
    case '"':
      return quoted(state, '"', "string", "quoted string");
    case "'":
      return quoted(state, "'", "character-constant", "character constant");
    case "`":
      return rawString(state);
    case "(":
      state.parentheses += 1;
      return emit(state, "left-paren", start + 1);
    case ")":
      state.parentheses -= 1;
      return state.parentheses < 0
        ? fail(state, "unexpected right paren")
        : emit(state, "right-paren", start + 1);
    case "$":
      return fieldOrVariable(state, "variable");
    case ".":
      if (start + 1 < source.length && !/\d/.test(source[start + 1] ?? "")) {
        return fieldOrVariable(state, "field");
      }
      return number(state);
    default:
      return word(state, character);
  }
}

function word(state: State, character: string): Token {
  if (/[\d+-]/.test(character)) return number(state);
  const { rune } = runeAt(state.source, state.start);
  if (isAlphanumeric(rune)) return identifier(state);
  if (rune < 0x80 && isPrintable(rune)) return emit(state, "char", state.start + 1);
  return fail(state, `unrecognized character in action: ${codePoint(rune)}`);
}

function closeAction(state: State, delimiter: { readonly braces: number; readonly after: number }): Token {
  if (state.parentheses !== 0) return fail(state, "unclosed left paren");
  state.start = delimiter.braces;
  const token = emit(state, "right-delimiter", delimiter.braces + 2);
  state.start = delimiter.after;
  state.insideAction = false;
  return token;
}

/** Blanks up to the next thing; the last one may belong to the trim marker of the closing delimiter. */
function space(state: State): Token {
  const { source, start } = state;
  let end = start;
  while (isBlank(source[end])) end += 1;
  return emit(state, "space", source.startsWith("-}}", end) ? end - 1 : end);
}

function isAlphanumeric(rune: number): boolean {
  return rune === 0x5f || isLetter(rune) || isDigit(rune);
}

function afterWord(source: Bytes, at: number): number {
  let end = at;
  while (end < source.length) {
    const { rune, width } = runeAt(source, end);
    if (!isAlphanumeric(rune)) break;
    end += width;
  }
  return end;
}

/** Whether an identifier, field or variable may end here. */
function isTerminator(source: Bytes, at: number): boolean {
  const character = source[at];
  return (
    character === undefined ||
    isBlank(character) ||
    ".,|:)(".includes(character) ||
    source.startsWith("}}", at)
  );
}

function identifier(state: State): Token {
  const { source, start } = state;
  const end = afterWord(source, start);
  if (!isTerminator(source, end)) return badCharacter(state, end);
  const name = source.slice(start, end);
  const keyword = KEYWORDS.find((word): word is Exclude<Keyword, "dot"> => word === name);
  if (keyword !== undefined) return emit(state, keyword, end);
  return emit(state, name === "true" || name === "false" ? "bool" : "identifier", end);
}

function fieldOrVariable(state: State, type: "field" | "variable"): Token {
  const { source, start } = state;
  if (isTerminator(source, start + 1)) return emit(state, type === "field" ? "dot" : type, start + 1);
  const end = afterWord(source, start + 1);
  return isTerminator(source, end) ? emit(state, type, end) : badCharacter(state, end);
}

function badCharacter(state: State, at: number): Token {
  return fail(state, `bad character ${codePoint(runeAt(state.source, at).rune)}`);
}

/** Go's `%#U`. */
function codePoint(rune: number): Bytes {
  const number = `U+${rune.toString(16).toUpperCase().padStart(4, "0")}`;
  return isPrintable(rune) ? `${number} '${encodeRune(rune)}'` : number;
}

const NUMBER =
  /[+-]?(?:0[xX][\da-fA-F_]*(?:\.[\da-fA-F_]*)?(?:[pP][+-]?[\d_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?[\d_]*)?)i?/y;

/** A number, roughly: the parser decides whether it is one. */
function number(state: State): Token {
  const { source, start } = state;
  const end = scanNumber(source, start);
  if (end.ok && (source[end.at] === "+" || source[end.at] === "-")) {
    const imaginary = scanNumber(source, end.at);
    if (imaginary.ok && source[imaginary.at - 1] === "i") return emit(state, "complex", imaginary.at);
    return fail(state, `bad number syntax: ${quote(source.slice(start, imaginary.at))}`);
  }
  if (!end.ok) return fail(state, `bad number syntax: ${quote(source.slice(start, end.at))}`);
  return emit(state, "number", end.at);
}

function scanNumber(source: Bytes, start: number): { readonly ok: boolean; readonly at: number } {
  NUMBER.lastIndex = start;
  NUMBER.test(source);
  const at = Math.max(NUMBER.lastIndex, start);
  if (at >= source.length) return { ok: true, at };
  const { rune, width } = runeAt(source, at);
  return isAlphanumeric(rune) ? { ok: false, at: at + width } : { ok: true, at };
}

/** A constant with escapes; the parser checks what they are. */
function quoted(state: State, delimiter: string, type: TokenType, name: string): Token {
  const { source } = state;
  let at = state.start + 1;
  for (; at < source.length && source[at] !== "\n"; at++) {
    if (source[at] === delimiter) return emit(state, type, at + 1);
    if (source[at] !== "\\") continue;
    at += 1;
    if (source[at] === "\n") break;
  }
  return fail(state, `unterminated ${name}`);
}

function rawString(state: State): Token {
  const end = state.source.indexOf("`", state.start + 1);
  return end < 0 ? fail(state, "unterminated raw quoted string") : emit(state, "raw-string", end + 1);
}
