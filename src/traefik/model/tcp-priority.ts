import { equalFold } from "../go/fold.ts";
import { byteLength } from "../go/utf8.ts";
import { parseRule } from "../rules/parse-rule.ts";

/** The priority that Traefik computes of a TCP rule: its length, but the least of all for one that takes everything. */
export function tcpPriority(rule: string): number {
  return isCatchAll(rule) ? -1 : byteLength(rule);
}

/** Whether a rule is HostSNI(`*`) and nothing else, be it negated. */
export function isCatchAll(rule: string): boolean {
  const parsed = parseRule(rule, "tcp", "v3");
  if (!parsed.ok || parsed.rule.kind !== "matcher") return false;
  const { name, args } = parsed.rule;
  return equalFold(name, "HostSNI") && args.length === 1 && args[0]?.value === "*";
}
