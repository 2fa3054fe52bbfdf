import { quote } from "../../go/strconv.ts";
import type { LoadedObject } from "../../load/configuration.ts";
import { ruleSyntaxOf } from "../../rules/matcher-names.ts";
import type { Bench } from "../bench.ts";
import { behaves } from "../behaviour.ts";
import { fault, type Fault } from "../fault.ts";
import { structOf, textOf } from "../values.ts";
import { hostsOf, matcherFault, syntaxFault, type RuleText } from "./judge-rule.ts";
import { isAscii } from "../../go/utf8.ts";

/** A TCP router's rule: its syntax, and tls where it names hosts. */
export function judgeTcpRule(bench: Bench, owner: LoadedObject): readonly Fault[] {
  const rule = ruleText(bench, owner);
  const parsed = bench.readRule(rule.text, "tcp", "any");
  if (!parsed.ok) {
    const reason = parsed.literal ? `error while parsing rule ${rule.text}` : parsed.fault.text;
    return [syntaxFault(rule, parsed, `invalid rule: ${quote(rule.text)} , ${reason}`)];
  }
  const [first = "*"] = hostsOf(parsed.rule, "HostSNI", negatedToo(bench));
  if (first === "*" || structOf(owner.value, "tls")) return [];
  return [
    fault(`invalid rule: ${quote(rule.text)} , has HostSNI matcher, but no TLS on router`, {
      rule: "sni-without-tls",
      owner,
      at: rule.at,
      says: `its rule names the host ${first}, which only TLS tells, but the router has no tls`,
      hint: "add tls: {} (or tls.passthrough: true), or write HostSNI(`*`)",
    }),
  ];
}

/** The arguments of a TCP rule's matchers. */
export function checkTcpMatchers(bench: Bench, owner: LoadedObject): readonly Fault[] {
  const rule = ruleText(bench, owner);
  const { text } = rule;
  const parsed = bench.readRule(text, "tcp", rule.syntax);
  if (!parsed.ok) {
    const reason = parsed.literal ? "" : `: ${parsed.fault.text}`;
    return [syntaxFault(rule, parsed, `error while parsing rule ${text}${reason}`)];
  }
  const found = matcherFault(rule, parsed.rule, (wrong) => `error while adding rule ${text}: ${wrong.text}`);
  return found ? [found] : [];
}

/** Hosts that TLS cannot ask for. */
export function nonAsciiHosts(bench: Bench, owner: LoadedObject): readonly Fault[] {
  const rule = ruleText(bench, owner);
  const parsed = bench.readRule(rule.text, "tcp", "any");
  if (!parsed.ok) return [];
  return hostsOf(parsed.rule, "HostSNI", negatedToo(bench))
    .filter((host) => !isAscii(host))
    .map((host) =>
      fault(`invalid domain name value ${quote(host)}, non-ASCII characters are not allowed`, {
        rule: "rule-matcher",
        owner,
        at: rule.at,
        says: `host "${host}" in its rule is not ASCII`,
        hint: "write international names in their xn-- form",
      }),
    );
}

function ruleText({ version, facts }: Bench, owner: LoadedObject): RuleText {
  const syntax = ruleSyntaxOf(textOf(owner.value, "ruleSyntax") || facts.defaultRuleSyntax);
  return {
    owner,
    at: [owner.value, "rule"],
    text: textOf(owner.value, "rule"),
    family: "tcp",
    syntax,
    version,
  };
}

function negatedToo({ version }: Bench): boolean {
  return !behaves(version, "negatedHostsIgnored");
}
