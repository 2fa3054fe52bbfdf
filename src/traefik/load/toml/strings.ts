import { type Cursor, failHere, refuseControl, skipNewline } from "./cursor.ts";
import { TomlFailure } from "./failure.ts";

const SIMPLE: Readonly<Record<string, string>> = {
  b: "\b",
  t: "\t",
  n: "\n",
  f: "\f",
  r: "\r",
  '"': '"',
  "\\": "\\",
};
const DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Reads a string of any of the four kinds; the cursor is at its first quote. */
export function readString(cursor: Cursor): string {
  const quote = cursor.text[cursor.at] ?? "";
  const start = cursor.at;
  if (!cursor.text.startsWith(quote.repeat(3), start)) return readLine(cursor, quote, start);
  cursor.at += 3;
  skipNewline(cursor);
  return readLines(cursor, quote, start);
}

/** Reads a quoted key: a string of one line. */
export function readQuotedKey(cursor: Cursor): string {
  return readLine(cursor, cursor.text[cursor.at] ?? "", cursor.at);
}

function readLine(cursor: Cursor, quote: string, start: number): string {
  cursor.at++;
  let value = "";
  for (;;) {
    const character = cursor.text[cursor.at];
    if (character === undefined) throw unclosed(cursor, quote, start);
    if (character === "\n" || cursor.text.startsWith("\r\n", cursor.at)) {
      throw new TomlFailure("strings cannot contain newlines", { start, end: cursor.at });
    }
    if (character === quote) {
      cursor.at++;
      return value;
    }
    if (character === "\\" && quote === '"') value += readEscape(cursor);
    else {
      refuseControl(cursor);
      value += character;
      cursor.at++;
    }
  }
}

function readLines(cursor: Cursor, quote: string, start: number): string {
  let value = "";
  for (;;) {
    const character = cursor.text[cursor.at];
    if (character === undefined) throw unclosed(cursor, quote, start);
    if (character === quote) {
      const quotes = countQuotes(cursor, quote);
      // Up to two quotes may stand before the three that close.
      if (quotes > 5) throw failHere(cursor, `unexpected '${quote.repeat(6)}'`);
      cursor.at += quotes;
      if (quotes >= 3) return value + quote.repeat(quotes - 3);
      value += quote.repeat(quotes);
    } else if (character === "\\" && quote === '"') {
      value += skipContinuation(cursor) ? "" : readEscape(cursor);
    } else {
      if (character !== "\n" && !cursor.text.startsWith("\r\n", cursor.at)) refuseControl(cursor);
      value += character;
      cursor.at++;
    }
  }
}

function countQuotes({ text, at }: Cursor, quote: string): number {
  let count = 0;
  while (text[at + count] === quote && count < 6) count++;
  return count;
}

/** A backslash at a line's end takes all blanks and newlines after it away. */
function skipContinuation(cursor: Cursor): boolean {
  const found = /\\[ \t]*(?:\r?\n)[ \t\r\n]*/y;
  found.lastIndex = cursor.at;
  const match = found.exec(cursor.text);
  if (match === null) return false;
  cursor.at += match[0].length;
  return true;
}

function readEscape(cursor: Cursor): string {
  const start = cursor.at;
  const letter = cursor.text[start + 1] ?? "";
  const simple = SIMPLE[letter] ?? (letter === "e" && cursor.v11 ? "\u001b" : undefined);
  if (simple !== undefined) {
    cursor.at += 2;
    return simple;
  }
  const count = letter === "x" && !cursor.v11 ? undefined : DIGITS[letter];
  if (count === undefined) {
    throw new TomlFailure(`invalid escape in string '\\${letter}'`, { start, end: start + 2 });
  }
  const digits = cursor.text.slice(start + 2, start + 2 + count);
  const span = { start, end: start + 2 + digits.length };
  if (!/^[0-9a-fA-F]+$/.test(digits) || digits.length < count) {
    throw new TomlFailure(
      `expected ${count} hexadecimal digits after '\\${letter}', but got ${JSON.stringify(digits)} instead`,
      span,
    );
  }
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    throw new TomlFailure(`Escaped character '\\${letter}${digits}' is not valid UTF-8.`, span);
  }
  cursor.at = span.end;
  return String.fromCodePoint(code);
}

function unclosed(cursor: Cursor, quote: string, start: number): TomlFailure {
  return new TomlFailure(`unexpected EOF; expected '${quote}'`, { start, end: cursor.text.length });
}
