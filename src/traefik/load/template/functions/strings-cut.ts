import { encodeRune, runesOf, trimBoth, trimSpace, type Bytes } from "../bytes.ts";
import { isSpace } from "../characters.ts";
import { CallError } from "../errors.ts";
import { define, type Functions } from "./define.ts";

/** Functions that take a part of a text. Offsets and lengths count bytes. */
export const STRINGS_CUT: Functions = {
  abbrev: define(["int", "string"], ([width, text]) =>
    width < 4n ? text : abbreviate(text, 0, clamp(width)),
  ),
  abbrevboth: define(["int", "int", "string"], ([left, right, text]) =>
    right < 4n || (left > 0n && right < 7n) ? text : abbreviate(text, clamp(left), clamp(right)),
  ),
  trunc: define(["int", "string"], ([count, text]) => {
    if (count >= 0n) return text.slice(0, clamp(count));
    return text.length + clamp(count) > 0 ? text.slice(clamp(count)) : text;
  }),
  substr: define(["int", "int", "string"], ([start, end, text]) => {
    if (start < 0n) return slice(text, 0n, end, `[:${end}]`);
    const length = BigInt(text.length);
    return end < 0n || end > length
      ? slice(text, start, length, `[${start}:${length}]`)
      : slice(text, start, end, `[${start}:${end}]`);
  }),
  trim: define(["string"], ([text]) => trimSpace(text)),
  trimAll: define(["string", "string"], ([cutset, text]) => trimCharacters(cutset, text)),
  trimall: define(["string", "string"], ([cutset, text]) => trimCharacters(cutset, text)),
  trimPrefix: define(["string", "string"], ([prefix, text]) =>
    text.startsWith(prefix) ? text.slice(prefix.length) : text,
  ),
  trimSuffix: define(["string", "string"], ([suffix, text]) =>
    text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text,
  ),
  nospace: define(["string"], ([text]) => {
    const bytes = bytesIn(text).filter((byte) => !isSpace(byte.charCodeAt(0)));
    return bytes.length === text.length ? text : bytes.map(byteAsCharacter).join("");
  }),
  initials: define(["string"], ([text]) =>
    bytesIn(text)
      .filter((byte, at) => !isSpace(byte.charCodeAt(0)) && (at === 0 || isSpace(text.charCodeAt(at - 1))))
      .map(byteAsCharacter)
      .join(""),
  ),
};

function bytesIn(text: Bytes): string[] {
  return Array.from(text);
}

/** sprig's goutils take each byte for a character. */
function byteAsCharacter(byte: string): Bytes {
  return encodeRune(byte.charCodeAt(0));
}

/** A number that is exact as far as any text is long. */
function clamp(value: bigint): number {
  return Number(BigInt.asIntN(64, value));
}

function slice(text: Bytes, start: bigint, end: bigint, shown: string): Bytes {
  const length = BigInt(text.length);
  if (end > length) {
    throw new CallError(`runtime error: slice bounds out of range ${shown} with length ${length}`);
  }
  if (end < 0n || start > end) throw new CallError(`runtime error: slice bounds out of range ${shown}`);
  return text.slice(Number(start), Number(end));
}

function trimCharacters(cutset: Bytes, text: Bytes): Bytes {
  const characters = new Set(Array.from(runesOf(cutset), ({ rune }) => rune));
  return trimBoth(text, (rune) => characters.has(rune));
}

const MARK = "...";

/**
 * goutils.AbbreviateFull: at most `width` bytes, with dots at the end, and at the start where the text does not begin
 * there.
 */
function abbreviate(text: Bytes, offset: number, width: number): Bytes {
  if (text === "" || width < 4) return "";
  if (text.length <= width) return text;
  const room = width - MARK.length;
  const start = Math.min(offset, text.length, Math.max(text.length - room, 0));
  if (start <= 4) return text.slice(0, room) + MARK;
  if (width < 7) return "";
  if (start + room >= text.length) return MARK + text.slice(-room);
  return MARK + abbreviate(text.slice(start), 0, room);
}
