import { describe, expect, it } from "vitest";
import { checkDynamic } from "../../../src/traefik/check/check-dynamic.ts";
import { NEWEST, type TraefikVersion } from "../../../src/traefik/versions.ts";
import { JUDGE_FACTS } from "../../support/judge-facts.ts";
import { loadFiles } from "../../support/load-files.ts";

/** `rule → hint` of what is found of a rule; with tls nothing is found beside it. */
function told(rule: string, version: TraefikVersion = NEWEST, more = ""): string[] {
  const router = JSON.stringify({ rule, service: "noop@internal" }).slice(0, -1);
  const text = `http: {routers: {a: ${router}${more}}}}\n`;
  const { configuration } = loadFiles({ "a.yaml": text }, { version });
  return checkDynamic(configuration!, JUDGE_FACTS, version)
    .filter(({ rule: id }) => id !== "deprecated-field")
    .map(({ rule: id, hint }) => `${id} → ${hint}`);
}

describe("a pattern in a matcher that takes none", () => {
  it.each([
    ["PathPrefix(`/api*`)", "PathPrefix(`/api`), which takes all that begins so"],
    ["PathPrefix(`/files/**`)", "PathPrefix(`/files/`), which takes all that begins so"],
    ["Path(`/api/.*`)", "PathPrefix(`/api/`), which takes all that begins so"],
    ["Path(`/*.js`)", "PathRegexp(`^/[^/]*\\.js$`)"],
    ["Path(`/static/*.min.css`)", "PathRegexp(`^/static/[^/]*\\.min\\.css$`)"],
    ["PathPrefix(`/*/files`)", "PathRegexp(`^/[^/]+/files`)"],
    ["Path(`/**/x*`)", "PathRegexp(`^/.+/x[^/]*$`)"],
    ["PathPrefix(`/(a|b)`)", "PathRegexp(`^/(a|b)`)"],
    ["Path(`/v[0-9]/x`)", "PathRegexp(`^/v[0-9]/x$`)"],
    ["Path(`/v[^a-z_]`)", "PathRegexp(`^/v[^a-z_]$`)"],
    ["Path(`/c++/*`)", "PathRegexp, which takes one"],
    ["Header(`X-A`, `.*`)", "HeaderRegexp, which takes one"],
    ["Header(`X-A`, `^secret`)", "HeaderRegexp, which takes one"],
    ["Query(`a`, `v.+`)", "QueryRegexp, which takes one"],
    ["Header(`Accept`, `*/*`)", null],
    ["PathPrefix(`/a*b`)", null],
    ["PathPrefix(`/pages/[user-id]`)", null],
    ["PathPrefix(`/pages/[my-zone]/[...all]`)", null],
    ["Path(`/odata/Products(1)`)", null],
    ["PathPrefix(`/c++`)", null],
  ])("%s", (rule, hint) => {
    expect(told(rule)).toEqual(hint === null ? [] : [`taken-literally → write ${hint}`]);
  });
});

describe("variables of v2 in a regular expression", () => {
  it.each([
    ["PathRegexp(`^/{tenant}/api`)", "PathRegexp(`^/[^/]+/api`)"],
    ["PathRegexp(`^/{id:[0-9]+}/(a|b)$`)", "PathRegexp(`^/[0-9]+/(a|b)$`)"],
    ["HostRegexp(`^{sub:[a-z]+}\\.example\\.com$`)", "HostRegexp(`^[a-z]+\\.example\\.com$`)"],
    ["HostRegexp(`{sub:[a-z]+}.example.com`)", "HostRegexp(`^[a-z]+\\.example\\.com$`)"],
  ])("leave %s as it is otherwise", (rule, hint) => {
    expect(told(rule)).toEqual([`v2-rule → write ${hint}`]);
  });
});

describe("a path that begins with a regular expression's beginning", () => {
  it.each([
    ["PathPrefix(`^/api`)", "write `/api`"],
    ["Path(`^/api$`)", "write `/api`"],
    ["PathPrefix(`^/(a|b)`)", "write PathRegexp, which takes a pattern"],
  ])("%s", (rule, hint) => {
    expect(told(rule)).toEqual([`rule-matcher → ${hint}`]);
  });
});

describe("a host that is a pattern", () => {
  const hosts = [
    ["example.*", "HostRegexp(`^example\\.[^.]+$`)"],
    ["app-*.example.com", "HostRegexp(`^app-[^.]*\\.example\\.com$`)"],
    ["*example.com", "HostRegexp(`^[^.]*example\\.com$`)"],
    ["**.example.com", "HostRegexp(`^.+\\.example\\.com$`)"],
    ["*.*.example.com", "HostRegexp(`^[^.]+\\.[^.]+\\.example\\.com$`)"],
    [".example.com", "HostRegexp(`^[^.]+\\.example\\.com$`)"],
    ["(a|b).example.com", "HostRegexp(`^(a|b)\\.example\\.com$`)"],
    ["^a.example.com$", "HostRegexp(`^a\\.example\\.com$`)"],
    [".+.example.com", "HostRegexp(`^.+\\.example\\.com$`)"],
    [".*.example.com", "HostRegexp(`^.*\\.example\\.com$`)"],
    ["[a-z]+.example.com", "HostRegexp(`^[a-z]+\\.example\\.com$`)"],
  ] as const;

  it.each(hosts.flatMap((host) => (["3.0", "3.7"] as const).map((version) => [...host, version] as const)))(
    "%s is told with %s by %s",
    (host, hint, version) => {
      expect(told(`Host(\`${host}\`)`, version)).toEqual([`host-never-matches → ${hint}`]);
    },
  );

  it("is a wildcard by the syntax of v2, whatever the version", () => {
    const text = 'http: {routers: {a: {rule: "Host(`*.a`)", ruleSyntax: v2, service: noop@internal}}}\n';
    const [found] = checkDynamic(loadFiles({ "a.yaml": text }).configuration!, JUDGE_FACTS, NEWEST).filter(
      ({ rule }) => rule === "host-never-matches",
    );
    expect(found?.message).toMatch(/: in the syntax of v2 a wildcard in Host is taken as it is$/);
  });

  it("is told once, with tls too", () => {
    expect(told("Host(`(a|b).example.com`)", NEWEST, ', "tls": {}')).toHaveLength(1);
  });

  it("gets a template in the syntax of v2, which takes no wildcards either", () => {
    const more = ', "ruleSyntax": "v2"';
    expect(told("Host(`(a|b).example.com`)", NEWEST, more)).toEqual([
      "host-never-matches → HostRegexp(`{host:(?:a|b)\\.example\\.com}`)",
    ]);
    expect(told("Host(`*.example.com`)", NEWEST, more)).toEqual([
      "host-never-matches → HostRegexp(`{host:[^.]+\\.example\\.com}`)",
    ]);
  });

  it.each(["*", "*.example.com", "a_b.example.com", "[fd00::1]", "::1", "a.example.com."])(
    "is not %s",
    (host) => {
      expect(told(`Host(\`${host}\`)`)).toEqual([]);
    },
  );
});
