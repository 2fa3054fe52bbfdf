import { DASH, HASH, isBlank, isBreak, isBreakOrEnd, isDigit, PLUS, SPACE, TAB } from "./characters.ts";
import {
  column,
  fail,
  scalarToken,
  skipBreak,
  skipLine,
  takeBreak,
  type Scanner,
  type Token,
} from "./scanner.ts";

interface Header {
  readonly chomping: "clip" | "keep" | "strip";
  /** columns that the content is indented more than its parent, 0 to find out */
  readonly increment: number;
}

/** Scans a literal (`|`) or folded (`>`) block scalar. */
export function scanBlockScalar(s: Scanner): Token {
  const start = s.offset;
  const style = s.text.charAt(s.offset++) === "|" ? "|" : ">";
  const { chomping, increment } = scanHeader(s, start);
  let end = s.offset;
  scanHeaderEnd(s, start);

  const given = increment === 0 ? 0 : Math.max(s.indent, 0) + increment;
  const first = scanIndentation(s, start, given);
  const indent = given > 0 ? given : Math.max(first.widest, s.indent + 1, 1);
  let breaks = first.breaks;
  let text = "";
  let lineBreak = "";
  let wasBlank = false;
  while (column(s) === indent && s.offset < s.text.length) {
    const blank = isBlank(s.text.charCodeAt(s.offset));
    const folds = style === ">" && lineBreak === "\n" && !wasBlank && !blank;
    text += (folds ? (breaks === "" ? " " : "") : lineBreak) + breaks;
    wasBlank = blank;
    const from = s.offset;
    skipLine(s);
    text += s.text.slice(from, s.offset);
    end = s.offset;
    lineBreak = s.offset < s.text.length ? takeBreak(s) : "";
    breaks = scanIndentation(s, start, indent).breaks;
  }
  if (chomping !== "strip") text += lineBreak;
  if (chomping === "keep") text += breaks;
  return scalarToken(start, end, text, style);
}

/** Scans what may follow the indicator: `+` or `-`, and a digit, in any order. */
function scanHeader(s: Scanner, start: number): Header {
  const before = scanChomping(s);
  const increment = scanIncrement(s, start);
  const chomping = before ?? (increment > 0 ? scanChomping(s) : undefined) ?? "clip";
  return { chomping, increment };
}

function scanChomping(s: Scanner): Header["chomping"] | undefined {
  const code = s.text.charCodeAt(s.offset);
  if (code !== PLUS && code !== DASH) return undefined;
  s.offset++;
  return code === PLUS ? "keep" : "strip";
}

function scanIncrement(s: Scanner, start: number): number {
  const code = s.text.charCodeAt(s.offset);
  if (!isDigit(code)) return 0;
  const digit = code - 0x30;
  if (digit === 0) fail("found an indentation indicator equal to 0", s.offset, s.offset + 1, start, s.offset);
  s.offset++;
  return digit;
}

function scanHeaderEnd(s: Scanner, start: number): void {
  while (isBlank(s.text.charCodeAt(s.offset))) s.offset++;
  if (s.text.charCodeAt(s.offset) === HASH) skipLine(s);
  if (!isBreakOrEnd(s.text.charCodeAt(s.offset)))
    fail("did not find expected comment or line break", s.offset, s.offset + 1, start, s.offset);
  if (s.offset < s.text.length) skipBreak(s);
}

interface Indentation {
  /** the empty lines that were passed */
  readonly breaks: string;
  /** the widest indentation that was seen */
  readonly widest: number;
}

/** Steps over empty lines and the indentation of the next line; `indent` 0 takes any indentation. */
function scanIndentation(s: Scanner, start: number, indent: number): Indentation {
  const limit = indent === 0 ? Infinity : indent;
  let breaks = "";
  let widest = 0;
  for (;;) {
    let code = s.text.charCodeAt(s.offset);
    while (code === SPACE && column(s) < limit) code = s.text.charCodeAt(++s.offset);
    widest = Math.max(widest, column(s));
    if (code === TAB && column(s) < limit) {
      const message = "found a tab character where an indentation space is expected";
      fail(message, s.offset, s.offset + 1, start, s.offset);
    }
    if (!isBreak(code)) return { breaks, widest };
    breaks += takeBreak(s);
  }
}
