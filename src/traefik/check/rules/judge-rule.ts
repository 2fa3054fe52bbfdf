import type { LoadedObject } from "../../load/configuration.ts";
import type { RuleFamily, RuleSyntax } from "../../rules/matcher-names.ts";
import type { ParsedRule } from "../../rules/parse-rule.ts";
import { matchersOf, type Matcher, type Rule } from "../../rules/rule.ts";
import { fault, type Blame, type Fault } from "../fault.ts";
import { HTTP_MATCHERS } from "./http-matchers.ts";
import { HTTP_MATCHERS_V2 } from "./http-matchers-v2.ts";
import { checkArguments, type MatcherCheck, type MatcherFault } from "./matcher-fault.ts";
import { placeInText } from "./place-in-text.ts";
import { syntaxHint } from "./syntax-hint.ts";
import { TCP_MATCHERS, TCP_MATCHERS_V2 } from "./tcp-matchers.ts";

const CHECKS: Readonly<
  Record<RuleFamily, Readonly<Record<RuleSyntax, Readonly<Record<string, MatcherCheck>>>>>
> = {
  http: { v3: HTTP_MATCHERS, v2: HTTP_MATCHERS_V2 },
  tcp: { v3: TCP_MATCHERS, v2: TCP_MATCHERS_V2 },
};

/** A rule where it stands. */
export interface RuleText {
  readonly owner: LoadedObject;
  readonly at: Blame["at"];
  readonly text: string;
  readonly family: RuleFamily;
  readonly syntax: RuleSyntax;
  readonly version: string;
}

/** The fault of a rule that cannot be parsed, in the words that `say` puts around the parser's. */
export function syntaxFault(
  { owner, at, text, family, syntax }: RuleText,
  parsed: Extract<ParsedRule, { ok: false }>,
  said: string,
): Fault {
  const { span, hint, text: reason } = parsed.fault;
  return fault(said, {
    rule: "rule-syntax",
    owner,
    place: placeInText(owner, at, text, span),
    says: `the rule cannot be parsed: ${parsed.literal ? "it is a literal, not a matcher" : reason}`,
    hint: syntaxHint(text, reason, family, syntax) ?? hint ?? null,
  });
}

/** The first matcher that refuses its arguments, with the words around it. */
export function matcherFault(
  rule: RuleText,
  parsed: Rule,
  say: (found: MatcherFault, matcher: Matcher, before: readonly string[]) => string,
): Fault | null {
  for (const { matcher, before } of withAncestors(parsed)) {
    const args = matcher.args.map(({ value }) => value);
    const found =
      checkArguments(matcher.name, args) ??
      CHECKS[rule.family][rule.syntax][matcher.name]?.(args, rule.version);
    if (!found) continue;
    const part = found.argument === undefined ? matcher : (matcher.args[found.argument] ?? matcher);
    return fault(say(found, matcher, before), {
      rule: found.rule,
      owner: rule.owner,
      place: placeInText(rule.owner, rule.at, rule.text, part),
      says: `${matcher.name} in its rule: ${found.says}`,
      hint: found.hint ?? null,
    });
  }
  return null;
}

/** Matchers from left to right, each with the and/or in whose left operand it stands, outermost first. */
function* withAncestors(
  rule: Rule,
  before: readonly string[] = [],
): Generator<{ readonly matcher: Matcher; readonly before: readonly string[] }> {
  if (rule.kind === "matcher") {
    yield { matcher: rule, before };
    return;
  }
  const last = rule.operands.length - 1;
  for (const [index, operand] of rule.operands.entries()) {
    // a chain leans to the left: its first operand stands left of every operator, the second of all but one
    const left = index === 0 ? last : last - index;
    yield* withAncestors(operand, [...before, ...Array<string>(left).fill(rule.kind)]);
  }
}

/** The lower-cased arguments of a rule's matchers of one name. */
export function hostsOf(rule: Rule, matcher: string, negatedToo: boolean): readonly string[] {
  const hosts: string[] = [];
  for (const { name, args, negated } of matchersOf(rule)) {
    if (name === matcher && (negatedToo || !negated))
      hosts.push(...args.map(({ value }) => value.toLowerCase()));
  }
  return hosts;
}
