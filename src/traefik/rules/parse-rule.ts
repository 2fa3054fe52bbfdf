import { success, type GoResult } from "../go/result.ts";
import type { Span } from "../load/node.ts";
import { evaluate, type GoFunction, type Language, type Place, type Value } from "./evaluate.ts";
import type { Fault } from "./fault.ts";
import { MATCHER_NAMES, spellings, type RuleFamily, type RuleSyntax } from "./matcher-names.ts";
import { parseExpression } from "./parse-expression.ts";
import { negate, type Matcher, type Rule } from "./rule.ts";

export type ParsedRule =
  | { readonly ok: true; readonly rule: Rule }
  /** a literal stands where a rule should: Traefik has no words of its own for that, its callers have */
  | { readonly ok: false; readonly literal: boolean; readonly fault: Fault };

/**
 * Parses a rule and looks its matchers' names up; what the matchers are given is not judged here.
 *
 * @param text the rule as Traefik gets it
 * @param syntax `any` knows the names of both, as Traefik does where it looks for a rule's domains
 * @returns the rule, or a fault with the bare text: `1:1: expected operand, found 'EOF'`, `unsupported function: Foo`
 */
export function parseRule(text: string, family: RuleFamily, syntax: RuleSyntax | "any"): ParsedRule {
  const parsed = parseExpression(text);
  if ("fault" in parsed) return { ok: false, literal: false, fault: parsed.fault };
  const evaluated = evaluate(parsed.expression, languageOf(family, syntax));
  if (!evaluated.ok) return { ok: false, literal: false, fault: evaluated.fault };
  const { value } = evaluated;
  if ("result" in value) return { ok: true, rule: value.result };
  const fault = { text: "no matcher", span: { start: value.start, end: value.end } };
  return { ok: false, literal: true, fault };
}

const RULE = "rules.TreeBuilder";
const languages = new Map<string, Language<Rule>>();

function languageOf(family: RuleFamily, syntax: RuleSyntax | "any"): Language<Rule> {
  const id = `${family} ${syntax}`;
  const known = languages.get(id);
  if (known !== undefined) return known;
  const { v2, v3 } = MATCHER_NAMES[family];
  const names = syntax === "any" ? [...v3, ...v2] : MATCHER_NAMES[family][syntax];
  const functions = new Map<string, GoFunction<Rule>>();
  for (const name of names)
    for (const spelling of spellings(name)) functions.set(spelling, matcherFunction(name));
  const language: Language<Rule> = { operators: OPERATORS, functions };
  languages.set(id, language);
  return language;
}

const OPERATORS: ReadonlyMap<string, GoFunction<Rule>> = new Map([
  ["&&", { parameters: [RULE, RULE], call: (args, place) => join("and", args, place) }],
  ["||", { parameters: [RULE, RULE], call: (args, place) => join("or", args, place) }],
  ["unary !", { parameters: [RULE], call: ([operand], place) => ruleValue(negate(ruleOf(operand)), place) }],
]);

function matcherFunction(name: string): GoFunction<Rule> {
  return {
    parameters: [],
    variadic: "string",
    call(args, { start, end, name: nameSpan }) {
      const values = args.flatMap((arg) =>
        arg.type === "string" ? [{ value: arg.text, start: arg.start, end: arg.end }] : [],
      );
      const matcher: Matcher = { kind: "matcher", name, nameSpan, args: values, negated: false, start, end };
      return ruleValue(matcher, matcher);
    },
  };
}

/** Makes one group of a chain; a chain's growing group is nobody else's, so it is extended in place. */
function join(
  kind: "and" | "or",
  [left, right]: readonly Value<Rule>[],
  place: Place,
): GoResult<Value<Rule>> {
  const first = ruleOf(left);
  const operands = first.kind === kind ? (first.operands as Rule[]) : [first];
  operands.push(ruleOf(right));
  return ruleValue({ kind, operands, start: place.start, end: place.end }, place);
}

function ruleOf(value: Value<Rule> | undefined): Rule {
  if (value === undefined || !("result" in value)) throw new TypeError("not a rule");
  return value.result;
}

function ruleValue(rule: Rule, { start, end }: Span): GoResult<Value<Rule>> {
  return success({ type: RULE, result: rule, start, end });
}
