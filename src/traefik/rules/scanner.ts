import { isPrintable } from "../go/strconv.ts";
import { numberScanner } from "./number-literal.ts";
import type { SyntaxErrors } from "./syntax-errors.ts";
import { ENDS_STATEMENT, KEYWORDS, OPERATOR, type Token, type TokenKind } from "./token.ts";

/** The characters of a text one by one, with one character of look-ahead, as Go's scanner reads them. */
export interface Cursor {
  /** the character at `offset`, empty at the end */
  character: string;
  /** UTF-16 offset */
  offset: number;
  readonly advance: () => void;
  /** past a run of characters that a sticky pattern finds here, and of which none is worth an error */
  readonly skip: (run: RegExp) => void;
  /** what follows `character` */
  readonly peek: () => string;
  readonly complain: (offset: number, message: string) => void;
}

/**
 * Go's scanner (go/scanner of Go 1.22 to 1.26), comments left out; `//line` directives are plain comments here.
 * Its errors are recorded as the text is read, one character ahead of the token, because their order decides which
 * of the parser's errors are dropped.
 *
 * @returns a function that gives the next token; at the end `EOF`, for ever
 */
export function scanner(text: string, errors: SyntaxErrors): () => Token {
  const cursor = openCursor(text, errors);
  let statementMayEnd = false;
  /** offset of a newline inside a comment that ended the statement */
  let impliedEnd = -1;

  const token = (kind: TokenKind, start: number, literal = ""): Token => {
    return { kind, text: literal, start, end: cursor.offset };
  };

  const skipBlanks = (): void => {
    const blanks = statementMayEnd ? " \t\r" : " \t\r\n";
    while (cursor.character !== "" && blanks.includes(cursor.character)) cursor.advance();
  };

  const scanToken = (): Token => {
    const start = cursor.offset;
    const first = cursor.character;
    if (isLetter(first)) {
      cursor.skip(WORD_RUN);
      while (isLetter(cursor.character) || isWordDigit(cursor.character)) cursor.advance();
      const word = text.slice(start, cursor.offset);
      return token(KEYWORDS.has(word) ? word : "IDENT", start, word);
    }
    if (isDigit(first) || (first === "." && isDigit(cursor.peek()))) {
      const kind = numberScanner(cursor, text);
      return token(kind, start, text.slice(start, cursor.offset));
    }
    cursor.advance();
    if (first === "") return statementMayEnd ? token(";", start, "\n") : token("EOF", start);
    if (first === "\n") return token(";", start, "\n");
    if (first === '"') return token("STRING", start, quoted(cursor, text, start));
    if (first === "'") return token("CHAR", start, rune(cursor, text, start));
    if (first === "`") return token("STRING", start, raw(cursor, text, start));
    OPERATOR.lastIndex = start;
    const [operator] = OPERATOR.exec(text) ?? [];
    if (operator !== undefined) {
      for (let i = 1; i < operator.length; i++) cursor.advance();
      return token(operator, start, operator === ";" ? ";" : "");
    }
    if (/^[\u201c\u201d]$/.test(first))
      cursor.complain(start, `curly quotation mark '${first}' (use neutral '"')`);
    else if (first !== "\ufeff") cursor.complain(start, `illegal character ${unicodeName(first)}`);
    return token("ILLEGAL", start, first);
  };

  return () => {
    for (;;) {
      if (impliedEnd >= 0) {
        const start = impliedEnd;
        impliedEnd = -1;
        return { kind: ";", text: "\n", start, end: start + 1 };
      }
      skipBlanks();
      if (cursor.character === "/" && (cursor.peek() === "/" || cursor.peek() === "*")) {
        const newline = skipComment(cursor);
        if (statementMayEnd && newline >= 0) {
          impliedEnd = newline;
          statementMayEnd = false;
        }
        continue;
      }
      const next = scanToken();
      if (next.kind !== "ILLEGAL") statementMayEnd = ENDS_STATEMENT.has(next.kind);
      return next;
    }
  };
}

function openCursor(text: string, errors: SyntaxErrors): Cursor {
  let next = 0;
  const cursor: Cursor = {
    character: "",
    offset: 0,
    advance() {
      cursor.offset = next;
      const code = text.charCodeAt(next);
      if (code > 0 && code < 0x80) {
        cursor.character = text.charAt(next);
        next += 1;
        return;
      }
      const codePoint = text.codePointAt(next);
      cursor.character = codePoint === undefined ? "" : String.fromCodePoint(codePoint);
      next += cursor.character.length;
      if (cursor.character === "\0") errors.add(cursor.offset, "illegal character NUL");
      else if (cursor.character === "\ufeff" && cursor.offset > 0)
        errors.add(cursor.offset, "illegal byte order mark");
      else if (/^[\ud800-\udfff]$/.test(cursor.character))
        errors.add(cursor.offset, "illegal UTF-8 encoding");
    },
    skip(run) {
      run.lastIndex = cursor.offset;
      if (!run.test(text)) return;
      next = run.lastIndex;
      cursor.advance();
    },
    peek: () => text.charAt(next),
    complain: errors.add,
  };
  cursor.advance();
  if (cursor.character === "\ufeff") cursor.advance();
  return cursor;
}

