import { RE2JS } from "re2js";
import { canonicalClassName, isUnicodeClass } from "./unicode-classes.ts";
import { NEWEST_GO, type GoVersion } from "./version.ts";

/** Whether a text (a Go string, see utf8.ts) matches anywhere. */
export type RegexpTest = (text: string) => boolean;

/**
 * Go's regexp.Compile of a pattern that regexpFault has nothing against: linear in the text, never backtracking.
 * The engine is compiled at the first test. Its Unicode tables are newer than Go's 15.0.
 */
export function compileRegexp(pattern: string, go: GoVersion = NEWEST_GO): RegexpTest {
  let engine: RE2JS | undefined;
  return (text) => {
    engine ??= compileEngine(pattern, go);
    return engine.test(wellFormed(text));
  };
}

/** The engine for such a pattern. */
export function compileEngine(pattern: string, go: GoVersion = NEWEST_GO): RE2JS {
  return RE2JS.compile(wellFormed(withKnownClasses(pattern, go)));
}

/** A byte that is no UTF-8 is U+FFFD to Go's matcher. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, "\ufffd");
}

/** Classes that Go knows by names which the engine does not: by their own names, or spelled out. */
function withKnownClasses(pattern: string, go: GoVersion): string {
  if (!pattern.includes("\\p{") && !pattern.includes("\\P{")) return pattern;
  let inside = false;
  return pattern.replace(
    /\\Q.*?(?:\\E|$)|\\[pP]\{(\^?)([^}]*)\}|\\.|\[\^?\]?(?!:)|\[:\^?\w+:\]|\]/gsu,
    (token: string, caret?: string, name?: string) => {
      if (name !== undefined) return knownClass(token, caret === "^", name, inside, go);
      // in a bracket expression another `[` is a character, and the `]` after it the end
      if (inside && /^\[?\^?\]$/.test(token)) inside = false;
      else if (token.startsWith("[") && !token.startsWith("[:")) inside = true;
      return token;
    },
  );
}

function knownClass(token: string, caret: boolean, name: string, inside: boolean, go: GoVersion): string {
  if (!isUnicodeClass(name, go)) return token;
  const known = go < 25 ? name : canonicalClassName(name);
  if (!SPELLED_OUT.has(known)) return `\\${token.charAt(1)}{${caret ? "^" : ""}${known}}`;
  const negative = caret !== token.startsWith("\\P");
  const members = rangesOf(known, negative);
  return inside ? members : `[${members}]`;
}

const SPELLED_OUT: ReadonlySet<string> = new Set(["Ascii", "Assigned", "Cn", "Lc"]);
const SPELLINGS: Readonly<Record<string, string>> = {
  Ascii: "ASCII",
  Assigned: "Assigned",
  Cn: "Cn",
  Lc: "LC",
};

const ranges = new Map<string, string>();

/** The characters of a class as ranges of a bracket expression; found once, at the cost of a walk through Unicode. */
function rangesOf(name: string, negative: boolean): string {
  const id = `${negative ? "^" : ""}${name}`;
  const known = ranges.get(id) ?? findRanges(name, negative);
  ranges.set(id, known);
  return known;
}

function findRanges(name: string, negative: boolean): string {
  const test = new RegExp(`^\\${negative ? "P" : "p"}{${SPELLINGS[name] ?? name}}$`, "u");
  let found = "";
  let start = -1;
  for (let codePoint = 0; codePoint <= 0x110000; codePoint++) {
    const isMember = codePoint <= 0x10ffff && test.test(String.fromCodePoint(codePoint));
    if (isMember && start < 0) start = codePoint;
    if (isMember || start < 0) continue;
    found += `\\x{${start.toString(16)}}-\\x{${(codePoint - 1).toString(16)}}`;
    start = -1;
  }
  return found;
}
