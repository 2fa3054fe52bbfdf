import { expect, test } from "vitest";
import { judge } from "../../../src/validate.ts";
import { JUDGE_OPTIONS } from "../../support/judge-options.ts";
import { treeOf } from "../../support/load-files.ts";

const STATIC =
  'entryPoints: {web: {address: ":80"}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\napi: {}\n';

/** `rule | message` of what is found beside what nothing uses, and what no template has. */
function told(text: string, more: Readonly<Record<string, string>> = {}): string[] {
  const tree = treeOf({ "traefik.yaml": STATIC, "conf.d/a.yaml": text, ...more });
  return judge({ tree, diagnostics: [] }, JUDGE_OPTIONS)
    .diagnostics.filter(({ rule, severity }) => severity !== "info" && rule !== "template-variable-unset")
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

const MD5 = "0123456789abcdef0123456789abcdef";
const BCRYPT = "$2y$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW";

test("a realm that only Traefik knows may be that of the users", () => {
  const digest = (realm: string): string =>
    `http: {middlewares: {m: {digestAuth: {realm: '${realm}', users: ["bob:shop:${MD5}"]}}}}\n`;
  expect(told(digest('{{ env "REALM" }}'))).toEqual([]);
  expect(told(digest("x"))).toEqual([expect.stringMatching(/^unusable-user/)]);
  expect(told(digest('{{ env "REALM" }}').replace(MD5, "secret"))).toEqual([
    expect.stringMatching(/^unusable-user/),
  ]);
});

test("what stands behind the 60 characters of bcrypt is not looked at", () => {
  const basic = (hash: string): string => `http: {middlewares: {m: {basicAuth: {users: ["bob:${hash}"]}}}}\n`;
  expect(told(basic(`${BCRYPT}x`))).toEqual([]);
  expect(told(basic(BCRYPT.slice(0, -1)))).toEqual([expect.stringMatching(/^unusable-user/)]);
});

test("users of a file of the environment are looked at as those of the list are", () => {
  const text =
    "http: {middlewares: {m: {basicAuth: {usersFile: /etc/traefik/users}}, n: {digestAuth: {usersFile: /etc/traefik/digest}}}}\n";
  const users = `# ours\n  bob:${BCRYPT}\n\neve:secret\r\n`;
  const digest = `bob:traefik:${MD5}\neve:shop:${MD5}\n`;
  expect(told(text, { users, digest })).toEqual([
    "unusable-user | middleware m: no password lets the user of line 4 of its usersFile in: what stands behind its name is no hash that Traefik knows",
    "unusable-user | middleware n: no password lets the user of line 2 of its usersFile in: its realm is not that of the middleware, which is traefik unless realm says otherwise",
  ]);
});
