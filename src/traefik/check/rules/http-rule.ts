import type { LoadedObject } from "../../load/configuration.ts";
import { httpHosts, type Hosts } from "../../rules/domains.ts";
import { judgeHttpRule as judge } from "../../rules/judge-rule.ts";
import { ruleSyntaxOf } from "../../rules/matcher-names.ts";
import type { Bench } from "../bench.ts";
import type { Fault } from "../fault.ts";
import type { HttpBench } from "../http/bench.ts";
import type { HttpRouter } from "../http/router.ts";
import { blameRule } from "./blame-rule.ts";

/** An HTTP router's rule: its syntax, then its matchers. */
export function judgeHttpRule(
  { version, readRule, soundRules }: HttpBench,
  owner: LoadedObject,
  { rule, ruleSyntax }: HttpRouter,
): readonly Fault[] {
  const syntax = ruleSyntaxOf(ruleSyntax);
  const parsed = readRule(rule, "http", syntax);
  if (soundRules.has(parsed)) return [];
  const judged = judge(rule, syntax, version, parsed);
  if (!judged.ok) return [blameRule(owner, rule, judged.fault)];
  soundRules.add(parsed);
  return [];
}

type Reading = Pick<Bench, "version" | "readRule">;

/** The hosts that a rule of an HTTP router names, as Traefik's TLS sees them; null where it cannot parse it. */
export function tlsHosts(reading: Reading, rule: string): readonly string[] | null {
  const found = readTlsRule(reading, rule);
  return found.ok ? found.hosts : null;
}

/** The second look at the rule of a router with tls, which knows the names of both syntaxes together. */
export function readTlsRule({ version, readRule }: Reading, rule: string): Hosts {
  return httpHosts(rule, version, readRule(rule, "http", "any"));
}
