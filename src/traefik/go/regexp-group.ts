import { characterAt, checkUtf8, Refusal } from "./regexp-refusal.ts";

interface PerlGroup {
  readonly opens: boolean;
  readonly captures: boolean;
  readonly end: number;
}

/** `(?P<name>`, `(?<name>`, `(?i)`, `(?i-s:` … at an offset. */
export function perlGroup(pattern: string, offset: number): PerlGroup {
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
