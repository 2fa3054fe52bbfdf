import {
  COLON,
  DASH,
  DOT,
  HASH,
  isBlank,
  isBreak,
  isMarker,
  foldBreaks,
  isSpaceOrEnd,
  SPACE,
  TAB,
} from "./characters.ts";
import { column, fail, inFlow, scalarToken, takeBreak, type Scanner, type Token } from "./scanner.ts";

/**
 * Scans a plain scalar, which may go on over more deeply indented lines. A key may follow if the scanner had to look
 * at a further line to find the end.
 */
export function scanPlain(s: Scanner): Token {
  const start = s.offset;
  const flow = inFlow(s);
  let text = "";
  let gap = "";
  let end = start;
  let brokeLine = false;
  for (;;) {
    if (s.offset === s.lineStart && startsMarker(s)) break;
    if (s.text.charCodeAt(s.offset) === HASH) break;
    const runEnd = endOfRun(s.text, s.offset, flow);
    if (runEnd > s.offset) {
      text += gap + s.text.slice(s.offset, runEnd);
      end = s.offset = runEnd;
      brokeLine = false;
    }
    const code = s.text.charCodeAt(s.offset);
    if (!isBlank(code) && !isBreak(code)) break;
    const next = scanGap(s, start);
    brokeLine = next.brokeLine;
    gap = next.text;
    if (!flow && column(s) <= s.indent) break;
  }
  s.keyAllowed = brokeLine;
  return scalarToken(start, end, text, "");
}

function startsMarker(s: Scanner): boolean {
  const code = s.text.charCodeAt(s.offset);
  return (code === DASH || code === DOT) && isMarker(s.text, s.offset, code);
}

/** What a run of characters of a plain scalar cannot go on over, in the block context and in flow collections. */
const BLOCK_STOP = /[ \t\n\r\u0085\u2028\u2029:]/g;
const FLOW_STOP = /[ \t\n\r\u0085\u2028\u2029:,?[\]{}]/g;

/** Where a run of characters of a plain scalar ends; a colon ends it only before a blank, a break or the end. */
function endOfRun(text: string, start: number, flow: boolean): number {
  const stop = flow ? FLOW_STOP : BLOCK_STOP;
  stop.lastIndex = start;
  while (stop.test(text)) {
    const at = stop.lastIndex - 1;
    if (text.charCodeAt(at) !== COLON || isSpaceOrEnd(text.charCodeAt(at + 1))) return at;
  }
  return text.length;
}

interface Gap {
  /** what stands for it inside the scalar */
  readonly text: string;
  readonly brokeLine: boolean;
}

/** Steps over blanks and line breaks inside a plain scalar and folds them. */
function scanGap(s: Scanner, start: number): Gap {
  const first = s.offset;
  while (isBlank(s.text.charCodeAt(s.offset))) s.offset++;
  if (!isBreak(s.text.charCodeAt(s.offset))) return { text: s.text.slice(first, s.offset), brokeLine: false };
  const leading = takeBreak(s);
  let trailing = "";
  for (;;) {
    const code = s.text.charCodeAt(s.offset);
    if (isBreak(code)) trailing += takeBreak(s);
    else if (code === SPACE) s.offset++;
    else if (code === TAB) {
      if (column(s) <= s.indent)
        fail("found a tab character that violates indentation", s.offset, s.offset + 1, start, s.offset);
      s.offset++;
    } else break;
  }
  return { text: foldBreaks(leading, trailing), brokeLine: true };
}
