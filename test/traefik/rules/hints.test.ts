import { expect, test } from "vitest";
import { judgeHttpRule, judgeTcpRule } from "../../../src/traefik/rules/judge-rule.ts";
import { suspicionsOf } from "../../../src/traefik/rules/suspicions.ts";

test.each([
  ["", "write a rule, such as Host(`example.com`)"],
  ["Host(`a`) &&", "write a matcher after the operator, or take the operator away"],
  ["Host('a.com')", "quote values with backticks: `a.com`"],
  ["Host(“a.com”)", "quote values with backticks: Host(`a.com`)"],
  ["Host(`a`) && PathPrefix(„/x“)", "quote values with backticks: PathPrefix(`/x`)"],
  ["Host(a.com) && Path(`/`)", "quote values with backticks: Host(`a.com`)"],
  ["ClientIP(10.0.0.0/8)", "quote values with backticks: ClientIP(`10.0.0.0/8`)"],
  ["Path(/a, /b)", "quote values with backticks: Path(`/a`, `/b`)"],
  ["Host(${DOMAIN})", 'Traefik replaces no $ variables: write `{{ env "DOMAIN" }}`'],
  ['PathRegexp("^/\\d+$")', "quote it with backticks: `^/\\d+$`"],
  ["Host(`a`) and Path(`/`)", "write && instead of and"],
  ["not Host(`a`)", "write ! instead of not"],
  ["Host(`a`)\n  && Path(`/`)", "end the line before with &&, or fold the rule with >-"],
  ["Host(`a`))", "there is one closing parenthesis too many"],
  ["Host(`a`) | Host(`b`)", "write ||"],
  ["Host:a.com;PathPrefix:/b", "write Host(`a.com`) && PathPrefix(`/b`)"],
  ["Host(`a`, `b`)", "write Host(`a`) || Host(`b`)"],
  ["!Host(`a`, `b`)", "write (Host(`a`) || Host(`b`))"],
  ["Host(`a`, `b`) && Path(`/`)", "write (Host(`a`) || Host(`b`))"],
  ["Headers(`X-A`, `b`)", "since Traefik v3 it is Header(`name`, `…`)"],
  ["PathPrefixStrip(`/a`)", "that is a middleware: stripPrefix"],
  ["HostRegex(`a`)", "did you mean HostRegexp?"],
  ["constructor(`a`)", /^HTTP rules know ClientIP/],
  ["Path(`a`)", "write `/a`"],
  ["Host(`bücher.example`)", "write the name in its ASCII form: `xn--bcher-kva.example`"],
  ["PathRegexp(`^/(?!admin)`)", /no lookaround/],
  ["HostRegexp(`*.example.com`)", "write .* for any text"],
  ["ClientIP(`10.0.0.0/255.0.0.0`)", /a number of bits/],
])("%j: %s", (rule, hint) => {
  const judged = judgeHttpRule(rule, "v3");
  expect(judged.ok ? undefined : judged.fault.hint).toMatch(hint instanceof RegExp ? hint : exactly(hint));
});

test.each([
  ['Header("X-A", "^\\d$")', "quote it with backticks: `…`"],
  ["Header(X-A, Bearer abc)", "quote values with backticks: Header(`X-A`, `…`)"],
  ["Headers:X-A,abc;Host:a.com", "write Headers(`X-A,…`) && Host(`a.com`)"],
  ['Header(`X-A`, `b`) && PathRegexp("^/\\d$")', "quote it with backticks: `^/\\d$`"],
  ["Host(a.com) && Header(`X-A`, `b`)", "quote values with backticks: Host(`a.com`)"],
])("tells no value of a header: %j: %s", (rule, hint) => {
  const judged = judgeHttpRule(rule, "v3");
  expect(judged.ok ? undefined : judged.fault.hint).toBe(hint);
});

