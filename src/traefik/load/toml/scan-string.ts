import { quote } from "../../go/strconv.ts";
import {
  APOSTROPHE,
  BACKSLASH,
  END,
  fail,
  failOnPreviousLine,
  isHex,
  isNewline,
  lineOf,
  peek,
  QUOTE,
  read,
  SPACE,
  TomlFailure,
  type Cursor,
} from "./cursor.ts";

/** Scans a string on one line, in single or double quotes; the cursor is on the opening quote. */
export function scanString(c: Cursor): string {
  const opening = c.offset;
  const mark = read(c);
  const start = c.offset;
  let escaped = false;
  for (;;) {
    skipOrdinary(c, mark);
    const code = read(c);
    if (code === mark) break;
    if (code === END) fail(c, `unexpected EOF; expected ${mark === QUOTE ? `'"'` : `"'"`}`, opening);
    if (isNewline(code)) failOnPreviousLine(c, "strings cannot contain newlines", opening);
    if (code === BACKSLASH && mark === QUOTE) {
      scanEscape(c, start);
      escaped = true;
    }
  }
  const content = c.text.slice(start, c.offset - 1);
  return escaped ? unescape(c, content, start) : content;
}

/** Scans a string of several lines; the cursor is on the first of three quotes. A first line break is dropped. */
export function scanLongString(c: Cursor): string {
  const opening = c.offset;
  const mark = read(c);
  c.offset += 2;
  const start = c.offset;
  for (;;) {
    skipOrdinary(c, mark);
    const code = read(c);
    if (code === END) fail(c, `unexpected EOF; expected ${mark === QUOTE ? `'"""'` : `"'''"`}`, opening);
    if (code === BACKSLASH && mark === QUOTE) {
      if (!isNewline(peek(c))) scanEscape(c, start);
      else read(c);
    } else if (code === mark && closes(c, mark, start)) break;
  }
  const content = c.text.slice(start, c.offset - 3).replace(/^\r?\n/, "");
  return mark === QUOTE ? unescape(c, dropEscapedBreaks(content), start) : content;
}

/** Steps over what needs no look. */
function skipOrdinary(c: Cursor, mark: number): void {
  for (let code = c.text.charCodeAt(c.offset); ; code = c.text.charCodeAt(++c.offset))
    if (!(code >= SPACE && code < 0x7f && code !== mark && code !== BACKSLASH)) return;
}

/** Whether the quote that was read closes the string: two more follow, and no fourth. Two may stand before these. */
function closes(c: Cursor, mark: number, start: number): boolean {
  if (peek(c) !== mark) return false;
  c.offset++;
  if (peek(c) !== mark) {
    c.offset--;
    return false;
  }
  c.offset++;
  if (peek(c) !== mark) return true;
  const content = c.text.slice(Math.max(start, c.offset - 6), c.offset);
  if (mark === QUOTE && content.endsWith('"""""') && !content.endsWith('\\"""""'))
    fail(c, `unexpected '""""""'`, c.offset - 3);
  if (mark === APOSTROPHE && content.endsWith("'''''")) fail(c, `unexpected "''''''"`, c.offset - 3);
  c.offset -= 2;
  return false;
}

const HEX_LENGTHS: Readonly<Record<string, readonly [length: number, word: string]>> = {
  x: [2, "two"],
  u: [4, "four"],
  U: [8, "eight"],
};

/** Scans an escape sequence behind its backslash, to see whether it is one; `content` is where the string starts. */
function scanEscape(c: Cursor, content: number): void {
  const start = c.offset - 1;
  const code = read(c);
  const letter = code === END ? "\0" : String.fromCodePoint(code);
  const isNew = letter === "e" || letter === "x";
  if (!'btnfr"\\ \teuUx'.includes(letter) || (isNew && c.version === "1.0")) {
    const message = `invalid escape in string '\\${letter}'`;
    if (code === END) failOnPreviousLine(c, message, start);
    throw new TomlFailure(message, start, c.offset, lineOf(c.text, c.offset));
  }
  const [length, word] = HEX_LENGTHS[letter] ?? [0, ""];
  for (let i = 0; i < length; i++) {
    if (isHex(read(c))) continue;
    const found = quote(c.text.slice(content, c.offset));
    fail(c, `expected ${word} hexadecimal digits after '\\${letter}', but got ${found} instead`, start);
  }
}

/** Drops a backslash at the end of a line, and all white space behind it. */
function dropEscapedBreaks(text: string): string {
  return text.replace(/\\\\|\\([ \t\r\n]+)/g, (match, space?: string) =>
    space?.includes("\n") === true ? "" : match,
  );
}

const ESCAPES: Readonly<Record<string, string>> = {
  b: "\b",
  t: "\t",
  n: "\n",
  f: "\f",
  r: "\r",
  e: "\x1b",
  '"': '"',
  "\\": "\\",
};

function unescape(c: Cursor, text: string, start: number): string {
  return text.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([^]))/g,
    (_, two?: string, four?: string, eight?: string, letter?: string) => {
      if (letter !== undefined) return ESCAPES[letter] ?? failItem(c, start, `invalid escape: '\\${letter}'`);
      const digits = two ?? four ?? eight ?? "";
      const value = Number.parseInt(digits, 16);
      if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
        failItem(c, start, `Escaped character '\\u${digits}' is not valid UTF-8.`);
      return String.fromCodePoint(value);
    },
  );
}

/** Fails because of a string as a whole. */
function failItem(c: Cursor, start: number, message: string): never {
  throw new TomlFailure(message, start - 1, c.offset, lineOf(c.text, c.offset));
}
