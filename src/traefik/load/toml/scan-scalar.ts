import { quote } from "../../go/strconv.ts";
import type { ScalarNode } from "../node.ts";
import { floatText } from "../number-text.ts";
import {
  accept,
  DASH,
  DOT,
  END,
  fail,
  failOnPreviousLine,
  isDigit,
  isHex,
  LF,
  lineOf,
  peek,
  PLUS,
  quoteCharacter,
  read,
  TomlFailure,
  UNDERSCORE,
  type Cursor,
} from "./cursor.ts";
import { isDatetime } from "./datetime.ts";

/** Scans a number, a date or time, or a bool. */
export function scanScalar(c: Cursor): ScalarNode {
  const start = c.offset;
  const code = peek(c);
  if (isDigit(code)) return scanDigits(c, start);
  if (code === PLUS || code === DASH) return scanSigned(c, start);
  read(c);
  if (code === DOT) fail(c, "floats must start with a digit, not '.'", start);
  if (code === LETTER_I || code === LETTER_N) {
    if ((accept(c, LETTER_N) && accept(c, LETTER_F)) || (accept(c, LETTER_A) && accept(c, LETTER_N)))
      return floatOf(c, start);
    c.offset--;
    return scanWord(c, start);
  }
  if (isLetter(code)) {
    c.offset = start;
    return scanWord(c, start);
  }
  if (code === END) fail(c, "unexpected EOF; expected value", start);
  const message = `expected value but found ${quoteCharacter(code)} instead`;
  return code === LF ? failOnPreviousLine(c, message, start) : fail(c, message, start);
}

const LETTER_A = 0x61;
const LETTER_F = 0x66;
const LETTER_I = 0x69;
const LETTER_N = 0x6e;

function isLetter(code: number): boolean {
  const lower = code | 0x20;
  if (code < 0x80) return code !== END && lower >= 0x61 && lower <= 0x7a;
  return /^\p{L}$/u.test(String.fromCodePoint(code));
}

/** Scans letters, which make a bool if anything. */
function scanWord(c: Cursor, start: number): ScalarNode {
  const first = c.offset;
  while (isLetter(peek(c))) read(c);
  const word = c.text.slice(first, c.offset);
  if (word !== "true" && word !== "false") fail(c, `expected value but found ${quote(word)} instead`, start);
  return scalar(c, "bool", word, start);
}

function scalar(c: Cursor, type: ScalarNode["type"], text: string, start: number): ScalarNode {
  return { kind: "scalar", type, text, span: { start, end: c.offset } };
}

/** Fails because of a scalar as a whole. */
function failScalar(c: Cursor, message: string, start: number): never {
  throw new TomlFailure(message, start, c.offset, lineOf(c.text, c.offset));
}

function scanSigned(c: Cursor, start: number): ScalarNode {
  read(c);
  const second = c.offset;
  const code = read(c);
  if (code === LETTER_I) {
    if (!accept(c, LETTER_N) || !accept(c, LETTER_F)) failFloat(c, start);
    return floatOf(c, start);
  }
  if (code === LETTER_N) {
    if (!accept(c, LETTER_A) || !accept(c, LETTER_N)) failFloat(c, start);
    return floatOf(c, start);
  }
  if (code === 0x30 && /^[box]/.test(c.text.slice(c.offset, c.offset + 1))) {
    const shown = c.text.slice(start, c.offset + 1);
    fail(c, `cannot use sign with non-decimal numbers: '${shown}'`, start);
  }
  if (code === DOT) fail(c, "floats must start with a digit, not '.'", second);
  if (!isDigit(code)) fail(c, `expected a digit but got ${quoteCharacter(code)}`, second);
  return scanDecimal(c, start);
}

function failFloat(c: Cursor, start: number): never {
  fail(c, `invalid float: '${c.text.slice(start, c.offset)}'`, start);
}

/** Scans what starts with a digit. */
function scanDigits(c: Cursor, start: number): ScalarNode {
  if (read(c) === 0x30) {
    const base = BASES[c.text.charAt(c.offset)];
    if (base !== undefined) return scanBase(c, start, base);
    // neither a date nor a time starts with a single zero
    if (!isDigit(peek(c))) return scanDecimal(c, start);
  }
  while (isDigit(peek(c))) c.offset++;
  const next = c.text.charAt(c.offset);
  return next === "-" || next === ":" ? scanDatetime(c, start) : scanDecimal(c, start);
}

interface Base {
  readonly article: string;
  readonly digits: RegExp;
}

