import { isUnicodeClass } from "./unicode-classes.ts";
import { NEWEST_GO, type GoVersion } from "./version.ts";

/** Why a regular expression is refused. */
export interface RegexpFault {
  /** Go's words: ``error parsing regexp: missing closing ): `(a` `` */
  readonly text: string;
  /** the part that the text quotes, as UTF-16 offsets in the pattern */
  readonly start: number;
  readonly end: number;
}

/**
 * Whether Go's regexp.Compile takes a pattern (RE2 with Perl classes), without compiling it: nothing here backtracks
 * or recurses, however deep the pattern. Of Go's limits those of a repeat count (1,000, also multiplied), of nesting
 * (1,000) and of the program's size are kept, the latter two without the factoring of common prefixes that Go does
 * first; the limit of 33 million ranges in character classes is not.
 *
 * @param pattern a Go string (see utf8.ts)
 * @returns undefined: it is accepted
 */
export function regexpFault(pattern: string, go: GoVersion = NEWEST_GO): RegexpFault | undefined {
  try {
    checkPattern(pattern, go);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.fault(pattern);
    throw error;
  }
}

/** Leaves the nested scanning functions; never leaves this file. */
class Refusal extends Error {
  readonly reason: string;
  readonly start: number;
  readonly end: number;
  constructor(reason: string, start: number, end: number) {
    super(reason);
    this.reason = reason;
    this.start = start;
    this.end = end;
  }
  fault(pattern: string): RegexpFault {
    const { reason, start, end } = this;
    return { text: `error parsing regexp: ${reason}: \`${pattern.slice(start, end)}\``, start, end };
  }
}

/** What Go's limits count of a part of the pattern. */
interface Part {
  /** instructions of the compiled program */
  readonly size: number;
  /** of its syntax tree */
  readonly height: number;
  /** the greatest product of repeat counts, one in the other */
  readonly repeats: number;
  /** a character joins the next one; a class merges with another across a `|`; equal kinds of list become one list */
  readonly kind: "character" | "class" | "concatenation" | "alternation" | "other";
}

const SIMPLE: Part = { size: 1, height: 1, repeats: 1, kind: "other" };
const CHARACTER: Part = { ...SIMPLE, kind: "character" };
const CLASS: Part = { ...SIMPLE, kind: "class" };
const MAX_SIZE = Math.floor((128 << 20) / 40);
const MAX_HEIGHT = 1000;
const MAX_REPEAT = 1000;

/** One group that is still open, or the whole pattern. */
interface Frame {
  readonly captures: boolean;
  /** the part that a repetition would repeat */
  top: Part | undefined;
  /** the parts before it since the last `|` */
  before: { parts: number; size: number; height: number; repeats: number };
  /** the branches before the last `|` */
  branches: { count: number; size: number; height: number; repeats: number; endInClass: boolean };
}

function openFrame(captures: boolean): Frame {
  return {
    captures,
    top: undefined,
    before: noParts(),
    branches: { count: 0, size: 0, height: 0, repeats: 1, endInClass: false },
  };
}

function noParts(): Frame["before"] {
  return { parts: 0, size: 0, height: 0, repeats: 1 };
}

