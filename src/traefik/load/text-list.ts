import { SEPARATOR } from "./raw-tree.ts";

/** Unicode's White_Space, which is not JavaScript's (U+0085 is, U+FEFF is not). */
const OUTER_SPACE =
  /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;

/** Most texts begin and end with a letter, a digit or a sign. */
const MAY_HAVE_SPACE = /^[^!-~]|[^!-~]$/;

/**
 * The items of a list of plain values, from the text of its node: between separators after the first two parts,
 * else between commas. Undefined for the empty text, which leaves the list as it was.
 */
export function splitList(text: string): string[] | undefined {
  if (text === "") return undefined;
  const parts = text.includes(SEPARATOR) ? text.split(SEPARATOR).slice(2) : text.split(",");
  return parts.map(trimSpace);
}

/** Go's strings.TrimSpace. */
export function trimSpace(text: string): string {
  return MAY_HAVE_SPACE.test(text) ? text.replace(OUTER_SPACE, "") : text;
}
