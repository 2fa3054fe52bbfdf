import {
  HASH,
  isBlank,
  isBreak,
  isBreakOrEnd,
  isDigit,
  isNameCharacter,
  isSpaceOrEnd,
  DOT,
} from "./characters.ts";
import { fail, skipBreak, skipLine, token, type Scanner, type Token } from "./scanner.ts";
import { scanHandle, scanUri } from "./scan-properties.ts";

/** Scans `%YAML 1.1` or `%TAG ! prefix` to the end of its line, including the line break. */
export function scanDirective(s: Scanner): Token {
  const start = s.offset++;
  const name = scanName(s, start);
  const made =
    name === "YAML"
      ? scanVersion(s, start)
      : name === "TAG"
        ? scanTagDirective(s, start)
        : failDirective(s, start, "found unknown directive name");
  skipBlanks(s);
  if (s.text.charCodeAt(s.offset) === HASH) skipLine(s);
  const code = s.text.charCodeAt(s.offset);
  if (!isBreakOrEnd(code)) failDirective(s, start, "did not find expected comment or line break");
  if (isBreak(code)) skipBreak(s);
  return made;
}

function failDirective(s: Scanner, start: number, message: string): never {
  fail(message, start, Math.max(s.offset, start + 1), start, s.offset);
}

function skipBlanks(s: Scanner): void {
  while (isBlank(s.text.charCodeAt(s.offset))) s.offset++;
}

function scanName(s: Scanner, start: number): string {
  while (isNameCharacter(s.text.charCodeAt(s.offset))) s.offset++;
  if (s.offset === start + 1) failDirective(s, start, "could not find expected directive name");
  if (!isSpaceOrEnd(s.text.charCodeAt(s.offset)))
    failDirective(s, start, "found unexpected non-alphabetical character");
  return s.text.slice(start + 1, s.offset);
}

function scanVersion(s: Scanner, start: number): Token {
  skipBlanks(s);
  const major = scanNumber(s, start);
  if (s.text.charCodeAt(s.offset) !== DOT)
    failDirective(s, start, "did not find expected digit or '.' character");
  s.offset++;
  const minor = scanNumber(s, start);
  return token("version directive", start, s.offset, `${major}.${minor}`);
}

function scanNumber(s: Scanner, start: number): number {
  const first = s.offset;
  while (isDigit(s.text.charCodeAt(s.offset))) {
    if (s.offset - first === 2) failDirective(s, start, "found extremely long version number");
    s.offset++;
  }
  if (s.offset === first) failDirective(s, start, "did not find expected version number");
  return Number(s.text.slice(first, s.offset));
}

function scanTagDirective(s: Scanner, start: number): Token {
  skipBlanks(s);
  const handle = scanHandle(s, start, true);
  if (!isBlank(s.text.charCodeAt(s.offset))) failDirective(s, start, "did not find expected whitespace");
  skipBlanks(s);
  const prefix = scanUri(s, start, "");
  if (!isSpaceOrEnd(s.text.charCodeAt(s.offset)))
    failDirective(s, start, "did not find expected whitespace or line break");
  return token("tag directive", start, s.offset, handle, prefix);
}
