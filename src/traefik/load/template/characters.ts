/**
 * Go's package unicode on single code points; JavaScript's Unicode tables may be a version newer than Go's. Expressions
 * are where they are used: V8 builds the tables of one when it comes to it, and few texts need any.
 */

const { fromCodePoint } = String;

export function isLetter(rune: number): boolean {
  if (rune < 0x80) return (rune | 0x20) >= 0x61 && (rune | 0x20) <= 0x7a;
  return /^\p{L}$/u.test(fromCodePoint(rune));
}

export function isDigit(rune: number): boolean {
  return rune < 0x80 ? rune >= 0x30 && rune <= 0x39 : /^\p{Nd}$/u.test(fromCodePoint(rune));
}

export function isNumber(rune: number): boolean {
  return rune < 0x80 ? isDigit(rune) : /^\p{N}$/u.test(fromCodePoint(rune));
}

export function isUpper(rune: number): boolean {
  return /^\p{Lu}$/u.test(fromCodePoint(rune));
}

export function isLower(rune: number): boolean {
  return /^\p{Ll}$/u.test(fromCodePoint(rune));
}

export function isTitle(rune: number): boolean {
  return /^\p{Lt}$/u.test(fromCodePoint(rune));
}

export function isPunctuation(rune: number): boolean {
  return /^\p{P}$/u.test(fromCodePoint(rune));
}

/** unicode.IsPrint and strconv.IsPrint. */
export function isPrintable(rune: number): boolean {
  return rune < 0x80
    ? rune >= 0x20 && rune < 0x7f
    : /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(fromCodePoint(rune));
}

/** unicode.IsSpace. */
export function isSpace(rune: number): boolean {
  if (rune < 0x100) return rune === 0x20 || (rune >= 9 && rune <= 13) || rune === 0x85 || rune === 0xa0;
  return (
    rune === 0x1680 ||
    (rune >= 0x2000 && rune <= 0x200a) ||
    rune === 0x2028 ||
    rune === 0x2029 ||
    rune === 0x202f ||
    rune === 0x205f ||
    rune === 0x3000
  );
}

/** unicode.ToUpper: the simple mapping, one character to one. */
export function toUpper(rune: number): number {
  const simple = withIotaSubscript(rune);
  if (simple !== undefined) return simple;
  return single(String.fromCodePoint(rune).toUpperCase(), rune);
}

/** unicode.ToLower. */
export function toLower(rune: number): number {
  return rune === 0x130 ? 0x69 : single(String.fromCodePoint(rune).toLowerCase(), rune);
}

/** unicode.ToTitle: upper case but for the digraphs that have a form of their own. */
export function toTitle(rune: number): number {
  const digraph = DIGRAPHS.find(([first]) => rune >= first && rune <= first + 2);
  if (digraph !== undefined) return digraph[0] + 1;
  // Georgian: its capitals are for whole words only
  if ((rune >= 0x10d0 && rune <= 0x10fa) || (rune >= 0x10fd && rune <= 0x10ff)) return rune;
  return toUpper(rune);
}

/** First of the three code points (upper, title, lower) of DŽ, LJ, NJ, DZ. */
const DIGRAPHS: readonly (readonly [number])[] = [[0x1c4], [0x1c7], [0x1ca], [0x1f1]];

/** Greek letters with iota subscript: their full upper case has two letters, their simple one is a title case letter. */
function withIotaSubscript(rune: number): number | undefined {
  if (rune < 0x1f80 || rune > 0x1ff3) return undefined;
  if (rune <= 0x1faf) return rune & 8 ? rune : rune + 8;
  return rune === 0x1fb3 || rune === 0x1fc3 || rune === 0x1ff3 ? rune + 9 : undefined;
}

function single(converted: string, rune: number): number {
  const first = converted.codePointAt(0) ?? rune;
  return String.fromCodePoint(first).length === converted.length ? first : rune;
}
