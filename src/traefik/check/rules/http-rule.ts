import type { LoadedObject } from "../../load/configuration.ts";
import { httpHosts } from "../../rules/domains.ts";
import { judgeHttpRule as judge } from "../../rules/judge-rule.ts";
import { ruleSyntaxOf } from "../../rules/matcher-names.ts";
import type { Bench } from "../bench.ts";
import type { Fault } from "../fault.ts";
import type { HttpRouter } from "../http/router.ts";
import { blameRule } from "./blame-rule.ts";

/** An HTTP router's rule: its syntax, then its matchers. */
export function judgeHttpRule(
  { version, readRule }: Bench,
  owner: LoadedObject,
  { rule, ruleSyntax }: HttpRouter,
): readonly Fault[] {
  const syntax = ruleSyntaxOf(ruleSyntax);
  const judged = judge(rule, syntax, version, readRule(rule, "http", syntax));
  return judged.ok ? [] : [blameRule(owner, rule, judged.fault)];
}

/** The hosts that a rule of an HTTP router names, as Traefik's TLS sees them; null where it cannot parse it. */
export function tlsHosts(
  { version, readRule }: Pick<Bench, "version" | "readRule">,
  rule: string,
): readonly string[] | null {
  const found = httpHosts(rule, version, readRule(rule, "http", "any"));
  return found.ok ? found.hosts : null;
}

/** The second look at the rule of a router with tls, which knows the names of both syntaxes together. */
export function judgeTlsRule({ version, readRule }: Bench, owner: LoadedObject, rule: string): Fault | null {
  const found = httpHosts(rule, version, readRule(rule, "http", "any"));
  return found.ok ? null : blameRule(owner, rule, found.fault);
}