const BASES: Readonly<Record<string, Base>> = {
  b: { article: "a binary", digits: /[01]/ },
  o: { article: "an octal", digits: /[0-7]/ },
  x: { article: "a hexadecimal", digits: /[\da-fA-F]/ },
};

function scanBase(c: Cursor, start: number, { article, digits }: Base): ScalarNode {
  c.offset++;
  const first = peek(c);
  if (first === END || !digits.test(String.fromCodePoint(first))) {
    const shown = c.text.slice(start, c.offset) + (first === END ? "\0" : String.fromCodePoint(first));
    const line = lineOf(c.text, c.offset);
    throw new TomlFailure(`not ${article} number: '${shown}'`, start, c.offset, line);
  }
  for (let code = first; code !== END && (code === UNDERSCORE || digits.test(String.fromCodePoint(code)));) {
    c.offset++;
    code = peek(c);
  }
  return integerOf(c, start);
}

function scanDecimal(c: Cursor, start: number): ScalarNode {
  for (let code = peek(c); isDigit(code) || code === UNDERSCORE; code = peek(c)) c.offset++;
  if (!/[.eE]/.test(c.text.charAt(c.offset))) return integerOf(c, start);
  while (/[\d_.+\-eE]/.test(c.text.charAt(c.offset))) c.offset++;
  peek(c);
  return floatOf(c, start);
}

const MAX_INT64 = 2n ** 63n - 1n;
/** more digits than any 64-bit integer has, with some zeros in front */
const MAX_DIGITS = 4096;

function integerOf(c: Cursor, start: number): ScalarNode {
  const text = c.text.slice(start, c.offset);
  if (!hasFineUnderscores(text))
    failScalar(c, `Invalid integer ${quote(text)}: underscores must be surrounded by digits`, start);
  if (hasLeadingZero(text))
    failScalar(c, `Invalid integer ${quote(text)}: cannot have leading zeroes`, start);
  const digits = text.replaceAll("_", "").replace(/^[+-]/, "");
  const isTooLong = digits.replace(/^0[box]0*/, "").length > MAX_DIGITS;
  const magnitude = isTooLong ? MAX_INT64 * 4n : BigInt(digits);
  const value = text.startsWith("-") ? -magnitude : magnitude;
  if (BigInt.asIntN(64, value) !== value) failScalar(c, `${text} is out of range for int64`, start);
  return scalar(c, "int64", value.toString(), start);
}

function floatOf(c: Cursor, start: number): ScalarNode {
  const text = c.text.slice(start, c.offset);
  const parts = text.split(/[.eE]/).filter((part) => part !== "");
  if (!parts.every(hasFineUnderscores))
    failScalar(c, `Invalid float ${quote(text)}: underscores must be surrounded by digits`, start);
  if (hasLeadingZero(parts[0] ?? ""))
    failScalar(c, `Invalid float ${quote(text)}: cannot have leading zeroes`, start);
  if (/\.(?!\d)/.test(text))
    failScalar(c, `Invalid float ${quote(text)}: '.' must be followed by one or more digits`, start);
  const value = floatValue(text.replaceAll("_", ""));
  if (value === undefined) failScalar(c, `Invalid float value: ${quote(text)}`, start);
  const isInfinite = !Number.isFinite(value) && /\d/.test(text);
  if (isInfinite) failScalar(c, `${text} is out of range for float64`, start);
  return scalar(c, "float64", floatText(value), start);
}

function floatValue(text: string): number | undefined {
  if (/^[+-]?nan$/.test(text)) return Number.NaN;
  if (/^[+-]?inf$/.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  return /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

/** Whether every underscore stands behind a digit of any base, and none at the end. */
function hasFineUnderscores(text: string): boolean {
  if (/^[+-]?(?:nan|inf)$/.test(text)) return true;
  let fine = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === UNDERSCORE && !fine) return false;
    fine = isHex(code);
  }
  return fine;
}

function hasLeadingZero(text: string): boolean {
  return /^0[^box]/.test(text) || /^[+-]0./.test(text);
}

function scanDatetime(c: Cursor, start: number): ScalarNode {
  while (/[\dTtZz:.+\- ]/.test(c.text.charAt(c.offset))) c.offset++;
  peek(c);
  const text = c.text.slice(start, c.offset).trimEnd();
  const normal = text.replaceAll("z", "Z").replaceAll("t", "T").replaceAll(" ", "T");
  if (!isDatetime(normal, c.version)) failScalar(c, `invalid datetime: ${quote(normal)}`, start);
  return { kind: "scalar", type: "time", text, span: { start, end: start + text.length } };
}
