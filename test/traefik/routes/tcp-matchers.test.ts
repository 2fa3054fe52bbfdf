import { expect, test } from "vitest";
import { judgeTcpRule } from "../../../src/traefik/rules/judge-rule.ts";
import { compileTcpRule } from "../../../src/traefik/routes/tcp-matchers.ts";

function matches(
  syntax: "v2" | "v3",
  rule: string,
  serverName: string,
  alpnProtocols: string[] = [],
): boolean {
  const judged = judgeTcpRule(rule, syntax);
  if (!judged.ok) throw new Error(judged.fault.status);
  return compileTcpRule(judged.rule, syntax, "3.7").matches({ serverName, alpnProtocols, clientIp: "::1" });
}

// seen of Traefik's own muxer
test.each([
  ["v3", "HostSNI(`*`)", "", true],
  ["v3", "HostSNI(`A.com.`)", "a.COM", true],
  ["v3", "HostSNI(`*.a.com`)", "b.a.com", true],
  ["v3", "HostSNI(`*.a.com`)", "a.com", false],
  ["v3", "HostSNIRegexp(`^$`)", "", true],
  ["v3", "HostSNIRegexp(`^A`)", "A.com", false],
  ["v3", "ClientIP(`::/64`)", "", true],
  ["v3", "!HostSNI(`a`)", "", true],
  ["v2", "HostSNI(`*`, `a`)", "", true],
  ["v2", "HostSNI(`a`, `*`)", "", false],
  ["v2", "HostSNI(`a`, `*`)", "b", true],
  ["v2", "HostSNIRegexp(`{x:[a-z]+}.B.com`)", "a.b.com", true],
] as const)("%s %s and the name %j: %s", (syntax, rule, name, expected) => {
  expect(matches(syntax, rule, name)).toBe(expected);
});

test("ALPN is one of the client's protocols", () => {
  expect(matches("v3", "ALPN(`h2`)", "a", ["http/1.1", "h2"])).toBe(true);
  expect(matches("v2", "ALPN(`x`, `y`)", "a", ["y"])).toBe(true);
  expect(matches("v3", "ALPN(`h2`)", "a")).toBe(false);
});
