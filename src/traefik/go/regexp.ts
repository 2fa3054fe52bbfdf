import { characterClass } from "./regexp-class.ts";
import { escapeSequence } from "./regexp-escape.ts";
import { perlGroup } from "./regexp-group.ts";
import { characterAt, Refusal, type RegexpFault } from "./regexp-refusal.ts";
import { isSaneRange, MAX_REPEAT, repeatRange } from "./regexp-repeat.ts";
import {
  CHARACTER,
  checkLimits,
  CLASS,
  closeBranch,
  closeGroup,
  type Frame,
  openFrame,
  type Part,
  pushPart,
  repeated,
  repeatedTimes,
  SIMPLE,
} from "./regexp-size.ts";
import { NEWEST_GO, type GoVersion } from "./version.ts";

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
