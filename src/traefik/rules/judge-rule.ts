import { NEWEST, type TraefikVersion } from "../versions.ts";
import { reads } from "./behaviour.ts";
import type { RuleFault } from "./fault.ts";
import { complaint, faultOf, type MatcherCheck, type MatcherFault } from "./matcher-check.ts";
import type { RuleFamily, RuleSyntax } from "./matcher-names.ts";
import { HTTP_V2, TCP_V2 } from "./matchers-v2.ts";
import { HTTP_V3, TCP_V3 } from "./matchers-v3.ts";
import { parseRule, type ParsedRule } from "./parse-rule.ts";
import type { Matcher, Rule } from "./rule.ts";
import { tellMatcher } from "./tell-fault.ts";

export type JudgedRule =
  | { readonly ok: true; readonly rule: Rule }
  | { readonly ok: false; readonly fault: RuleFault };

/**
 * What Traefik's HTTP muxer makes of a rule: syntax, names, then each matcher's arguments from the left.
 *
 * @param parsed the rule, where it has been parsed already
 * @returns the rule, or its first fault, with a status like
 *   `error while parsing rule R: parsing rule R: 1:1: expected operand, found 'EOF'`
 */
export function judgeHttpRule(
  text: string,
  syntax: RuleSyntax,
  version: TraefikVersion = NEWEST,
  parsed: ParsedRule = parseRule(text, "http", syntax),
): JudgedRule {
  const twice = reads(version, "longTexts");
  const context = `error while parsing rule ${text}`;
  if (!parsed.ok && parsed.literal)
    return { ok: false, fault: syntaxFault(parsed, twice ? `${context}: obtaining build tree` : context) };
  if (!parsed.ok) {
    const status = `${context}: ${twice ? `parsing rule ${text}: ` : ""}${parsed.fault.text}`;
    return { ok: false, fault: syntaxFault(parsed, status) };
  }
  const found = firstFault(parsed.rule, CHECKS.http[syntax], version);
  if (found === undefined) return parsed;
  const { fault, matcher, before, isEmpty } = found;
  const left = before.map((operator) => `error while adding rule ${operator}: `).join("");
  const step = `${left}error while ${isEmpty ? "checking" : "adding"} rule ${matcher.name}: `;
  const around = twice ? `${context}: adding rule ${text}: ` : `error while adding rule ${text}: `;
  return { ok: false, fault: matcherFault(found, around + step + fault.text, text, "http", syntax) };
}

/**
 * What Traefik's TCP muxer makes of a rule. A fault of syntax has been told before in other words (see tcpSniHosts).
 *
 * @param parsed the rule, where it has been parsed already
 * @returns the rule, or its first fault, with a status like
 *   `error while adding rule R: invalid value for HostSNI matcher, "a b" is not a valid hostname`
 */
export function judgeTcpRule(
  text: string,
  syntax: RuleSyntax,
  version: TraefikVersion = NEWEST,
  parsed: ParsedRule = parseRule(text, "tcp", syntax),
): JudgedRule {
  if (!parsed.ok) {
    const context = `error while parsing rule ${text}`;
    const status = parsed.literal ? context : `${context}: ${parsed.fault.text}`;
    return { ok: false, fault: syntaxFault(parsed, status) };
  }
  const found = firstFault(parsed.rule, CHECKS.tcp[syntax], version);
  if (found === undefined) return parsed;
  const status = `error while adding rule ${text}: ${found.fault.text}`;
  return { ok: false, fault: matcherFault(found, status, text, "tcp", syntax) };
}

/** The fault of a rule that cannot be parsed, with Traefik's whole text of it. */
export function syntaxFault(
  { fault, literal }: Extract<ParsedRule, { ok: false }>,
  status: string,
): RuleFault {
  const reason = literal ? "it is a literal, not a matcher" : (fault.told ?? fault.text);
  return { ...fault, rule: "rule-syntax", says: `the rule cannot be parsed: ${reason}`, status };
}

const CHECKS: Readonly<Record<RuleFamily, Readonly<Record<RuleSyntax, ReadonlyMap<string, MatcherCheck>>>>> =
  {
    http: { v2: tableOf(HTTP_V2), v3: tableOf(HTTP_V3) },
    tcp: { v2: tableOf(TCP_V2), v3: tableOf(TCP_V3) },
  };

function tableOf(checks: Readonly<Record<string, MatcherCheck>>): ReadonlyMap<string, MatcherCheck> {
  return new Map(Object.entries(checks));
}

interface Found {
  readonly fault: MatcherFault;
  readonly matcher: Matcher;
  /** the and/or in whose left operand the matcher stands, outermost first */
  readonly before: readonly string[];
  /** refused for want of an argument, before the matcher itself was asked */
  readonly isEmpty: boolean;
}

/** The first matcher that refuses its arguments. */
function firstFault(
  rule: Rule,
  checks: ReadonlyMap<string, MatcherCheck>,
  version: TraefikVersion,
): Found | undefined {
  if (rule.kind === "matcher") {
    const empty = emptyFault(rule);
    const fault = empty ?? checks.get(rule.name)?.(rule, version);
    return fault && { fault, matcher: rule, before: [], isEmpty: empty !== undefined };
  }
  for (const [i, operand] of rule.operands.entries()) {
    const found = firstFault(operand, checks, version);
    if (found === undefined) continue;
    // a chain of n operands is n-1 operators, each with all that came before on its left
    const operators = Array<string>(rule.operands.length - 1 - i).fill(rule.kind);
    return { ...found, before: [...operators, ...found.before] };
  }
  return undefined;
}

function emptyFault({ name, nameSpan, args, start, end }: Matcher): MatcherFault | undefined {
  if (args.length === 0)
    return faultOf({ start: nameSpan.start, end }, complaint(`no args for matcher ${name}`, "no argument"));
  const empty = args.find(({ value }) => value === "");
  if (empty === undefined) return undefined;
  const list = args.map(({ value }) => value).join(" ");
  const found = complaint(`empty args for matcher ${name}, [${list}]`, "an argument is empty");
  return faultOf({ start: Math.max(start, empty.start), end: empty.end }, found);
}

function matcherFault(
  { fault, matcher }: Found,
  status: string,
  text: string,
  family: RuleFamily,
  syntax: RuleSyntax,
): RuleFault {
  return { ...tellMatcher(fault, matcher.name, text, family, syntax), status };
}
