import { expect, test } from "vitest";
import { diffObjects } from "../../src/plan/diff-objects.ts";
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