test.each([
  ["Header(`X-A`, `b`)", "did you mean Headers?"],
  ["PathRegexp(`a`)", "did you mean Path(`/{name:pattern}`)?"],
])("v2: %j: %s", (rule, hint) => {
  const judged = judgeHttpRule(rule, "v2");
  expect(judged.ok ? undefined : judged.fault.hint).toBe(hint);
});

test.each([
  ["Host(`a`)", "did you mean HostSNI?"],
  ["HostSNI(`a.*.com`)", "a wildcard stands for a whole first label; else use HostSNIRegexp"],
])("TCP: %j: %s", (rule, hint) => {
  const judged = judgeTcpRule(rule, "v3");
  expect(judged.ok ? undefined : judged.fault.hint).toBe(hint);
});

test.each([
  ["PathPrefix(`/a/{id}`)", "write PathRegexp(`^/a/[^/]+`)"],
  ["Path(`/{id:[0-9]+}.json`)", "write PathRegexp(`^/[0-9]+\\.json$`)"],
  ["HostRegexp(`{sub:[a-z]+}.example.com`)", "write HostRegexp(`^[a-z]+\\.example\\.com$`)"],
  ["HostRegexp(`{sub:a|b}.com`)", "write HostRegexp(`^(a|b)\\.com$`)"],
  ["Query(`a=b`)", "write Query(`a`, `…`)"],
  ["Host(`{sub:[a-z]+}.example.com`)", "write HostRegexp(`^[a-z]+\\.example\\.com$`)"],
  ["PathRegexp(`^/{id}$`)", "write PathRegexp(`^/[^/]+$`)"],
  ["PathPrefix(`/api/.*`)", "write PathPrefix(`/api/`), which takes all that begins so"],
  ["Path(`/x/*`)", "write PathPrefix(`/x/`), which takes all that begins so"],
  ["Path(`/a/*/b`)", "write PathRegexp(`^/a/[^/]+/b$`)"],
  ["PathPrefix(`/(a|b)/c`)", "write PathRegexp(`^/(a|b)/c`)"],
  ["Path(`/[a-z]+`)", "write PathRegexp(`^/[a-z]+$`)"],
  ["PathPrefix(`/a/\\d`)", "write PathRegexp(`^/a/\\d`)"],
  ["Path(`/a.html$`)", "write PathRegexp(`^/a.html$`)"],
  ["Host(`${HOST}`)", 'write {{ env "HOST" }} in its place'],
  ["Host(`a.$DOMAIN`)", 'write {{ env "DOMAIN" }} in its place'],
  ["PathPrefix(`/${a}/{id}`)", 'write {{ env "a" }} in its place'],
  ["Header(`X-Key`, `${KEY}`)", 'write {{ env "NAME" }} in its place'],
  ["HostRegexp(`^${HOST}$`)", 'write {{ env "HOST" }} in its place'],
])("accepted, but %j: %s", (rule, hint) => {
  const judged = judgeHttpRule(rule, "v3");
  expect(judged.ok ? suspicionsOf(judged.rule).map((suspicion) => suspicion.hint) : judged).toStrictEqual([
    hint,
  ]);
});

test.each([
  "HostRegexp(`^a{2,3}$`)",
  "PathRegexp(`^/\\p{Greek}+$`)",
  "Query(`a`, `b=c`)",
  "Host(`*`)",
  "Host(`::1`)",
  "Host(`*.example.com`)",
  "Path(`/$metadata`)",
  "PathPrefix(`/odata/Orders(1)/$value`)",
  "Path(`/a*b`)",
  "PathPrefix(`/blog/[slug]`)",
  "PathPrefix(`/v1.2/a+b|c`)",
  "PathRegexp(`^/a/.*$`)",
  "Header(`X-A`, `$5`)",
])("nothing is suspicious about %s", (rule) => {
  const judged = judgeHttpRule(rule, "v3");
  expect(judged.ok ? suspicionsOf(judged.rule) : judged).toStrictEqual([]);
});

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&")}$`);
}
