import { mayBecome } from "./values-alike.ts";

/** A key with its value and what follows, all of it on one line. */
const ENTRY = /^( *(?:- +)?([A-Za-z_][\w.@/-]*): +)("[^"]*"|'[^']*'|[^ "'#](?:[^"'#]*?[^ "'#])?)( *| +#.*)$/;
/** The beginning of any line with content in it, as `readSimple` takes it apart. */
const HEAD = /^( *)(- +)?(?:([A-Za-z_][\w.@/-]*):(?![^ ]) *(#.*)?)?/;
const NO_CONTENT = /^ *(?:#.*)?$/;
/** A comment that means nothing to anybody but people, whatever it says. */
const COMMENT = /^ *(?:#[ -~]*)?$/;

/** A line that is longer is not simple. */
const MAX_LINE = 1000;
/** What means something in comments as well: words that ignore findings, and Traefik's templates. */
const MEANING = ["gateway-ignore", "{{"];

/** How a text differs from another in nothing that matters to a verdict. */
export interface Difference {
  /** whether something stands on another line than before: what a finding says of it would be wrong */
  readonly isMoved: boolean;
}

/**
 * Whether two texts differ in nothing but comments and the values of fields that do not matter to any verdict: then the
 * second one is as sound as the first. What the first is like is known: it is plain, which says that its lines can be
 * told apart by their beginnings.
 *
 * @param before a plain file, its bytes as characters
 * @param after another text, given in the same way
 * @returns null where they differ in more, or may do so
 */
export function differInValuesAlone(before: string, after: string): Difference | null {
  if (MEANING.some((words) => before.includes(words) || after.includes(words))) return null;
  const then = before.split("\n");
  const now = after.split("\n");
  const old = contentOf(then);
  const content = contentOf(now);
  const isSound =
    old.length === content.length &&
    areHarmless(now, then) &&
    old.every((line, at) => line.text === content[at]?.text || isSame(old, at, content[at]?.text));
  return isSound ? { isMoved: old.some(({ at }, index) => at !== content[index]?.at) } : null;
}

/** A line with more on it than a comment. */
interface ContentLine {
  readonly text: string;
  readonly at: number;
}

function contentOf(lines: readonly string[]): ContentLine[] {
  const content: ContentLine[] = [];
  for (const [at, text] of lines.entries()) if (!NO_CONTENT.test(text)) content.push({ text, at });
  return content;
}

/** Whether the comments of a text may stand in any plain file: a letter may be anything, as bytes. */
function areHarmless(lines: readonly string[], known: readonly string[]): boolean {
  const among = new Set(known);
  return lines.every((line) => among.has(line) || !NO_CONTENT.test(line) || COMMENT.test(line));
}

function isSame(old: readonly ContentLine[], at: number, now = ""): boolean {
  const line = old[at]?.text ?? "";
  if (now.length > MAX_LINE || line.length > MAX_LINE) return false;
  const [, start, , value = "", end] = ENTRY.exec(line) ?? [];
  const [, startNow, , valueNow = "", endNow = ""] = ENTRY.exec(now) ?? [];
  if (start === undefined || start !== startNow || (end !== endNow && !COMMENT.test(endNow))) return false;
  if (value === valueNow) return true;
  const way = wayTo(old, at);
  return way !== null && mayBecome(way, value, valueNow);
}

/** The names that lead to the key of a line, found by going up to whatever stands further to the left; null in doubt. */
function wayTo(lines: readonly ContentLine[], at: number): string[] | null {
  const way: string[] = [];
  /** of the key, or of the dash, whose owner is looked for */
  let column = Infinity;
  let isItem = false;
  for (let index = at; index >= 0; index--) {
    const line = lines[index]?.text ?? "";
    const [head = "", indent = "", dash, name, comment] = HEAD.exec(line) ?? [];
    const keyColumn = indent.length + (dash?.length ?? 0);
    if (index === at) column = keyColumn;
    else if (isItem) {
      // items before, and all that is in them
      if (indent.length > column || (indent.length === column && dash !== undefined)) continue;
      if (keyColumn > column) return null;
    } else if (keyColumn > column || (keyColumn === column && dash === undefined)) continue;
    const isHead = !isItem && keyColumn === column;
    if (name === undefined) return null;
    if (index === at) way.push(name);
    else if (!isHead) {
      // an owner has nothing but what is below it
      if (head.length < line.length && comment === undefined) return null;
      way.unshift(name);
      column = keyColumn;
      isItem = false;
    }
    if (dash !== undefined) {
      way.unshift("[]");
      column = indent.length;
      isItem = true;
    }
    if (column === 0 && !isItem) return way;
  }
  return null;
}
