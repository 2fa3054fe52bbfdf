import { isSpace } from "./characters.ts";

/**
 * A Go string: its UTF-8 bytes, one UTF-16 unit (0 to 255) each. Template functions count, cut, compare and index
 * bytes, and may cut a character in two; in this form a JavaScript string does all of that as Go does.
 */
export type Bytes = string;

/** What Go reads where the bytes are no UTF-8. */
export const REPLACEMENT_RUNE = 0xfffd;

const NOT_ASCII = /[^\0-\x7f]/;

/** What stands for a byte that is no UTF-8: a low surrogate on its own. */
const RAW_BYTE = /[\udc80-\udcff]/u;

/** The bytes of a text, `textOf` reversed. A text without non-ASCII characters is its own bytes. */
export function bytesOf(text: string): Bytes {
  if (!NOT_ASCII.test(text)) return text;
  if (!RAW_BYTE.test(text)) return Buffer.from(text, "utf8").toString("latin1");
  return Array.from(text, (character) =>
    RAW_BYTE.test(character)
      ? String.fromCharCode(character.charCodeAt(0) - 0xdc00)
      : Buffer.from(character, "utf8").toString("latin1"),
  ).join("");
}

/** The text of bytes; a byte that is no UTF-8 becomes the lone surrogate U+DC00 + byte. */
export function textOf(bytes: Bytes): string {
  if (!NOT_ASCII.test(bytes)) return bytes;
  const text = Buffer.from(bytes, "latin1").toString("utf8");
  return text.includes("\ufffd") ? escapedTextOf(bytes) : text;
}

function escapedTextOf(bytes: Bytes): string {
  let text = "";
  for (const { rune, at, width } of runesOf(bytes)) {
    const broken = rune === REPLACEMENT_RUNE && width === 1;
    text += broken ? String.fromCharCode(0xdc00 + bytes.charCodeAt(at)) : String.fromCodePoint(rune);
  }
  return text;
}

/** Whether bytes are UTF-8 throughout. */
export function isUtf8(bytes: Bytes): boolean {
  if (!NOT_ASCII.test(bytes)) return true;
  for (const { rune, width } of runesOf(bytes)) {
    if (rune === REPLACEMENT_RUNE && width === 1) return false;
  }
  return true;
}

/** How many UTF-16 units the text of these bytes has, a piece of a character counted at its first byte. */
export function textLength(bytes: Bytes): number {
  if (!NOT_ASCII.test(bytes)) return bytes.length;
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes.charCodeAt(i);
    if (byte < 0x80 || byte >= 0xc0) length += byte >= 0xf0 ? 2 : 1;
  }
  return length;
}

/** One character of a Go string; broken bytes read as U+FFFD, one at a time. */
export interface Rune {
  readonly rune: number;
  /** offset of its first byte */
  readonly at: number;
  /** bytes */
  readonly width: number;
}

/** The character at an offset below the length. */
export function runeAt(bytes: Bytes, at: number): Rune {
  const first = bytes.charCodeAt(at);
  if (first < 0x80) return { rune: first, at, width: 1 };
  const width = sequenceWidth(bytes, at, first);
  if (width === 0) return { rune: REPLACEMENT_RUNE, at, width: 1 };
  let rune = first & (0x7f >> width);
  for (let i = 1; i < width; i++) rune = (rune << 6) | (bytes.charCodeAt(at + i) & 0x3f);
  return { rune, at, width };
}

/** The characters of a Go string from left to right. */
export function* runesOf(bytes: Bytes): Generator<Rune> {
  for (let at = 0; at < bytes.length;) {
    const rune = runeAt(bytes, at);
    yield rune;
    at += rune.width;
  }
}

/** How many characters there are (utf8.RuneCountInString). */
export function runeCount(bytes: Bytes): number {
  if (!NOT_ASCII.test(bytes)) return bytes.length;
  let count = 0;
  for (let at = 0; at < bytes.length; at += runeAt(bytes, at).width) count += 1;
  return count;
}

/** The bytes of a character; what is no character becomes U+FFFD. */
export function encodeRune(rune: number): Bytes {
  if (rune >= 0 && rune < 0x80) return String.fromCharCode(rune);
  const valid = rune >= 0 && rune <= 0x10ffff && (rune < 0xd800 || rune > 0xdfff);
  return bytesOf(String.fromCodePoint(valid ? rune : REPLACEMENT_RUNE));
}

/** Replaces every character (strings.Map); broken bytes become U+FFFD. */
export function mapRunes(bytes: Bytes, replace: (rune: number) => number): Bytes {
  let mapped = "";
  for (const { rune } of runesOf(bytes)) mapped += encodeRune(replace(rune));
  return mapped;
}

/** Width of the well-formed sequence that starts here, 0 for none (Unicode 15, table 3-7). */
function sequenceWidth(bytes: Bytes, at: number, first: number): number {
  const width = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (width === 0 || at + width > bytes.length) return 0;
  const second = bytes.charCodeAt(at + 1);
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let i = 2; i < width; i++) {
    if ((bytes.charCodeAt(at + i) & 0xc0) !== 0x80) return 0;
  }
  return width;
}

/** strings.TrimSpace. */
export function trimSpace(bytes: Bytes): Bytes {
  return trimBoth(bytes, isSpace);
}

/** strings.TrimFunc. */
export function trimBoth(bytes: Bytes, drop: (rune: number) => boolean): Bytes {
  let start = 0;
  while (start < bytes.length) {
    const { rune, width } = runeAt(bytes, start);
    if (!drop(rune)) break;
    start += width;
  }
  let end = bytes.length;
  while (end > start) {
    const last = lastRune(bytes, end);
    if (!drop(last.rune)) break;
    end = last.at;
  }
  return bytes.slice(start, end);
}

/** The character that ends at an offset above 0. */
function lastRune(bytes: Bytes, end: number): Rune {
  for (let at = end - 1; at >= 0 && at >= end - 4; at--) {
    const rune = runeAt(bytes, at);
    if (rune.width === end - at && (rune.width > 1 || at === end - 1)) return rune;
  }
  return { rune: REPLACEMENT_RUNE, at: end - 1, width: 1 };
}
