import { HASH, isBlank, isBreak, LF, CR, NEXT_LINE, SPACE, TAB } from "./characters.ts";
import { column, inFlow, skipBreak, skipLine, type Scanner } from "./scanner.ts";

/** How far yaml.v3 looks for a further comment. */
const WINDOW = 512;

/**
 * Steps over blanks, comments and line breaks to the next token. A tab is a blank only where it cannot be taken for
 * indentation; between two comment lines it does not matter.
 */
export function skipToToken(s: Scanner): void {
  for (;;) {
    if (s.markedUntil >= 0) skipMark(s);
    let code = s.text.charCodeAt(s.offset);
    while (code === SPACE || (code === TAB && (!s.keyAllowed || inFlow(s))))
      code = s.text.charCodeAt(++s.offset);
    if (code === HASH) {
      skipComments(s);
      code = s.text.charCodeAt(s.offset);
    }
    if (!isBreak(code)) return;
    skipBreak(s);
    if (!inFlow(s)) s.keyAllowed = true;
  }
}

/**
 * A second byte order mark at the start makes yaml.v3 drop the first character of every line, as long as it does not
 * read on: it looks for the mark at the start of its buffer, not at the place where it is.
 */
function skipMark(s: Scanner): void {
  if (column(s) === 0 && s.offset < s.markedUntil && s.offset < s.text.length) s.offset++;
}

/** Steps to the end of a comment, and of those on the lines below it. */
function skipComments(s: Scanner): void {
  for (;;) {
    skipLine(s);
    const further = furtherComment(s.text, s.offset);
    if (further < 0) return;
    while (s.offset < further) {
      if (isBreak(s.text.charCodeAt(s.offset))) skipBreak(s);
      else s.offset++;
    }
  }
}

/** Where the next comment starts if nothing but blanks and breaks is before it, else -1. */
function furtherComment(text: string, offset: number): number {
  if (text.charCodeAt(offset) >= NEXT_LINE) return -1;
  for (let i = offset + 1; i < offset + WINDOW; i++) {
    const code = text.charCodeAt(i);
    if (code === HASH) return i;
    if (!isBlank(code) && code !== LF && code !== CR) return -1;
  }
  return -1;
}

/** Steps over a comment behind a token, up to the end of the line. */
export function skipLineComment(s: Scanner): void {
  for (let i = s.offset; i < s.offset + WINDOW; i++) {
    const code = s.text.charCodeAt(i);
    if (isBlank(code)) continue;
    s.reach = Math.max(s.reach, i + 1);
    if (code !== HASH) return;
    s.offset = i;
    skipLine(s);
    return;
  }
}
