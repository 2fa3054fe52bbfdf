import { isAtLeast, NEWEST, type TraefikVersion } from "../versions.ts";
import type { Fault } from "./fault.ts";
import { hintFor } from "./hints.ts";
import type { MatcherCheck } from "./matcher-check.ts";
import type { RuleFamily, RuleSyntax } from "./matcher-names.ts";
import { HTTP_V2, TCP_V2 } from "./matchers-v2.ts";
import { HTTP_V3, TCP_V3 } from "./matchers-v3.ts";
import { parseRule } from "./parse-rule.ts";
import { matchersOf, type Matcher, type Rule } from "./rule.ts";

/** Why Traefik refuses a rule. */
export interface RuleFault extends Fault {
  /** Traefik's whole text of a router with this rule; `text` alone is what it ends in */
  readonly status: string;
}

export type JudgedRule =
  | { readonly ok: true; readonly rule: Rule }
  | { readonly ok: false; readonly fault: RuleFault };

/**
 * What Traefik's HTTP muxer makes of a rule: syntax, names, then each matcher's arguments from the left.
 *
 * @returns the rule, or its first fault, with a status like
 *   `error while parsing rule R: parsing rule R: 1:1: expected operand, found 'EOF'`
 */
export function judgeHttpRule(
  text: string,
  syntax: RuleSyntax,
  version: TraefikVersion = NEWEST,
): JudgedRule {
  // the rule is named twice since 3.4
  const twice = isAtLeast(version, "3.4");
  const context = `error while parsing rule ${text}`;
  const refuse = (prefix: string, fault: Fault): JudgedRule => {
    return { ok: false, fault: { ...fault, status: prefix + fault.text } };
  };
  const parsed = parseRule(text, "http", syntax);
  if (!parsed.ok && parsed.literal)
    return refuse("", { ...parsed.fault, text: twice ? `${context}: obtaining build tree` : context });
  if (!parsed.ok) return refuse(twice ? `${context}: parsing rule ${text}: ` : `${context}: `, parsed.fault);
  const fault = httpFault(parsed.rule, HTTP_CHECKS[syntax], version);
  if (fault === undefined) return parsed;
  const hinted = withHint(fault, text, "http", syntax);
  return refuse(twice ? `${context}: adding rule ${text}: ` : `error while adding rule ${text}: `, hinted);
}

/**
 * What Traefik's TCP muxer makes of a rule. A fault of syntax has been told before in other words (see tcpSniHosts).
 *
 * @returns the rule, or its first fault, with a status like
 *   `error while adding rule R: invalid value for HostSNI matcher, "a b" is not a valid hostname`
 */
export function judgeTcpRule(text: string, syntax: RuleSyntax, version: TraefikVersion = NEWEST): JudgedRule {
  const refuse = (prefix: string, fault: Fault): JudgedRule => {
    return { ok: false, fault: { ...fault, status: prefix + fault.text } };
  };
  const parsed = parseRule(text, "tcp", syntax);
  const context = `error while parsing rule ${text}`;
  if (!parsed.ok && parsed.literal) return refuse("", { ...parsed.fault, text: context });
  if (!parsed.ok) return refuse(`${context}: `, parsed.fault);
  for (const matcher of matchersOf(parsed.rule)) {
    const fault = emptyFault(matcher) ?? TCP_CHECKS[syntax].get(matcher.name)?.(matcher, version);
    if (fault === undefined) continue;
    return refuse(`error while adding rule ${text}: `, withHint(fault, text, "tcp", syntax));
  }
  return parsed;
}

const HTTP_CHECKS = { v2: tableOf(HTTP_V2), v3: tableOf(HTTP_V3) };
const TCP_CHECKS = { v2: tableOf(TCP_V2), v3: tableOf(TCP_V3) };

function tableOf(checks: Readonly<Record<string, MatcherCheck>>): ReadonlyMap<string, MatcherCheck> {
  return new Map(Object.entries(checks));
}

/** Adds what is wrong with a matcher to the operators that it stands on the left of. */
function httpFault(
  rule: Rule,
  checks: ReadonlyMap<string, MatcherCheck>,
  version: TraefikVersion,
): Fault | undefined {
  if (rule.kind === "matcher") {
    const empty = emptyFault(rule);
    if (empty !== undefined)
      return { ...empty, text: `error while checking rule ${rule.name}: ${empty.text}` };
    const fault = checks.get(rule.name)?.(rule, version);
    return fault && { ...fault, text: `error while adding rule ${rule.name}: ${fault.text}` };
  }
  for (const [i, operand] of rule.operands.entries()) {
    const fault = httpFault(operand, checks, version);
    if (fault === undefined) continue;
    // a chain of n operands is n-1 operators, each with all that came before on its left
    const operators = rule.operands.length - 1 - i;
    return { ...fault, text: `error while adding rule ${rule.kind}: `.repeat(operators) + fault.text };
  }
  return undefined;
}

function emptyFault({ name, nameSpan, args, start, end }: Matcher): Fault | undefined {
  if (args.length === 0) return { text: `no args for matcher ${name}`, span: { start: nameSpan.start, end } };
  const empty = args.find(({ value }) => value === "");
  if (empty === undefined) return undefined;
  const list = args.map(({ value }) => value).join(" ");
  return {
    text: `empty args for matcher ${name}, [${list}]`,
    span: { start: Math.max(start, empty.start), end: empty.end },
  };
}

function withHint(fault: Fault, text: string, family: RuleFamily, syntax: RuleSyntax): Fault {
  const hint = hintFor(fault, text, family, syntax);
  return hint === undefined ? fault : { ...fault, hint };
}
