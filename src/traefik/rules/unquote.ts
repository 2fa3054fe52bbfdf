import { fromBytes, toBytes } from "../go/utf8.ts";

const SIMPLE_ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
};

/**
 * strconv.Unquote of a string literal that Go's scanner has passed.
 *
 * @returns a Go string: bytes of `\xhh` and `\ooo` that make no UTF-8 stand for themselves (see go/utf8.ts)
 */
export function unquote(literal: string): string {
  const inside = literal.slice(1, -1);
  if (literal.startsWith("`") || !inside.includes("\\")) return inside;
  const bytes: number[] = [];
  const piece = /\\(?:x(..)|u(....)|U(.{8})|([0-7]{3})|(.))|([^\\]+)/gsu;
  for (const [, byte, short, long, octal, simple, plain] of inside.matchAll(piece)) {
    const codePoint = short ?? long;
    if (plain !== undefined) for (const unit of toBytes(plain)) bytes.push(unit);
    else if (byte !== undefined) bytes.push(Number.parseInt(byte, 16));
    else if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else if (codePoint !== undefined)
      bytes.push(...toBytes(String.fromCodePoint(Number.parseInt(codePoint, 16))));
    else bytes.push(SIMPLE_ESCAPES[simple ?? ""] ?? (simple ?? "").charCodeAt(0));
  }
  return fromBytes(bytes);
}
