/**
 * Compares two names as Go and POSIX do, by the bytes of their UTF-8 form. JavaScript's own order differs only
 * where a surrogate pair (above U+FFFF) meets a character between U+E000 and U+FFFF.
 *
 * @returns negative, zero or positive, for `sort`
 */
export function compareBytes(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800;
  return unit >= 0xd800 ? unit + 0x2000 : unit;
}
