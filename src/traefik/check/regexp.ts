import { regexpFault } from "../go/regexp.ts";
import { regexpHint, regexpReason } from "../go/regexp-hints.ts";
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
      says: `not a regular expression as Go reads them: ${regexpReason(wrong.text)}`,
      hint: regexpHint(regexpReason(wrong.text)),
    }),
  ];
}
