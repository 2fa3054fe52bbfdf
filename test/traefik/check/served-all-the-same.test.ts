import { expect, test } from "vitest";
import { judge } from "../../../src/validate.ts";
import { JUDGE_OPTIONS } from "../../support/judge-options.ts";
import { treeOf } from "../../support/load-files.ts";

const STATIC =
  'entryPoints: {web: {address: ":80"}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\napi: {}\n';

/** `rule | message` of what is found beside what nothing uses. */
function told(text: string, variables: Readonly<Record<string, string>> = {}): string[] {
  const tree = treeOf({ "traefik.yaml": STATIC, "conf.d/a.yaml": text });
  return judge({ tree, diagnostics: [] }, { ...JUDGE_OPTIONS, variables })
    .diagnostics.filter(({ severity }) => severity !== "info")
    .map(({ rule, message }) => `${rule} | ${message}`);
}

const checked = (mode: string): string =>
  `http: {services: {s: {loadBalancer: {healthCheck: {path: /, ${mode}headers: {X A: b}}, servers: [{url: "http://a"}]}}}}\n`;

test("a health check of gRPC sends no headers", () => {
  expect(told(checked("mode: grpc, "))).toEqual([]);
  expect(told(checked(""))).toEqual([
    "invalid-header | service s: a header of headers has a name that HTTP does not allow: no health check succeeds",
  ]);
});

test("what Traefik answers by itself needs no sound request", () => {
  const text = `http:
  routers: {r: {rule: Host(\`a\`), service: noop@internal, middlewares: [m]}}
  middlewares: {m: {headers: {customRequestHeaders: {X A: b}}}}
`;
  expect(told(text)).toEqual([
    "invalid-header | middleware m: a header of customRequestHeaders has a name that HTTP does not allow: Traefik answers every request that it would pass on with 500",
  ]);
});

test("Go makes a host out of any text, though not for a health check", () => {
  expect(told('http: {middlewares: {m: {headers: {customRequestHeaders: {host: "a\\nb"}}}}}\n')).toEqual([]);
  expect(told(checked("").replace("X A: b", 'Host: "a\\nb"'))).toEqual([
    expect.stringMatching(/^invalid-header/),
  ]);
});
