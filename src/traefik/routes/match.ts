import type { GoVersion } from "../go/version.ts";
import type { Matcher, Rule } from "../rules/rule.ts";

/** Whether a request (or a connection) is what a rule asks for. */
export type Match<Request> = (request: Request) => boolean;

/** Makes the test of one matcher, whose arguments have been judged. */
export type MatcherBuilder<Request> = (args: readonly string[], go: GoVersion) => Match<Request>;

/** A rule that can be asked, with its parts. */
export interface RuleTest<Request> {
  readonly rule: Rule;
  readonly matches: Match<Request>;
  /** of a group, its operands */
  readonly parts: readonly RuleTest<Request>[];
}

/** Makes a rule's test out of its matchers'. */
export function compileRule<Request>(
  rule: Rule,
  builderOf: (name: string) => MatcherBuilder<Request>,
  go: GoVersion,
): RuleTest<Request> {
  if (rule.kind === "matcher") return compileMatcher(rule, builderOf(rule.name), go);
  const parts = rule.operands.map((operand) => compileRule(operand, builderOf, go));
  const matches: Match<Request> =
    rule.kind === "and"
      ? (request) => parts.every((part) => part.matches(request))
      : (request) => parts.some((part) => part.matches(request));
  return { rule, matches, parts };
}

function compileMatcher<Request>(
  rule: Matcher,
  builder: MatcherBuilder<Request>,
  go: GoVersion,
): RuleTest<Request> {
  const test = builder(
    rule.args.map(({ value }) => value),
    go,
  );
  return { rule, matches: rule.negated ? (request) => !test(request) : test, parts: [] };
}

/**
 * The part of a rule that keeps it from matching: of an `&&` its first operand that fails, of an `||` all of it.
 *
 * @returns null: the rule matches
 */
export function failingPart<Request>(test: RuleTest<Request>, request: Request): Rule | null {
  if (test.matches(request)) return null;
  if (test.rule.kind !== "and") return test.rule;
  for (const part of test.parts) {
    const failing = failingPart(part, request);
    if (failing !== null) return failing;
  }
  return test.rule;
}
