import { success, type GoResult } from "../go/result.ts";
import type { Span } from "../load/node.ts";
import { evaluate, type GoFunction, type Language, type Place, type Value } from "./evaluate.ts";
import type { Fault } from "./fault.ts";
import { MATCHER_NAMES, spellings, type RuleFamily, type RuleSyntax } from "./matcher-names.ts";
import { parseExpression } from "./parse-expression.ts";
import { readSimpleRule } from "./read-simple-rule.ts";
import type { Matcher, Rule } from "./rule.ts";
import { tellSyntax } from "./tell-fault.ts";

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
  const rule = readSimpleRule(text, languageOf(family, syntax).names);
  return rule === null ? parseAnyRule(text, family, syntax) : { ok: true, rule };
}

/** The same, as Traefik goes: a Go expression that is then evaluated. What `readSimpleRule` is held against. */
export function parseAnyRule(text: string, family: RuleFamily, syntax: RuleSyntax | "any"): ParsedRule {
  const refuse = (fault: Fault, literal = false): ParsedRule => {
    return { ok: false, literal, fault: tellSyntax(fault, text, family, syntax === "any" ? "v3" : syntax) };
  };
  const parsed = parseExpression(text);
  if ("fault" in parsed) return refuse(parsed.fault);
  const evaluated = evaluate(parsed.expression, languageOf(family, syntax).language);
  if (!evaluated.ok) return refuse(evaluated.fault);
  const { value } = evaluated;
  if ("result" in value) return { ok: true, rule: build(value.result, false) };
  return refuse({ text: "no matcher", span: { start: value.start, end: value.end } }, true);
}

const RULE = "rules.TreeBuilder";

/** A rule as its operators stand, before negations are pushed down and chains made groups. */
type Draft =
  | Matcher
  | (Span & { readonly kind: "not"; readonly operand: Draft })
  | (Span & { readonly kind: "and" | "or"; readonly left: Draft; readonly right: Draft });

function build(draft: Draft, negated: boolean): Rule {
  if (draft.kind === "matcher") return { ...draft, negated };
  if (draft.kind === "not") return build(draft.operand, !negated);
  const { start, end } = draft;
  const operands: Rule[] = [];
  // a chain leans to the left and may be long: it is walked, not descended
  let first: Draft = draft;
  while (first.kind === draft.kind) {
    operands.push(build(first.right, negated));
    first = first.left;
  }
  operands.push(build(first, negated));
  const kind = negated === (draft.kind === "or") ? "and" : "or";
  return { kind, operands: operands.reverse(), start, end };
}

interface Words {
  /** Traefik's spelling of each name that a matcher may be called by */
  readonly names: ReadonlyMap<string, string>;
  readonly language: Language<Draft>;
}

const languages = new Map<string, Words>();

function languageOf(family: RuleFamily, syntax: RuleSyntax | "any"): Words {
  const id = `${family} ${syntax}`;
  const known = languages.get(id);
  if (known !== undefined) return known;
  const { v2, v3 } = MATCHER_NAMES[family];
  const own = syntax === "any" ? [...v3, ...v2] : MATCHER_NAMES[family][syntax];
  const names = new Map(own.flatMap((name) => spellings(name).map((spelling) => [spelling, name] as const)));
  const functions = new Map([...names].map(([spelling, name]) => [spelling, matcherFunction(name)] as const));
  const words = { names, language: { operators: OPERATORS, functions } };
  languages.set(id, words);
  return words;
}

const OPERATORS: ReadonlyMap<string, GoFunction<Draft>> = new Map([
  ["&&", { parameters: [RULE, RULE], call: (args, place) => join("and", args, place) }],
  ["||", { parameters: [RULE, RULE], call: (args, place) => join("or", args, place) }],
  [
    "unary !",
    {
      parameters: [RULE],
      call: ([operand], { start, end }) => draftValue({ kind: "not", operand: draftOf(operand), start, end }),
    },
  ],
]);

function matcherFunction(name: string): GoFunction<Draft> {
  return {
    parameters: [],
    variadic: "string",
    call(args, { start, end, name: nameSpan }) {
      const values = args.flatMap((arg) =>
        arg.type === "string" ? [{ value: arg.text, start: arg.start, end: arg.end }] : [],
      );
      return draftValue({ kind: "matcher", name, nameSpan, args: values, negated: false, start, end });
    },
  };
}

function join(
  kind: "and" | "or",
  [left, right]: readonly Value<Draft>[],
  { start, end }: Place,
): GoResult<Value<Draft>> {
  return draftValue({ kind, left: draftOf(left), right: draftOf(right), start, end });
}

function draftOf(value: Value<Draft> | undefined): Draft {
  if (value === undefined || !("result" in value)) throw new TypeError("not a rule");
  return value.result;
}

function draftValue(result: Draft): GoResult<Value<Draft>> {
  return success({ type: RULE, result, start: result.start, end: result.end });
}
