import { ruleSyntaxOf } from "../../rules/matcher-names.ts";
import type { Bench } from "../bench.ts";
import { behaves } from "../behaviour.ts";
import { fault, type Fault } from "../fault.ts";
import type { HttpRouter } from "../http/router.ts";
import type { LoadedObject } from "../../load/configuration.ts";
import { hostsOf, matcherFault, syntaxFault, type RuleText } from "./judge-rule.ts";
import { syntaxHint } from "./syntax-hint.ts";
import { placeInText } from "./place-in-text.ts";

/** An HTTP router's rule: its syntax, then its matchers. */
export function judgeHttpRule(
  { version, readRule }: Bench,
  owner: LoadedObject,
  router: HttpRouter,
): readonly Fault[] {
  const { rule, ruleSyntax } = router;
  const syntax = ruleSyntaxOf(ruleSyntax);
  const text: RuleText = { owner, at: [owner.value, "rule"], text: rule, family: "http", syntax, version };
  const long = behaves(version, "longRuleTexts");
  const parsed = readRule(rule, "http", syntax);
  if (!parsed.ok) {
    const said = parsed.literal
      ? `error while parsing rule ${rule}${long ? ": obtaining build tree" : ""}`
      : `error while parsing rule ${rule}: ${long ? `parsing rule ${rule}: ` : ""}${parsed.fault.text}`;
    return [syntaxFault(text, parsed, said)];
  }
  const around = long
    ? `error while parsing rule ${rule}: adding rule ${rule}: `
    : `error while adding rule ${rule}: `;
  const found = matcherFault(text, parsed.rule, (wrong, { name }, before) => {
    const left = before.map((operator) => `error while adding rule ${operator}: `).join("");
    const step = isArgumentFault(wrong.text) ? "checking" : "adding";
    return `${around}${left}error while ${step} rule ${name}: ${wrong.text}`;
  });
  return found ? [found] : [];
}

function isArgumentFault(text: string): boolean {
  return text.startsWith("no args for matcher ") || text.startsWith("empty args for matcher ");
}

/** The hosts that a rule of an HTTP router names, as Traefik's TLS sees them; null where it cannot parse it. */
export function tlsHosts({ version, readRule }: Bench, rule: string): readonly string[] | null {
  const parsed = readRule(rule, "http", "any");
  return parsed.ok ? hostsOf(parsed.rule, "Host", !behaves(version, "negatedHostsIgnored")) : null;
}

/** The second look at the rule of a router with tls, which knows the names of both syntaxes together. */
export function judgeTlsRule({ readRule }: Bench, owner: LoadedObject, rule: string): Fault | null {
  const parsed = readRule(rule, "http", "any");
  if (parsed.ok) return null;
  const reason = parsed.literal ? "" : `: ${parsed.fault.text}`;
  const at = [owner.value, "rule"] as const;
  return fault(`invalid rule ${rule}, error: error while parsing rule ${rule}${reason}`, {
    rule: "rule-syntax",
    owner,
    place: placeInText(owner, at, rule, parsed.fault.span),
    says: `the rule cannot be parsed: ${parsed.literal ? "it is a literal, not a matcher" : parsed.fault.text}`,
    hint: syntaxHint(rule, parsed.fault.text, "http", "v3") ?? parsed.fault.hint ?? null,
  });
}
