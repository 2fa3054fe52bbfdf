import { characterAt, checkUtf8, Refusal } from "./regexp-refusal.ts";
import { CHARACTER, CLASS, type Part, SIMPLE } from "./regexp-size.ts";
import { isUnicodeClass } from "./unicode-classes.ts";
import type { GoVersion } from "./version.ts";

/** An escape other than `\Q…\E`. */
export function escapeSequence(
  pattern: string,
  offset: number,
  go: GoVersion,
): { readonly end: number; readonly part: Part } {
  const next = pattern.charAt(offset + 1);
  if (/^[AbBz]$/.test(next)) return { end: offset + 2, part: SIMPLE };
  if (next === "C") throw new Refusal("invalid escape sequence", offset, offset + 2);
  const classEnd = classEscape(pattern, offset, go);
  if (classEnd !== undefined) return { end: classEnd, part: CLASS };
  return { end: characterEscape(pattern, offset).end, part: CHARACTER };
}

/** `\d`, `\pL`, `\p{Greek}` … at an offset. @returns its end */
export function classEscape(pattern: string, offset: number, go: GoVersion): number | undefined {
  if (pattern.charAt(offset) !== "\\") return undefined;
  const letter = pattern.charAt(offset + 1);
  if (/^[dDsSwW]$/.test(letter)) return offset + 2;
  if (!/^[pP]$/.test(letter)) return undefined;
  const first = characterAt(pattern, offset + 2);
  let end = offset + 2 + first.length;
  let name = first;
  if (first === "{") {
    const close = pattern.indexOf("}", offset);
    checkUtf8(pattern, offset, close < 0 ? pattern.length : close);
    if (close < 0) throw new Refusal("invalid character class range", offset, pattern.length);
    name = pattern.slice(offset + 3, close);
    end = close + 1;
  }
  if (!isUnicodeClass(name.replace(/^\^/, ""), go))
    throw new Refusal("invalid character class range", offset, end);
  return end;
}

/** An escape that stands for one character: its code point and its end. */
export function characterEscape(
  pattern: string,
  offset: number,
): { readonly codePoint: number; readonly end: number } {
  const character = characterAt(pattern, offset + 1);
  if (character === "")
    throw new Refusal("trailing backslash at end of expression", pattern.length, pattern.length);
  const end = offset + 1 + character.length;
  const control = "afnrtv".indexOf(character);
  if (control >= 0) return { codePoint: [7, 12, 10, 13, 9, 11][control] ?? 0, end };
  if (character === "x") return hexadecimalEscape(pattern, offset, end);
  const octal = /0[0-7]{0,2}|[1-7][0-7]{1,2}/y;
  octal.lastIndex = offset + 1;
  const digits = octal.exec(pattern)?.[0];
  if (digits !== undefined) return { codePoint: Number.parseInt(digits, 8), end: octal.lastIndex };
  if (/^[\0-\x7f]$/.test(character) && !/^[A-Za-z0-9]$/.test(character))
    return { codePoint: character.charCodeAt(0), end };
  throw new Refusal("invalid escape sequence", offset, end);
}

/** `\x41` or `\x{1F600}`; the error quotes as far as Go has read. */
function hexadecimalEscape(
  pattern: string,
  offset: number,
  start: number,
): { readonly codePoint: number; readonly end: number } {
  let i = start;
  let value = 0;
  const refuse = (): never => {
    throw new Refusal("invalid escape sequence", offset, i);
  };
  const take = (): string => {
    const character = characterAt(pattern, i);
    i += character.length;
    return character;
  };
  if (i >= pattern.length) refuse();
  const first = take();
  if (first !== "{") {
    const digits = first + take();
    if (!/^[\da-fA-F]{2}$/.test(digits)) refuse();
    return { codePoint: Number.parseInt(digits, 16), end: i };
  }
  for (let digits = 0; ; digits++) {
    if (i >= pattern.length) refuse();
    const digit = take();
    if (digit === "}" && digits > 0) return { codePoint: value, end: i };
    if (!/^[\da-fA-F]$/.test(digit)) refuse();
    value = value * 16 + Number.parseInt(digit, 16);
    if (value > 0x10ffff) refuse();
  }
}
