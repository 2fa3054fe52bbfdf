import { regexpFault } from "../go/regexp.ts";
import type { Bench } from "./bench.ts";
import { goOf } from "./behaviour.ts";
import { placeInText } from "./rules/place-in-text.ts";
import type { LoadedObject } from "../load/configuration.ts";
import { fault, type Blame, type Fault } from "./fault.ts";

/** A regular expression as Go's RE2 reads it. */
export function checkRegexp(
  { version }: Bench,
  owner: LoadedObject,
  at: Blame["at"],
  regexp: string,
  say: (text: string) => string,
): readonly Fault[] {
  const wrong = regexpFault(regexp, goOf(version));
  if (wrong === undefined) return [];
  return [
    fault(say(wrong.text), {
      rule: "invalid-regexp",
      owner,
      place: placeInText(owner, at, regexp, wrong),
      says: `not a regular expression as Go reads them: ${reasonOf(wrong.text)}`,
      hint: regexpHint(wrong.text),
    }),
  ];
}

/** Go's words without their beginning, which says nothing. */
export function reasonOf(text: string): string {
  return text.replace(/^error parsing regexp: /, "");
}

/** What to do about constructs of other dialects that Go does not have. */
export function regexpHint(error: string): string | null {
  if (/`\(\?[=!]/.test(error) || /`\(\?<[=!]/.test(error))
    return "Go has no lookahead and no lookbehind; use a second matcher, negated with ! where needed";
  if (/invalid escape sequence: `\\[1-9k]/.test(error)) return "Go has no back references";
  if (/`\(\?>|nested repetition operator/.test(error))
    return "Go has neither atomic groups nor possessive repetition";
  if (/invalid escape sequence: `\\[ZG]`/.test(error)) return "the end of the text is `\\z` or `$`";
  if (/missing argument to repetition operator: `\*`/.test(error)) return "any text is `.*`";
  return null;
}
