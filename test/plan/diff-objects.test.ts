import { describe, expect, test } from "vitest";
import { diffObjects } from "../../src/plan/diff-objects.ts";
import { tellChanges } from "../../src/plan/tell-changes.ts";
import { loadDynamic } from "../../src/traefik/load/load-dynamic.ts";

function load(text: string) {
  const tree = { files: [{ path: "a.yaml", bytes: Buffer.from(text), mode: 0o644 }] };
  const options = { version: "3.7", variables: {}, allVariables: false } as const;
  const { configuration, diagnostics } = loadDynamic(tree, { directory: "" }, options);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return configuration;
}

/** What changes from one text to another, as lines. */
function diff(before: string, after: string): string[] {
  return diffObjects(load(before), load(after)).flatMap(({ object, change, fields }) => [
    `${change} ${object}`,
    ...fields.map(({ path, from, to }) => `  ${path}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`),
  ]);
}

const ROUTER = "http: {routers: {shop: {rule: Host(`a`), service: s, middlewares: [m]}}}";

test("nothing differs where the same is written otherwise", () => {
  const after =
    "http:\n  routers:\n    shop:\n      service: s\n      middlewares: m\n      rule: Host(`a`)\n";
  expect(diff(ROUTER, after)).toEqual([]);
});

test("objects come and go", () => {
  expect(diff(ROUTER, ROUTER.replace("shop", "blog"))).toEqual([
    "added http.routers.blog",
    "removed http.routers.shop",
  ]);
  expect(diffObjects(null, load(ROUTER))).toEqual([
    { object: "http.routers.shop", change: "added", fields: [] },
  ]);
  expect(diffObjects(load(ROUTER), null)).toEqual([
    { object: "http.routers.shop", change: "removed", fields: [] },
  ]);
});

test("a middleware more, a priority, TLS", () => {
  expect(diff(ROUTER, ROUTER.replace("[m]", "[m, auth], priority: 7, tls: {}"))).toEqual([
    "changed http.routers.shop",
    '  middlewares[1]: null → "auth"',
    "  priority: null → 7",
    "  tls: null → {}",
  ]);
});

test("a canary's weight", () => {
  const canary = (weight: number) =>
    `http: {services: {c: {weighted: {services: [{name: v1, weight: 99}, {name: v2, weight: ${weight}}]}}}}`;
  expect(diff(canary(1), canary(10))).toEqual([
    "changed http.services.c",
    "  weighted.services[1].weight: 1 → 10",
  ]);
});

test("a certificate", () => {
  const tls = (...files: string[]) =>
    `tls: {certificates: [${files.map((file) => `{certFile: ${file}, keyFile: key}`).join(", ")}]}`;
  expect(diff(tls("/a.pem", "/b.pem"), tls("/a.pem"))).toEqual(["removed tls.certificates./b.pem"]);
});

test.each([
  ["basicAuth: {users: [SECRET]}", "basicAuth.users[0]"],
  ["headers: {customRequestHeaders: {Authorization: SECRET}}", "headers.customRequestHeaders.Authorization"],
  ["headers: {customRequestHeaders: {X-Api-Key: SECRET}}", "headers.customRequestHeaders.X-Api-Key"],
  ["rateLimit: {redis: {password: SECRET}}", "rateLimit.redis.password"],
])("what a secret was and is stays unsaid: %s", (middleware, path) => {
  const text = (secret: string) => `http: {middlewares: {m: {${middleware.replace("SECRET", secret)}}}}`;
  expect(diff(text("before"), text("after"))).toEqual([
    "changed http.middlewares.m",
    `  ${path}: "(secret)" → "(secret)"`,
  ]);
});

describe("in people's words", () => {
  /** What a person is told of a change of the inside of `http:`, a line each. */
  function told(before: string, after: string): string[] {
    const always = "serversTransports: {t: {serverName: s}}";
    const [from, to] = [load(`http: {${always}, ${before}}`), load(`http: {${always}, ${after}}`)];
    return tellChanges(diffObjects(from, to), from, to).map(
      ({ change, title, details }) => `${change} ${title}: ${details.join("; ")}`,
    );
  }
  const router = (fields: string) => `routers: {shop: {rule: Host(\`a\`), service: s, ${fields}}}`;
  const canary = (members: string) => `services: {shop: {weighted: {services: [${members}]}}}`;
  const servers = (...urls: string[]) =>
    `services: {shop: {loadBalancer: {servers: [${urls.map((url) => `{url: "${url}"}`).join(", ")}]}}}`;

  test.each([
    [
      router("middlewares: [gzip]"),
      router("middlewares: [gzip, auth]"),
      "changed router shop: middlewares + auth",
    ],
    [
      router("middlewares: [gzip]"),
      router("middlewares: [auth, gzip]"),
      "changed router shop: middlewares + auth (now auth, gzip)",
    ],
    [
      router("middlewares: [a, b]"),
      router("middlewares: [b, a]"),
      "changed router shop: middlewares: a, b → b, a",
    ],
    [
      router("middlewares: [a, b]"),
      router("middlewares: [b, c]"),
      "changed router shop: middlewares + c − a",
    ],
    [router(""), router("middlewares: [a]"), "changed router shop: middlewares + a"],
    [
      router("priority: 1"),
      router("priority: 2, tls: {certResolver: le}"),
      'changed router shop: priority: 1 → 2; tls + {"certResolver":"le"}',
    ],
    ["", router(""), "added router shop: Host(`a`) → s"],
    [
      canary("{name: v1, weight: 99}, {name: v2, weight: 1}"),
      canary("{name: v1, weight: 90}, {name: v2, weight: 10}"),
      "changed weighted service shop: v1 99 → 90 of 100; v2 1 → 10 of 100",
    ],
    [
      canary("{name: v1, weight: 99}, {name: v2, weight: 1}"),
      canary("{name: v1, weight: 99}, {name: v2, weight: 10}"),
      "changed weighted service shop: v2 1 of 100 → 10 of 109",
    ],
    [
      canary("{name: v1, weight: 9}, {name: v2, weight: 1}"),
      canary("{name: v3, weight: 1}, {name: v1, weight: 9}"),
      "changed weighted service shop: v2 1 of 10 → gone; v3 + 1 of 10",
    ],
    [
      canary("{name: v1}"),
      canary("{name: v1, weight: 3}, {name: v2}"),
      "changed weighted service shop: v1 1 of 1 → 3 of 4; v2 + 1 of 4",
    ],
    [servers("http://a"), servers("http://b", "http://a"), "changed service shop: servers + http://b"],
    [servers("http://a"), servers(), "changed service shop: servers − http://a"],
    ["", servers("http://u:p@a", "http://b"), "added service shop: http://(secret)@a, http://b"],
    ["", "middlewares: {auth: {basicAuth: {users: [x]}}}", "added middleware auth (basicAuth): "],
    [
      "middlewares: {m: {stripPrefix: {prefixes: [/a]}}}",
      'middlewares: {m: {basicAuth: {users: ["a:secret"]}}}',
      'changed middleware m (basicAuth): basicAuth + {"users":"(secret)"}; stripPrefix − {"prefixes":["/a"]}',
    ],
  ])("%s becomes %s", (before, after, line) => {
    expect(told(before, after)).toContain(line);
  });
});