function checkPattern(pattern: string, go: GoVersion): void {
  const outer: Frame[] = [];
  let frame = openFrame(false);
  /** offset of the repetition operator just read, -1 if it was something else */
  let lastRepeat = -1;

  const push = (part: Part): void => {
    pushPart(frame, part);
    checkLimits(part, pattern);
  };

  for (let i = 0; i < pattern.length;) {
    const start = i;
    let repeat = -1;
    const character = characterAt(pattern, i);
    switch (character) {
      case "(":
        if (pattern.startsWith("(?", i)) {
          const group = perlGroup(pattern, i);
          i = group.end;
          if (group.opens) outer.push(frame);
          if (group.opens) frame = openFrame(group.captures);
        } else {
          outer.push(frame);
          frame = openFrame(true);
          i += 1;
        }
        break;
      case "|":
        closeBranch(frame);
        i += 1;
        break;
      case ")": {
        const enclosing = outer.pop();
        if (enclosing === undefined) throw new Refusal("unexpected )", 0, pattern.length);
        const group = closeGroup(frame);
        checkLimits(group, pattern);
        frame = enclosing;
        push(group);
        i += 1;
        break;
      }
      case "*":
      case "+":
      case "?":
      case "{": {
        const range = character === "{" ? repeatRange(pattern, i) : undefined;
        if (character === "{" && range === undefined) {
          push(CHARACTER);
          i += 1;
          break;
        }
        i = range?.end ?? i + 1;
        if (range !== undefined && !isSaneRange(range)) throw new Refusal("invalid repeat count", start, i);
        if (pattern.charAt(i) === "?") i += 1;
        if (lastRepeat >= 0) throw new Refusal("invalid nested repetition operator", lastRepeat, i);
        if (frame.top === undefined) throw new Refusal("missing argument to repetition operator", start, i);
        frame.top = range === undefined ? repeated(frame.top, character) : repeatedTimes(frame.top, range);
        checkLimits(frame.top, pattern);
        if (
          range !== undefined &&
          Math.max(range.minimum, range.maximum) >= 2 &&
          frame.top.repeats > MAX_REPEAT
        )
          throw new Refusal("invalid repeat count", start, i);
        repeat = start;
        break;
      }
      case "[":
        i = characterClass(pattern, i, go);
        push(CLASS);
        break;
      case "\\":
        if (pattern.startsWith("\\Q", i)) {
          const close = pattern.indexOf("\\E", i + 2);
          const end = close < 0 ? pattern.length : close;
          for (i += 2; i < end; i += characterAt(pattern, i, end).length) push(CHARACTER);
          if (close >= 0) i += 2;
        } else {
          const escape = escapeSequence(pattern, i, go);
          i = escape.end;
          push(escape.part);
        }
        break;
      case "^":
      case "$":
      case ".":
        push(character === "." ? CLASS : SIMPLE);
        i += 1;
        break;
      default:
        push(CHARACTER);
        i += character.length;
    }
    lastRepeat = repeat;
  }
  if (outer.length > 0) throw new Refusal("missing closing )", 0, pattern.length);
  checkLimits(closeGroup(frame), pattern);
}

/** The character at an offset, which must be one. */
function characterAt(pattern: string, offset: number, end = pattern.length): string {
  const codePoint = pattern.codePointAt(offset);
  if (codePoint === undefined) return "";
  if (codePoint >= 0xd800 && codePoint < 0xe000) throw new Refusal("invalid UTF-8", offset, end);
  return String.fromCodePoint(codePoint);
}

function checkUtf8(pattern: string, start: number, end: number): void {
  for (let i = start; i < end;) i += characterAt(pattern, i, end).length;
}

function pushPart(frame: Frame, part: Part): void {
  const { top, before } = frame;
  if (top !== undefined) {
    const joins = top.kind === "character" && part.kind === "character";
    frame.before = {
      parts: before.parts + (joins ? 0 : 1),
      size: before.size + top.size,
      height: Math.max(before.height, heightIn("concatenation", top)),
      repeats: Math.max(before.repeats, top.repeats),
    };
  }
  frame.top = part;
}

/** A list in a list of its kind is no level of its own. */
function heightIn(kind: Part["kind"], part: Part): number {
  return part.kind === kind ? part.height - 1 : part.height;
}

function closeBranch(frame: Frame): void {
  const branch = concatenation(frame);
  const { branches } = frame;
  const isClass = branch.kind === "class" || branch.kind === "character";
  const merges = isClass && branches.endInClass;
  frame.branches = {
    count: branches.count + (merges ? 0 : 1),
    size: branches.size + (merges ? 0 : branch.size),
    height: Math.max(branches.height, heightIn("alternation", branch)),
    repeats: Math.max(branches.repeats, branch.repeats),
    endInClass: isClass,
  };
  frame.top = undefined;
  frame.before = noParts();
}

function concatenation({ top, before }: Frame): Part {
  if (top === undefined || before.size === 0) return top ?? SIMPLE;
  const height = Math.max(before.height, heightIn("concatenation", top));
  const isList = before.parts > 0;
  return {
    size: before.size + top.size,
    height: isList ? height + 1 : height,
    repeats: Math.max(before.repeats, top.repeats),
    kind: isList ? "concatenation" : "other",
  };
}

function closeGroup(frame: Frame): Part {
  const inside = alternation(frame);
  if (!frame.captures) return inside;
  return { ...inside, size: inside.size + 2, height: inside.height + 1, kind: "other" };
}

