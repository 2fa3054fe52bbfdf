import { toLower } from "../go/fold.ts";
import { quote } from "../go/strconv.ts";
import { byteLength } from "../go/utf8.ts";
import { NEWEST, type TraefikVersion } from "../versions.ts";
import { reads } from "./behaviour.ts";
import type { RuleFault } from "./fault.ts";
import { syntaxFault } from "./judge-rule.ts";
import { parseRule, type ParsedRule } from "./parse-rule.ts";
import { matchersOf, type Rule } from "./rule.ts";

export type Hosts =
  | { readonly ok: true; readonly hosts: readonly string[] }
  | { readonly ok: false; readonly fault: RuleFault };

/**
 * The `Host` values of an HTTP rule, in lower case, as Traefik takes them from the rule of a router with tls. It
 * looks with the names of both syntaxes, and not at arguments.
 *
 * @param parsed the rule with `any` syntax, where it has been parsed already
 * @returns the hosts, or a fault with a status like
 *   `invalid rule R, error: error while parsing rule R: 1:1: expected operand, found 'EOF'`
 */
export function httpHosts(
  text: string,
  version: TraefikVersion = NEWEST,
  parsed: ParsedRule = parseRule(text, "http", "any"),
): Hosts {
  if (parsed.ok) return { ok: true, hosts: hostsOf(parsed.rule, "Host", version) };
  const context = `invalid rule ${text}, error: error while parsing rule ${text}`;
  const status = parsed.literal ? context : `${context}: ${parsed.fault.text}`;
  return { ok: false, fault: syntaxFault(parsed, status) };
}

/**
 * The `HostSNI` values of a TCP rule, in lower case, as Traefik takes them before anything else.
 *
 * @param parsed the rule with `any` syntax, where it has been parsed already
 * @returns the hosts, or a fault with a status like `invalid rule: "R" , 1:1: expected operand, found 'EOF'`
 */
export function tcpSniHosts(
  text: string,
  version: TraefikVersion = NEWEST,
  parsed: ParsedRule = parseRule(text, "tcp", "any"),
): Hosts {
  if (parsed.ok) return { ok: true, hosts: hostsOf(parsed.rule, "HostSNI", version) };
  const reason = parsed.literal ? `error while parsing rule ${text}` : parsed.fault.text;
  return { ok: false, fault: syntaxFault(parsed, `invalid rule: ${quote(text)} , ${reason}`) };
}

function hostsOf(rule: Rule, name: string, version: TraefikVersion): string[] {
  const ignoresNegated = reads(version, "negatedHostsIgnored");
  const hosts: string[] = [];
  for (const matcher of matchersOf(rule)) {
    if (matcher.name !== name || (ignoresNegated && matcher.negated)) continue;
    for (const { value } of matcher.args) hosts.push(toLower(value));
  }
  return hosts;
}

/** The priority that Traefik gives a router without one: the length of its rule in bytes. */
export function httpRulePriority(text: string): number {
  return byteLength(text);
}

/** As for HTTP, but nothing else than HostSNI(`*`), negated or not, comes last: -1. */
export function tcpRulePriority(text: string): number {
  const parsed = parseRule(text, "tcp", "v3");
  if (!parsed.ok || parsed.rule.kind !== "matcher") return byteLength(text);
  const { name, args } = parsed.rule;
  return name === "HostSNI" && args.length === 1 && args[0]?.value === "*" ? -1 : byteLength(text);
}
