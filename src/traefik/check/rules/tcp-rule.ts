import { quote } from "../../go/strconv.ts";
import { isAscii } from "../../go/utf8.ts";
import type { LoadedObject } from "../../load/configuration.ts";
import { tcpSniHosts, type Hosts } from "../../rules/domains.ts";
import { judgeTcpRule as judge } from "../../rules/judge-rule.ts";
import { ruleSyntaxOf } from "../../rules/matcher-names.ts";
import type { Bench } from "../bench.ts";
import { fault, type Fault } from "../fault.ts";
import { structOf, textOf } from "../values.ts";
import { blameRule } from "./blame-rule.ts";

/** A TCP router's rule: its syntax, and tls where it names hosts. */
export function judgeTcpRule(bench: Bench, owner: LoadedObject): readonly Fault[] {
  const rule = textOf(owner.value, "rule");
  const named = sniHosts(bench, rule);
  if (!named.ok) return [blameRule(owner, rule, named.fault)];
  const [first = "*"] = named.hosts;
  if (first === "*" || structOf(owner.value, "tls")) return [];
  return [
    fault(`invalid rule: ${quote(rule)} , has HostSNI matcher, but no TLS on router`, {
      rule: "sni-without-tls",
      owner,
      at: [owner.value, "rule"],
      says: `its rule names the host ${first}, which only TLS tells, but the router has no tls`,
      hint: "add tls: {} (or tls.passthrough: true), or write HostSNI(`*`)",
    }),
  ];
}

/** The arguments of a TCP rule's matchers. */
export function checkTcpMatchers({ version, facts, readRule }: Bench, owner: LoadedObject): readonly Fault[] {
  const rule = textOf(owner.value, "rule");
  const syntax = ruleSyntaxOf(textOf(owner.value, "ruleSyntax") || facts.defaultRuleSyntax);
  const judged = judge(rule, syntax, version, readRule(rule, "tcp", syntax));
  return judged.ok ? [] : [blameRule(owner, rule, judged.fault)];
}

/** Hosts that TLS cannot ask for. */
export function nonAsciiHosts(bench: Bench, owner: LoadedObject): readonly Fault[] {
  const named = sniHosts(bench, textOf(owner.value, "rule"));
  if (!named.ok) return [];
  return named.hosts
    .filter((host) => !isAscii(host))
    .map((host) =>
      fault(`invalid domain name value ${quote(host)}, non-ASCII characters are not allowed`, {
        rule: "rule-matcher",
        owner,
        at: [owner.value, "rule"],
        says: `host "${host}" in its rule is not ASCII`,
        hint: "write international names in their xn-- form",
      }),
    );
}

function sniHosts({ version, readRule }: Bench, rule: string): Hosts {
  return tcpSniHosts(rule, version, readRule(rule, "tcp", "any"));
}
