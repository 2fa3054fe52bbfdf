/**
 * Go strings are bytes, and an escape such as `"\xff"` makes bytes that are no UTF-8. Here such a byte stands in a
 * JavaScript string as the lone low surrogate U+DC00 + byte (what Python calls surrogateescape), so that texts stay
 * strings and lengths, quoting and matching can still be exact.
 */

/** The byte behind a UTF-16 unit that stands for a byte which is no UTF-8, else undefined. */
export function rawByte(codePoint: number): number | undefined {
  return codePoint >= 0xdc80 && codePoint <= 0xdcff ? codePoint - 0xdc00 : undefined;
}

/** How many bytes of UTF-8 a code point of a Go string takes. */
export function byteWidth(codePoint: number): number {
  if (codePoint < 0x80 || rawByte(codePoint) !== undefined) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

/** Go's `len(text)`: the number of bytes. */
export function byteLength(text: string): number {
  if (isAscii(text)) return text.length;
  let length = 0;
  for (const character of text) length += byteWidth(character.codePointAt(0) ?? 0);
  return length;
}

/** The bytes of a Go string. */
export function toBytes(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    const raw = rawByte(codePoint);
    if (raw !== undefined) bytes.push(raw);
    else if (codePoint < 0x80) bytes.push(codePoint);
    else bytes.push(...new TextEncoder().encode(character));
  }
  return bytes;
}

/** A Go string of these bytes: well-formed UTF-8 becomes characters, any other byte stands for itself. */
export function fromBytes(bytes: ArrayLike<number>): string {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const all = Uint8Array.from(bytes);
  const parts: string[] = [];
  let start = 0;
  for (let i = 0; i < all.length;) {
    const width = sequenceWidth(all, i);
    if (width === 0) {
      if (start < i) parts.push(decoder.decode(all.subarray(start, i)));
      parts.push(String.fromCharCode(0xdc00 + (all[i] ?? 0)));
      start = i + 1;
    }
    i += Math.max(width, 1);
  }
  if (start < all.length) parts.push(decoder.decode(all.subarray(start)));
  return parts.join("");
}

/** Width of the well-formed sequence at an index, 0 for none (Unicode 15, table 3-7). */
function sequenceWidth(bytes: ArrayLike<number>, index: number): number {
  const first = bytes[index] ?? 0;
  if (first < 0x80) return 1;
  const width =
    first >= 0xc2 && first <= 0xdf
      ? 2
      : first >= 0xe0 && first <= 0xef
        ? 3
        : first >= 0xf0 && first <= 0xf4
          ? 4
          : 0;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  for (let i = 1; i < width; i++) {
    const byte = bytes[index + i] ?? 0;
    if (i === 1 ? byte < low || byte > high : byte < 0x80 || byte > 0xbf) return 0;
  }
  return width;
}

/** Whether a Go string is ASCII only. */
export function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}
