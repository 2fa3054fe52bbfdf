import { encodeRune, runeAt, REPLACEMENT_RUNE, type Bytes } from "./bytes.ts";
import { isPrintable } from "./characters.ts";

const ESCAPES: ReadonlyMap<number, string> = new Map([
  [7, "\\a"],
  [8, "\\b"],
  [9, "\\t"],
  [10, "\\n"],
  [11, "\\v"],
  [12, "\\f"],
  [13, "\\r"],
  [0x5c, "\\\\"],
]);

/** strconv.Quote; with `ascii` strconv.QuoteToASCII. */
export function quote(bytes: Bytes, ascii = false): Bytes {
  let quoted = "";
  for (let at = 0; at < bytes.length;) {
    const { rune, width } = runeAt(bytes, at);
    quoted +=
      width === 1 && rune === REPLACEMENT_RUNE
        ? hex("\\x", bytes.charCodeAt(at), 2)
        : escaped(rune, '"', ascii);
    at += width;
  }
  return `"${quoted}"`;
}

/** strconv.QuoteRune; with `ascii` strconv.QuoteRuneToASCII. */
export function quoteRune(rune: number, ascii = false): Bytes {
  const valid = rune >= 0 && rune <= 0x10ffff && (rune < 0xd800 || rune > 0xdfff);
  return `'${escaped(valid ? rune : REPLACEMENT_RUNE, "'", ascii)}'`;
}

function escaped(rune: number, delimiter: string, ascii: boolean): Bytes {
  if (rune === delimiter.charCodeAt(0)) return `\\${delimiter}`;
  const known = ESCAPES.get(rune);
  if (known !== undefined) return known;
  if (ascii ? rune >= 0x20 && rune < 0x7f : isPrintable(rune)) return encodeRune(rune);
  if (rune < 0x20 || rune === 0x7f) return hex("\\x", rune, 2);
  return rune < 0x10000 ? hex("\\u", rune, 4) : hex("\\U", rune, 8);
}

function hex(prefix: string, value: number, width: number): string {
  return prefix + value.toString(16).padStart(width, "0");
}

/** One character of a Go string or character constant. */
interface UnquotedCharacter {
  readonly rune: number;
  /** from `\\x` or an octal escape: one byte, whatever its value */
  readonly isByte: boolean;
  /** bytes of source read */
  readonly width: number;
}

/**
 * strconv.Unquote of a string constant as the lexer delimits it.
 *
 * @param constant with its quotes, `"…"` or `` `…` ``
 * @returns undefined for an escape that Go does not know
 */
export function unquote(constant: Bytes): Bytes | undefined {
  const inner = constant.slice(1, -1);
  if (constant.startsWith("`")) return inner.replaceAll("\r", "");
  if (!inner.includes("\\")) return inner;
  let text = "";
  for (let at = 0; at < inner.length;) {
    const character = unquoteCharacter(inner, at, '"');
    if (character === undefined) return undefined;
    text += character.isByte ? String.fromCharCode(character.rune) : encodeRune(character.rune);
    at += character.width;
  }
  return text;
}

/** strconv.UnquoteChar at an offset; undefined for what Go calls invalid syntax. */
export function unquoteCharacter(
  source: Bytes,
  at: number,
  delimiter: '"' | "'",
): UnquotedCharacter | undefined {
  if (at >= source.length || source[at] === delimiter) return undefined;
  if (source[at] !== "\\") return { ...runeAt(source, at), isByte: false };
  const escape = source[at + 1] ?? "";
  const simple = SIMPLE_ESCAPES.get(escape);
  if (simple !== undefined) return { rune: simple, isByte: false, width: 2 };
  if (escape === delimiter) return { rune: escape.charCodeAt(0), isByte: false, width: 2 };
  if (escape >= "0" && escape <= "7") return numericEscape(source.slice(at + 1, at + 4), 3, 8, 1);
  const digits = { x: 2, u: 4, U: 8 }[escape];
  return digits === undefined
    ? undefined
    : numericEscape(source.slice(at + 2, at + 2 + digits), digits, 16, 2);
}

const SIMPLE_ESCAPES: ReadonlyMap<string, number> = new Map(
  [...ESCAPES].map(([rune, escape]) => [escape.slice(1), rune]),
);

function numericEscape(
  digits: string,
  length: number,
  base: 8 | 16,
  prefix: number,
): UnquotedCharacter | undefined {
  const wellFormed = base === 8 ? /^[0-7]+$/ : /^[\da-fA-F]+$/;
  if (digits.length !== length || !wellFormed.test(digits)) return undefined;
  const rune = Number.parseInt(digits, base);
  const isByte = length < 4;
  if (isByte ? rune > 0xff : rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff)) return undefined;
  return { rune, isByte, width: prefix + length };
}
