import type { RuleId } from "../../../rules.ts";
import { regexpFault } from "../../go/regexp.ts";
import { cidrHint, rangeError } from "../ip-ranges.ts";
import { goOf } from "../behaviour.ts";
import { reasonOf, regexpHint } from "../regexp.ts";

/** What is wrong with the arguments of a matcher. */
export interface MatcherFault {
  readonly rule: RuleId;
  /** Traefik's words */
  readonly text: string;
  /** which argument, counted from 0; none: the whole matcher */
  readonly argument?: number;
  readonly says: string;
  readonly hint?: string | null;
}

/** Judges a matcher's arguments, of which there is at least one and none is empty. */
export type MatcherCheck = (args: readonly string[], version: string) => MatcherFault | null;

/** No argument, or an empty one: refused for every matcher before it is asked. */
export function checkArguments(matcher: string, args: readonly string[]): MatcherFault | null {
  if (args.length === 0)
    return {
      rule: "rule-matcher",
      text: `no args for matcher ${matcher}`,
      says: `${matcher} has no argument`,
    };
  const empty = args.indexOf("");
  if (empty < 0) return null;
  return {
    rule: "rule-matcher",
    text: `empty args for matcher ${matcher}, [${args.join(" ")}]`,
    argument: empty,
    says: `an argument of ${matcher} is empty`,
  };
}

/** A regular expression as an argument. */
export function regexpArgument(
  args: readonly string[],
  argument: number,
  version: string,
  say: (text: string) => string,
): MatcherFault | null {
  const regexp = args[argument];
  if (regexp === undefined) return null;
  const wrong = regexpFault(regexp, goOf(version));
  if (wrong === undefined) return null;
  return {
    rule: "invalid-regexp",
    text: say(wrong.text),
    argument,
    says: `not a regular expression as Go reads them: ${reasonOf(wrong.text)}`,
    hint: regexpHint(wrong.text),
  };
}

/** Addresses and ranges of them as arguments. */
export function ipArguments(args: readonly string[], say: (text: string) => string): MatcherFault | null {
  for (const [argument, range] of args.entries()) {
    const wrong = rangeError(range);
    if (wrong === null) continue;
    return {
      rule: "invalid-cidr",
      text: say(wrong),
      argument,
      says: `"${range}" is neither an IP address nor a CIDR range`,
      hint: cidrHint(range),
    };
  }
  return null;
}