function alternation(frame: Frame): Part {
  if (frame.branches.count === 0) return concatenation(frame);
  closeBranch(frame);
  const { count, size, height, repeats } = frame.branches;
  if (count === 1) return { size, height, repeats, kind: "class" };
  return { size: size + count - 1, height: height + 1, repeats, kind: "alternation" };
}

function checkLimits(part: Part, pattern: string): void {
  if (part.size > MAX_SIZE) throw new Refusal("expression too large", 0, pattern.length);
  if (part.height > MAX_HEIGHT) throw new Refusal("expression nests too deeply", 0, pattern.length);
}

function repeated(part: Part, operator: string): Part {
  const size = part.size + (operator === "*" ? 2 : 1);
  return { size, height: part.height + 1, repeats: part.repeats, kind: "other" };
}

interface RepeatRange {
  readonly minimum: number;
  /** -1: no limit */
  readonly maximum: number;
  readonly end: number;
}

/** `{2}`, `{2,}`, `{2,3}` at an offset; other braces are plain characters, also those of `{,3}` and `{02}`. */
function repeatRange(pattern: string, offset: number): RepeatRange | undefined {
  const range = /\{(0|[1-9]\d*)(?:(,)(0|[1-9]\d*)?)?\}/y;
  range.lastIndex = offset;
  const match = range.exec(pattern);
  if (match === null) return undefined;
  const [, minimum = "", comma, maximum] = match;
  return {
    minimum: Number(minimum),
    maximum: comma === undefined ? Number(minimum) : maximum === undefined ? -1 : Number(maximum),
    end: range.lastIndex,
  };
}

function isSaneRange({ minimum, maximum }: RepeatRange): boolean {
  return minimum <= MAX_REPEAT && maximum <= MAX_REPEAT && (maximum < 0 || minimum <= maximum);
}

function repeatedTimes(part: Part, { minimum, maximum }: RepeatRange): Part {
  const size =
    maximum < 0
      ? minimum === 0
        ? 2 + part.size
        : 1 + minimum * part.size
      : maximum * part.size + (maximum - minimum);
  const times = maximum < 0 ? minimum : maximum;
  // Go does not look inside what is repeated no times
  const repeats = maximum === 0 ? 1 : Math.max(times, 1) * part.repeats;
  return { size: Math.max(1, size), height: part.height + 1, repeats, kind: "other" };
}

interface PerlGroup {
  readonly opens: boolean;
  readonly captures: boolean;
  readonly end: number;
}

/** `(?P<name>`, `(?<name>`, `(?i)`, `(?i-s:` … at an offset. */
function perlGroup(pattern: string, offset: number): PerlGroup {
  const named = /\(\?P?</y;
  named.lastIndex = offset;
  // a name needs at least one character after the `<`, whatever it is
  if (named.test(pattern) && pattern.length > named.lastIndex)
    return namedGroup(pattern, offset, named.lastIndex);
  let i = offset + 2;
  let negative = false;
  let sawFlag = false;
  while (i < pattern.length) {
    const character = characterAt(pattern, i);
    i += character.length;
    if (/^[imsU]$/.test(character)) sawFlag = true;
    else if (character === "-" && !negative) {
      negative = true;
      sawFlag = false;
    } else if (/^[:)]$/.test(character) && (sawFlag || !negative))
      return { opens: character === ":", captures: false, end: i };
    else break;
  }
  throw new Refusal("invalid or unsupported Perl syntax", offset, i);
}

function namedGroup(pattern: string, offset: number, nameStart: number): PerlGroup {
  const end = pattern.indexOf(">", offset);
  checkUtf8(pattern, nameStart, end < 0 ? pattern.length : end);
  if (end < 0) throw new Refusal("invalid named capture", offset, pattern.length);
  if (!/^[A-Za-z0-9_]+$/.test(pattern.slice(nameStart, end)))
    throw new Refusal("invalid named capture", offset, end + 1);
  return { opens: true, captures: true, end: end + 1 };
}

/** An escape other than `\Q…\E`. */
function escapeSequence(
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
function classEscape(pattern: string, offset: number, go: GoVersion): number | undefined {
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
function characterEscape(
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

const POSIX_CLASS =
  /^\[:\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]$/;

/** `[…]` at an offset. @returns its end */
function characterClass(pattern: string, offset: number, go: GoVersion): number {
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
