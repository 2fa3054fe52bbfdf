import { mayBecome } from "./values-alike.ts";

/** A key with its value and what follows, all of it on one line. */
const ENTRY = /^( *(?:- +)?([A-Za-z_][\w.@/-]*): +)("[^"]*"|'[^']*'|[^ "'#](?:[^"'#]*?[^ "'#])?)( *| +#.*)$/;
/** The beginning of any line with content in it, as `readSimple` takes it apart. */
const HEAD = /^( *)(- +)?(?:([A-Za-z_][\w.@/-]*):(?![^ ]) *(#.*)?)?/;
const NO_CONTENT = /^ *(?:#.*)?$/;

/** A line that is longer is not simple. */
const MAX_LINE = 1000;
/** Comments are told from content where they begin, and ignore findings: what holds one is judged. */
const IGNORES = "gateway-ignore";

/**
 * Whether two texts differ in nothing but the values of fields that do not matter to any verdict: then the second one is
 * as sound as the first. What the first is like is known: it is plain, which says that its lines can be told apart by
 * their beginnings. In doubt they differ in more.
 *
 * @param before a plain file, its bytes as characters
 * @param after another text, given in the same way
 */
export function differsInValuesAlone(before: string, after: string): boolean {
  if (before.includes(IGNORES)) return false;
  const old = before.split("\n");
  const now = after.split("\n");
  return old.length === now.length && old.every((line, at) => line === now[at] || isSame(old, at, now[at]));
}

function isSame(old: readonly string[], at: number, now = ""): boolean {
  const line = old[at] ?? "";
  if (now.length > MAX_LINE || line.length > MAX_LINE) return false;
  const [, start, , value = "", end] = ENTRY.exec(line) ?? [];
  const [, startNow, , valueNow = "", endNow] = ENTRY.exec(now) ?? [];
  if (start === undefined || start !== startNow || end !== endNow) return false;
  const way = wayTo(old, at);
  return way !== null && mayBecome(way, value, valueNow);
}

/** The names that lead to the key of a line, found by going up to whatever stands further to the left; null in doubt. */
function wayTo(lines: readonly string[], at: number): string[] | null {
  const way: string[] = [];
  /** of the key, or of the dash, whose owner is looked for */
  let column = Infinity;
  let isItem = false;
  for (let index = at; index >= 0; index--) {
    const line = lines[index] ?? "";
    if (NO_CONTENT.test(line)) continue;
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
