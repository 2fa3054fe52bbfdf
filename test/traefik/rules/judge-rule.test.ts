import { expect, test } from "vitest";
import { tcpSniHosts } from "../../../src/traefik/rules/domains.ts";
import { judgeHttpRule, judgeTcpRule } from "../../../src/traefik/rules/judge-rule.ts";
import randomCases from "../../vectors/rules-random.json" with { type: "json" };
import cases from "../../vectors/rules.json" with { type: "json" };

type Case = readonly [family: "http" | "tcp", syntax: "v2" | "v3", rule: string, status: string | null];

function status(family: "http" | "tcp", syntax: "v2" | "v3", rule: string): string | null {
  if (family === "http") {
    const judged = judgeHttpRule(rule, syntax);
    return judged.ok ? null : judged.fault.status;
  }
  const hosts = tcpSniHosts(rule);
  if (!hosts.ok) return hosts.fault.status;
  const judged = judgeTcpRule(rule, syntax);
  return judged.ok ? null : judged.fault.status;
}

// each pair of a rule and a status was seen in the API of Traefik 3.7.15
test.each(cases as unknown as Case[])("%s %s %j", (family, syntax, rule, expected) => {
  expect(status(family, syntax, rule)).toBe(expected);
});

// and each of these by the muxers of its source, which were given random rules
test.each(randomCases as unknown as Case[])("at random: %s %s %j", (family, syntax, rule, expected) => {
  expect(status(family, syntax, rule)).toBe(expected);
});
