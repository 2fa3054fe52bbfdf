import type { Bytes } from "../bytes.ts";

/**
 * goutils.WrapCustom: breaks lines at blanks so that they have at most `width` bytes.
 *
 * @param newline what separates the lines; empty for `\n`
 * @param breakWords whether a longer word is cut, rather than left to stand out
 */
export function wrap(text: Bytes, width: number, newline: Bytes, breakWords: boolean): Bytes {
  const limit = Math.max(width, 1);
  const lines: Bytes[] = [];
  let rest = 0;
  while (text.length - rest > limit) {
    if (text[rest] === " ") {
      rest += 1;
      continue;
    }
    const { end, next } = lineEnd(text, rest, limit, breakWords);
    if (end === text.length) break;
    lines.push(text.slice(rest, end));
    rest = next;
  }
  return [...lines, text.slice(rest)].join(newline === "" ? "\n" : newline);
}

/** Where the line that starts at an offset ends, and where the next one starts. */
function lineEnd(
  text: Bytes,
  start: number,
  limit: number,
  breakWords: boolean,
): { readonly end: number; readonly next: number } {
  const last = text.slice(start, start + limit + 1).lastIndexOf(" ");
  if (last >= 0) return { end: start + last, next: start + last + 1 };
  if (breakWords) return { end: start + limit, next: start + limit };
  const blank = text.indexOf(" ", start + limit);
  return blank < 0 ? { end: text.length, next: text.length } : { end: blank, next: blank + 1 };
}
