import type { RepeatRange } from "./regexp-repeat.ts";
import { Refusal } from "./regexp-refusal.ts";

/** What Go's limits count of a part of the pattern. */
export interface Part {
  /** instructions of the compiled program */
  readonly size: number;
  /** of its syntax tree */
  readonly height: number;
  /** the greatest product of repeat counts, one in the other */
  readonly repeats: number;
  /** a character joins the next one; a class merges with another across a `|`; equal kinds of list become one list */
  readonly kind: "character" | "class" | "concatenation" | "alternation" | "other";
}

/** `^`, `\b` and their like */
export const SIMPLE: Part = { size: 1, height: 1, repeats: 1, kind: "other" };
/** one character */
export const CHARACTER: Part = { ...SIMPLE, kind: "character" };
/** one of several characters */
export const CLASS: Part = { ...SIMPLE, kind: "class" };
const MAX_SIZE = Math.floor((128 << 20) / 40);
const MAX_HEIGHT = 1000;

/** One group that is still open, or the whole pattern. */
export interface Frame {
  readonly captures: boolean;
  /** the part that a repetition would repeat */
  top: Part | undefined;
  /** the parts before it since the last `|` */
  before: { parts: number; size: number; height: number; repeats: number };
  /** the branches before the last `|` */
  branches: { count: number; size: number; height: number; repeats: number; endInClass: boolean };
}

/** A group whose parts are still to come. */
export function openFrame(captures: boolean): Frame {
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

/** Puts a part behind those of the branch that is open. */
export function pushPart(frame: Frame, part: Part): void {
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

/** What a `|` does: the branch before it is complete. */
export function closeBranch(frame: Frame): void {
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

/** The group as one part, once its `)` or the end of the pattern is met. */
export function closeGroup(frame: Frame): Part {
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

/** Throws a Refusal where a part is beyond Go's limits of size and nesting. */
export function checkLimits(part: Part, pattern: string): void {
  if (part.size > MAX_SIZE) throw new Refusal("expression too large", 0, pattern.length);
  if (part.height > MAX_HEIGHT) throw new Refusal("expression nests too deeply", 0, pattern.length);
}

/** A part behind `*`, `+` or `?`. */
export function repeated(part: Part, operator: string): Part {
  const size = part.size + (operator === "*" ? 2 : 1);
  return { size, height: part.height + 1, repeats: part.repeats, kind: "other" };
}

/** A part behind `{2,3}`: Go writes it out that often. */
export function repeatedTimes(part: Part, { minimum, maximum }: RepeatRange): Part {
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
