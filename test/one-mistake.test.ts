import { expect, test } from "vitest";
import { ruleFilter } from "../src/cli/rule-filter.ts";
import type { Diagnostic } from "../src/diagnostic.ts";
import { judge } from "../src/validate.ts";
import { JUDGE_OPTIONS } from "./support/judge-options.ts";
import { treeOf } from "./support/load-files.ts";

const STATIC =
  'entryPoints: {web: {address: ":80"}, udp: {address: ":81/udp"}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n';

/** `line:column rule object | message → hint` of errors and warnings */
function told(text: string, keep?: (found: Diagnostic) => boolean): string[] {
  const tree = treeOf({ "traefik.yaml": STATIC, "conf.d/a.yaml": text });
  return judge({ tree, diagnostics: [] }, { ...JUDGE_OPTIONS, ...(keep && { keep }) })
    .diagnostics.filter(({ severity }) => severity !== "info")
    .map(
      ({ line, column, rule, object, message, hint }) =>
        `${line}:${column} ${rule} ${object} | ${message}${hint === null ? "" : ` → ${hint}`}`,
    );
}

test.each(["http", "tcp", "udp"])("a field of %s beside the name of its router is told once", (family) => {
  expect(told(`${family}:\n  routers:\n    shop:\n    rule: Host(\`a\`)\n    service: shop\n`)).toEqual(
    ["4:5 rule", "5:5 service"].map((at) => {
      const [place, name] = at.split(" ");
      const router = family === "http" ? "router" : `${family.toUpperCase()} router`;
      return `${place} missing-service ${family}.routers.${name} | ${router} ${name}: Traefik takes this field for the name of a router, which then has no service → indent it: ${name} stands below the name of its router, not beside it`;
    }),
  );
});

test("a router that is a plain value is told once", () => {
  expect(told("http:\n  routers:\n    shop: Host(`a`)\n")).toEqual([
    "3:5 missing-service http.routers.shop | router shop: Traefik drops its value: it has no fields, and so no service → write its fields below it, such as rule and service",
  ]);
});

test("a router whose name is a field's, and that has something in it, only lacks a service", () => {
  expect(told("http:\n  routers:\n    rule:\n      rule: Host(`a`)\n")).toEqual([
    expect.stringMatching(/^3:5 missing-service http\.routers\.rule \| router rule: it has neither/),
  ]);
});

test("that a middleware is of no type is told with what to write in place of the value that makes it none", () => {
  const text = (middleware: string): string =>
    `http:\n  routers: {a: {rule: Host(\`a\`), service: noop@internal, middlewares: [m]}}\n  middlewares:\n    m:\n${middleware}`;
  expect(told(text("      compress:\n")).filter((line) => !line.includes("broken-reference"))).toEqual([
    "4:5 missing-type http.middlewares.m | middleware m: it is of no type that Traefik takes from files → write compress: {} to switch it on",
  ]);
});

test("a root that holds labels, a compose file or a resource of Kubernetes is one mistake", () => {
  expect(
    told("traefik.http.routers.shop.rule: Host(`a`)\ntraefik.http.routers.shop.service: shop\n"),
  ).toEqual([
    '1:1 unknown-section null | Traefik ignores "traefik.http.routers.shop.rule" and "traefik.http.routers.shop.service" at the root of the file, and all below them → labels are for the Docker provider: a file nests their parts, as http, routers, NAME, rule',
  ]);
  expect(told("services:\n  app:\n    labels:\n      - traefik.enable=true\n")).toEqual([
    '1:1 unknown-section null | Traefik ignores "services" at the root of the file, and all below it → it belongs below http or tcp or udp',
  ]);
  expect(
    told("apiVersion: traefik.io/v1alpha1\nkind: IngressRoute\nmetadata: {name: x}\nspec: {routes: []}\n"),
  ).toEqual([
    '1:1 unknown-section null | Traefik ignores "apiVersion", "kind", "metadata" and "spec" at the root of the file, and all below them → this is a resource of Kubernetes, for its provider: a file has http, tcp, udp and tls at its root',
  ]);
  expect(told("routers: {a: {rule: Host(`a`)}}\nservices: {b: {}}\n")).toEqual([
    '1:1 unknown-section null | Traefik ignores "routers" and "services" at the root of the file, and all below them → it belongs below http or tcp or udp',
  ]);
});

test("names that nothing joins are told one by one", () => {
  expect(told("htpp: {a: b}\nother: {a: b}\n").map((line) => line.slice(0, 19))).toEqual([
    "1:1 unknown-section",
    "2:1 unknown-section",
  ]);
});

test("that nothing is defined is told where a comment silences what is said of the sections", () => {
  expect(told("# gateway-ignore unknown-section: kept\nroutes: {a: b}\n")).toEqual([
    expect.stringMatching(/^1:1 empty-configuration null/),
  ]);
});

test("what is not to be told leaves out nothing that says the same", () => {
  expect(told("routes: {a: b}\n", ruleFilter([], ["unknown-section"]))).toEqual([
    expect.stringMatching(/^1:1 empty-configuration null/),
  ]);
  const text =
    "http:\n  routers: {a: {rule: Host(`a`), service: noop@internal, middlewares: [m]}}\n  middlewares:\n    m:\n      compress:\n";
  expect(told(text, ruleFilter(["ignored-value"], []))).toEqual([
    expect.stringMatching(/^5:7 ignored-value http\.middlewares\.m/),
  ]);
});
