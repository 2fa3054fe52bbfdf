import { expect, test } from "vitest";
import { judgeHttpRule } from "../../../src/traefik/rules/judge-rule.ts";
import { compileHttpRule } from "../../../src/traefik/routes/http-matchers.ts";
import { receive, type HttpRequest } from "../../../src/traefik/routes/http-request.ts";
import { failingPart } from "../../../src/traefik/routes/match.ts";

const DEFAULTS = {
  version: "3.7",
  sanitizePath: true,
  encodeQuerySemicolons: false,
  tls: false,
  forwardedHeaders: { insecure: false, trustedIps: [], connection: [], appendsClient: true },
} as const;

function request(line: string, headers: readonly (readonly [string, string])[] = []): HttpRequest {
  const [, method = "", host = "", target = ""] = /^(\S+) ([^/*]*)(.*)$/.exec(line) ?? [];
  return { method, host, target, headers, clientIp: "10.0.0.7" };
}

/** What the muxer answers: 200 where the rule matches, 404 where not, 400 where it never gets to ask. */
function answer(
  syntax: "v2" | "v3",
  rule: string,
  line: string,
  headers: readonly (readonly [string, string])[] = [],
  handling = {},
): number {
  const judged = judgeHttpRule(rule, syntax);
  if (!judged.ok) throw new Error(judged.fault.status);
  const received = receive(request(line, headers), { ...DEFAULTS, ...handling });
  if ("answered" in received) return received.answered;
  return compileHttpRule(judged.rule, syntax, "3.7").matches(received) ? 200 : 404;
}

// seen of Traefik's own muxer
test.each([
  ["Host(`Example.com`)", "GET eXample.COM:8080/", 200],
  ["Host(`example.com.`)", "GET example.com/", 200],
  ["Host(`example.com`)", "GET example.com./", 200],
  ["Host(`*.example.com`)", "GET a.example.com/", 200],
  ["Host(`*.example.com`)", "GET a.b.example.com/", 404],
  ["Host(`*.example.com`)", "GET example.com/", 404],
  ["Host(`*`)", "GET /", 200],
  ["Host(`::1`)", "GET [::1]:80/", 200],
  ["HostRegexp(`^$`)", "GET a/", 200],
  ["Path(`/a`)", "GET h/a?b=c", 200],
  ["Path(`/a`)", "GET h/a/", 404],
  ["PathPrefix(`/a`)", "GET h/abc", 200],
  ["PathPrefix(`/a`)", "GET h/x/../a", 200],
  ["Path(`/a b`)", "GET h/a%20b", 200],
  ["Path(`/é`)", "GET h/%c3%A9", 200],
  ["Path(`/é`)", "GET h/é", 200],
  ["Path(`/a%2Fb`)", "GET h/a%2fb", 200],
  ["Path(`/a/b`)", "GET h/a%2fb", 404],
  ["Path(`/a%25b`)", "GET h/a%25b", 200],
  ["Path(`/ab`)", "GET h/%61b", 200],
  ["Path(`/a`)", "GET h//a/.", 200],
  ["PathRegexp(`^/[0-9]+$`)", "GET h/12", 200],
  ["PathRegexp(`.`)", "GET h/%zz", 400],
  ["PathRegexp(`.`)", "GET bücher/", 400],
  ["PathRegexp(`.`)", "GET a@b/", 400],
  ["PathRegexp(`.`)", "GET a,b'c(d)/", 200],
  ["Path(`/x`)", "OPTIONS h*", 200],
  ["PathRegexp(`x`)", "GET h*", 404],
  ["Method(`post`)", "POST h/", 200],
  ["Method(`post`)", "post h/", 404],
  ["Query(`a`)", "GET h/?a", 200],
  ["Query(`a`)", "GET h/?a=1", 404],
  ["Query(`a`, `2`)", "GET h/?a=1&a=2", 200],
  ["Query(`a`, `b c`)", "GET h/?a=b+c", 200],
  ["Query(`b`, `2`)", "GET h/?a=1;b=2", 200],
  ["Query(`a`, `1`)", "GET h/?a=1&a=%zz", 200],
  ["QueryRegexp(`a`, `^[0-9]$`)", "GET h/?a=x&a=1", 200],
  ["ClientIP(`10.0.0.0/24`)", "GET h/", 200],
  ["ClientIP(`::ffff:10.0.0.7`)", "GET h/", 200],
  ["!Host(`a`) && !(Path(`/a`) || Path(`/b`))", "GET b/c", 200],
])("%s answers %s with %i", (rule, line, status) => {
  expect(answer("v3", rule, line)).toBe(status);
});

test.each([
  ["Host(`a.com`, `B.com`)", "GET b.com:1/", 200],
  ["Host(`*.com`)", "GET a.com/", 404],
  ["HostRegexp(`{sub:[a-z]+}.Example.com`)", "GET shop.example.com:80/", 200],
  ["HostRegexp(`{any}.com`)", "GET a.b.com/", 404],
  ["Path(`/{id:[0-9]+}`)", "GET h/12", 200],
  ["Path(`/{any}`)", "GET h/a/b", 404],
  ["PathPrefix(`/{any}/x`)", "GET h/a/xyz", 200],
  ["Query(`a={v:[0-9]}`)", "GET h/?a=1", 200],
  ["Query(`a={v:[0-9]}`)", "GET h/?a=x&a=1", 404],
  ["Query(`a=`)", "GET h/?a=1", 200],
])("v2: %s answers %s with %i", (rule, line, status) => {
  expect(answer("v2", rule, line)).toBe(status);
});

test("headers are compared as Go keeps them", () => {
  expect(
    answer("v3", "Header(`x-a`, `v`)", "GET h/", [
      ["X-A", "w"],
      ["X-a", "v"],
    ]),
  ).toBe(200);
  expect(answer("v3", "Header(`X-A`, `v w`)", "GET h/", [["X-A", " v w\t"]])).toBe(200);
  expect(answer("v3", "PathPrefix(`/`)", "GET h/", [["X-A", "v\u0001"]])).toBe(400);
  expect(answer("v3", "Header(`Host`, `h`)", "GET h/", [["Host", "h"]])).toBe(404);
  expect(answer("v3", "HeaderRegexp(`x-a`, `^v`)", "GET h/", [["x-A", "vw"]])).toBe(200);
  expect(answer("v2", "Headers(`x-a`, `w`, `x-a`, `v`)", "GET h/", [["X-A", "v"]])).toBe(200);
});

test("forwarding headers are the gateway's own", () => {
  const secure = "Header(`X-Forwarded-Proto`, `https`)";
  const claim = [["X-Forwarded-Proto", "https"]] as const;
  expect(answer("v3", secure, "GET h/", claim)).toBe(404);
  expect(answer("v3", secure, "GET h/", claim, { tls: true })).toBe(200);
  const trusting = {
    forwardedHeaders: { insecure: false, trustedIps: ["10.0.0.0/8"], connection: [], appendsClient: true },
  };
  expect(answer("v3", secure, "GET h/", claim, trusting)).toBe(200);
  expect(answer("v3", "Header(`X-Forwarded-Port`, `8080`)", "GET h:8080/")).toBe(200);
  expect(
    answer("v3", "Header(`X-A`, `v`)", "GET h/", [
      ["X-A", "v"],
      ["Connection", "x-a"],
    ]),
  ).toBe(404);
});

test("an entry point may leave the path as it is", () => {
  expect(answer("v3", "Path(`/x/../a`)", "GET h/x/../a", [], { sanitizePath: false })).toBe(200);
  expect(answer("v3", "Query(`a`, `1;b=2`)", "GET h/?a=1;b=2", [], { encodeQuerySemicolons: true })).toBe(
    200,
  );
});

test("says which part of a rule failed", () => {
  const rule = "Host(`a`) && (Path(`/b`) || Path(`/c`)) && Method(`GET`)";
  const judged = judgeHttpRule(rule, "v3");
  const received = receive(request("GET a/d"), DEFAULTS);
  if (!judged.ok || "answered" in received) throw new Error("not a rule, or not a request");
  const failing = failingPart(compileHttpRule(judged.rule, "v3", "3.7"), received);
  expect(rule.slice(failing?.start, failing?.end)).toBe("Path(`/b`) || Path(`/c`)");
});
