import {
  APOSTROPHE,
  BACKSLASH,
  breakWidth,
  DASH,
  DOT,
  hexDigit,
  isBlank,
  isBreak,
  isMarker,
  foldBreaks,
  NEXT_LINE,
  QUOTE,
  SPACE,
} from "./characters.ts";
import { fail, scalarToken, takeBreak, type Scanner, type Token } from "./scanner.ts";

/** Scans a scalar in single or double quotes; its lines may start in any column. */
export function scanQuoted(s: Scanner): Token {
  const start = s.offset;
  const quote = s.text.charCodeAt(s.offset++);
  let text = "";
  for (;;) {
    checkLineStart(s, start);
    const [words, escapedBreak] = scanWords(s, start, quote);
    text += words;
    if (s.text.charCodeAt(s.offset) === quote) break;
    text += scanGap(s, escapedBreak);
  }
  s.offset++;
  return scalarToken(start, s.offset, text, quote === QUOTE ? '"' : "'");
}

function checkLineStart(s: Scanner, start: number): void {
  const code = s.text.charCodeAt(s.offset);
  if (s.offset === s.lineStart && (code === DASH || code === DOT) && isMarker(s.text, s.offset, code))
    fail("found unexpected document indicator", start, start + 1, start, s.offset);
  if (Number.isNaN(code)) fail("found unexpected end of stream", start, start + 1, start, s.offset);
}

/** Scans up to a blank, a break, the closing quote or the end; true if it ended with an escaped line break. */
function scanWords(s: Scanner, start: number, quote: number): [words: string, escapedBreak: boolean] {
  let words = "";
  let from = s.offset;
  for (;;) {
    const code = s.text.charCodeAt(s.offset);
    if (code === quote) {
      if (quote === QUOTE || s.text.charCodeAt(s.offset + 1) !== APOSTROPHE) break;
      words += s.text.slice(from, s.offset + 1);
      s.offset += 2;
      from = s.offset;
    } else if (code === BACKSLASH && quote === QUOTE) {
      words += s.text.slice(from, s.offset);
      if (isBreak(s.text.charCodeAt(s.offset + 1))) {
        s.offset += 1 + breakWidth(s.text, s.offset + 1);
        s.lineStart = s.offset;
        return [words, true];
      }
      words += scanEscape(s, start);
      from = s.offset;
    } else if (Number.isNaN(code) || code <= SPACE || code >= NEXT_LINE) {
      if (Number.isNaN(code) || isBlank(code) || isBreak(code)) break;
      s.offset++;
    } else s.offset++;
  }
  return [words + s.text.slice(from, s.offset), false];
}

/** Steps over blanks and breaks and folds them; behind an escaped line break nothing but further breaks remains. */
function scanGap(s: Scanner, escapedBreak: boolean): string {
  const first = s.offset;
  while (isBlank(s.text.charCodeAt(s.offset))) s.offset++;
  if (!escapedBreak && !isBreak(s.text.charCodeAt(s.offset))) return s.text.slice(first, s.offset);
  const leading = escapedBreak ? "" : takeBreak(s);
  let trailing = "";
  for (;;) {
    const code = s.text.charCodeAt(s.offset);
    if (isBreak(code)) trailing += takeBreak(s);
    else if (isBlank(code)) s.offset++;
    else return foldBreaks(leading, trailing);
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "'": "'",
  "\\": "\\",
  N: "\u0085",
  _: "\u00a0",
  L: "\u2028",
  P: "\u2029",
};

const CODE_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function scanEscape(s: Scanner, start: number): string {
  const first = s.offset;
  const letter = s.text.charAt(first + 1);
  const length = CODE_LENGTHS[letter];
  if (length === undefined) {
    const plain = ESCAPES[letter];
    if (plain === undefined) fail("found unknown escape character", first, first + 2, start, first);
    s.offset += 2;
    return plain;
  }
  s.offset += 2;
  let value = 0;
  for (let i = 0; i < length; i++) {
    const digit = hexDigit(s.text.charCodeAt(s.offset + i));
    if (digit < 0) fail("did not find expected hexdecimal number", first, s.offset + i + 1, start, s.offset);
    value = value * 16 + digit;
  }
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff)
    fail("found invalid Unicode character escape code", first, s.offset + length, start, s.offset);
  s.offset += length;
  return String.fromCodePoint(value);
}
