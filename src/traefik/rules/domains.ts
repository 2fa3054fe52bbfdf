import { toLower } from "../go/fold.ts";
import { byteLength } from "../go/utf8.ts";
import { isAtLeast, NEWEST, type TraefikVersion } from "../versions.ts";
import type { Fault } from "./fault.ts";
import { parseRule } from "./parse-rule.ts";
import { matchersOf, type Rule } from "./rule.ts";

export type Hosts =
  | { readonly ok: true; readonly hosts: readonly string[] }
  /** the fault's text is what Traefik puts behind `invalid rule R, error: ` and the like */
  | { readonly ok: false; readonly fault: Fault };

/**
 * The `Host` values of an HTTP rule, in lower case, as Traefik takes them from the rule of a router with tls. It
 * looks with the names of both syntaxes, and not at arguments.
 *
 * @returns the hosts, or a fault with the text `error while parsing rule R: 1:1: expected operand, found 'EOF'`
 */
export function httpHosts(text: string, version: TraefikVersion = NEWEST): Hosts {
  const parsed = parseRule(text, "http", "any");
  if (parsed.ok) return { ok: true, hosts: hostsOf(parsed.rule, "Host", version) };
  const context = `error while parsing rule ${text}`;
  const { fault, literal } = parsed;
  return { ok: false, fault: { ...fault, text: literal ? context : `${context}: ${fault.text}` } };
}

/**
 * The `HostSNI` values of a TCP rule, in lower case, as Traefik takes them before anything else.
 *
 * @returns the hosts, or a fault with the bare text, which Traefik puts behind `invalid rule: "R" , `
 */
export function tcpSniHosts(text: string, version: TraefikVersion = NEWEST): Hosts {
  const parsed = parseRule(text, "tcp", "any");
  if (parsed.ok) return { ok: true, hosts: hostsOf(parsed.rule, "HostSNI", version) };
  const { fault, literal } = parsed;
  return { ok: false, fault: literal ? { ...fault, text: `error while parsing rule ${text}` } : fault };
}

/** Negated matchers name no host since 3.7.10. */
function hostsOf(rule: Rule, name: string, version: TraefikVersion): string[] {
  const all = [...matchersOf(rule)].filter((matcher) => matcher.name === name);
  const counted = isAtLeast(version, "3.7") ? all.filter(({ negated }) => !negated) : all;
  return counted.flatMap(({ args }) => args.map(({ value }) => toLower(value)));
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
