import { characterEscape, classEscape } from "./regexp-escape.ts";
import { characterAt, Refusal } from "./regexp-refusal.ts";
import type { GoVersion } from "./version.ts";

const POSIX_CLASS =
  /^\[:\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]$/;

/** `[…]` at an offset. @returns its end */
export function characterClass(pattern: string, offset: number, go: GoVersion): number {
  let i = pattern.charAt(offset + 1) === "^" ? offset + 2 : offset + 1;
  let posixEnd = 0;
  for (let first = true; first || pattern.charAt(i) !== "]"; first = false) {
    // once there is none further on, it is not looked for again
    const maybePosix = posixEnd >= 0 && pattern.startsWith("[:", i);
    if (maybePosix) posixEnd = pattern.indexOf(":]", i + 2);
    if (maybePosix && posixEnd >= 0) {
      if (!POSIX_CLASS.test(pattern.slice(i, posixEnd + 2)))
        throw new Refusal("invalid character class range", i, posixEnd + 2);
      i = posixEnd + 2;
      continue;
    }
    const classEnd = classEscape(pattern, i, go);
    if (classEnd !== undefined) {
      i = classEnd;
      continue;
    }
    const low = classCharacter(pattern, i, offset);
    const isRange = pattern.charAt(low.end) === "-" && !/^\]?$/.test(pattern.charAt(low.end + 1));
    const high = isRange ? classCharacter(pattern, low.end + 1, offset) : low;
    if (high.codePoint < low.codePoint) throw new Refusal("invalid character class range", i, high.end);
    i = high.end;
  }
  return i + 1;
}

function classCharacter(
  pattern: string,
  offset: number,
  classStart: number,
): { readonly codePoint: number; readonly end: number } {
  if (offset >= pattern.length) throw new Refusal("missing closing ]", classStart, pattern.length);
  const character = characterAt(pattern, offset);
  if (character === "\\") return characterEscape(pattern, offset);
  return { codePoint: character.codePointAt(0) ?? 0, end: offset + character.length };
}