const WORD_RUN = /[A-Za-z_\d]+/y;
const RAW_RUN = /[^`\0\ufeff\ud800-\udfff]+/y;
const QUOTED_RUN = /[^"\\\n\0\ufeff\ud800-\udfff]+/y;

function isLetter(character: string): boolean {
  if (character < "\x80")
    return (
      (character >= "a" && character <= "z") || (character >= "A" && character <= "Z") || character === "_"
    );
  return /^[\p{L}_]$/u.test(character);
}

/** Digits of any script may stand in a word, but only those of ASCII begin a number. */
function isWordDigit(character: string): boolean {
  return isDigit(character) || (character > "\x7f" && /^\p{Nd}$/u.test(character));
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9";
}

/** @returns the offset of the first newline in a block comment, else -1 */
function skipComment(cursor: Cursor): number {
  const start = cursor.offset;
  cursor.advance();
  if (cursor.character === "/") {
    while (!/^\n?$/.test(cursor.character)) cursor.advance();
    return -1;
  }
  let newline = -1;
  cursor.advance();
  while (cursor.character !== "") {
    const character = cursor.character;
    if (character === "\n" && newline < 0) newline = cursor.offset;
    cursor.advance();
    if (character === "*" && cursor.character === "/") {
      cursor.advance();
      return newline;
    }
  }
  cursor.complain(start, "comment not terminated");
  return newline;
}

function quoted(cursor: Cursor, text: string, start: number): string {
  for (;;) {
    cursor.skip(QUOTED_RUN);
    const character = cursor.character;
    if (character === "\n" || character === "") {
      cursor.complain(start, "string literal not terminated");
      break;
    }
    cursor.advance();
    if (character === '"') break;
    if (character === "\\") escape(cursor, '"');
  }
  return text.slice(start, cursor.offset);
}

function rune(cursor: Cursor, text: string, start: number): string {
  let valid = true;
  let length = 0;
  for (;;) {
    const character = cursor.character;
    if (character === "\n" || character === "") {
      if (valid) cursor.complain(start, "rune literal not terminated");
      valid = false;
      break;
    }
    cursor.advance();
    if (character === "'") break;
    length += 1;
    if (character === "\\" && !escape(cursor, "'")) valid = false;
  }
  if (valid && length !== 1) cursor.complain(start, "illegal rune literal");
  return text.slice(start, cursor.offset);
}

function raw(cursor: Cursor, text: string, start: number): string {
  for (;;) {
    cursor.skip(RAW_RUN);
    const character = cursor.character;
    if (character === "") {
      cursor.complain(start, "raw string literal not terminated");
      break;
    }
    cursor.advance();
    if (character === "`") break;
  }
  return text.slice(start, cursor.offset).replaceAll("\r", "");
}

interface NumericEscape {
  readonly digits: number;
  readonly base: 8 | 16;
  readonly limit: number;
}
const NUMERIC_ESCAPES: Readonly<Record<string, NumericEscape>> = {
  x: { digits: 2, base: 16, limit: 0xff },
  u: { digits: 4, base: 16, limit: 0x10ffff },
  U: { digits: 8, base: 16, limit: 0x10ffff },
};

/** @returns whether what follows a backslash is an escape sequence of Go; if not, that is said */
function escape(cursor: Cursor, quote: string): boolean {
  const start = cursor.offset;
  if (/^[abfnrtv\\]$/.test(cursor.character) || cursor.character === quote) {
    cursor.advance();
    return true;
  }
  const octal: NumericEscape | undefined = /^[0-7]$/.test(cursor.character)
    ? { digits: 3, base: 8, limit: 0xff }
    : undefined;
  const numeric = octal ?? NUMERIC_ESCAPES[cursor.character];
  if (numeric === undefined) {
    const ended = cursor.character === "";
    cursor.complain(start, ended ? "escape sequence not terminated" : "unknown escape sequence");
    return false;
  }
  if (octal === undefined) cursor.advance();
  let value = 0;
  for (let i = 0; i < numeric.digits; i++) {
    const digit = /^[\da-fA-F]$/.test(cursor.character) ? Number.parseInt(cursor.character, 16) : 16;
    if (digit >= numeric.base) {
      const ended = cursor.character === "";
      cursor.complain(
        cursor.offset,
        ended
          ? "escape sequence not terminated"
          : `illegal character ${unicodeName(cursor.character)} in escape sequence`,
      );
      return false;
    }
    value = value * numeric.base + digit;
    cursor.advance();
  }
  if (value > numeric.limit || (value >= 0xd800 && value < 0xe000)) {
    cursor.complain(start, "escape sequence is invalid Unicode code point");
    return false;
  }
  return true;
}

/** fmt's `%#U`: the code point, and the character itself where it can be printed */
export function unicodeName(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  const hex = codePoint.toString(16).toUpperCase().padStart(4, "0");
  return isPrintable(character) ? `U+${hex} '${character}'` : `U+${hex}`;
}
