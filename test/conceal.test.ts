import { afterAll, expect, test } from "vitest";
import { concealed, concealedForLog, concealedText } from "../src/conceal.ts";
import { hook, sandbox } from "./support/transcript.ts";

const MARK = "hunter2";
const RULE = [
  "Host(`shop`)",
  `(Header(\`X-Token\`, \`${MARK}\`)`,
  `HeaderRegexp("Authorization", "^Basic \\"${MARK}\\"$")`,
  `Query(\`api-key\`, \`${MARK}\`)`,
  "Header(`X-Canary`, `always`))",
].join(" || ");

const box = sandbox({
  "e/traefik.yaml":
    "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n",
  "e/conf.d/a.yaml": `http:
  routers:
    shop: {service: shop, middlewares: [to], rule: '${RULE}'}
    other: {service: shop, rule: 'Host(\`other\`) && Header(\`X-Token\`, \`${MARK}\`)'}
  middlewares:
    to: {redirectRegex: {regex: .*, replacement: 'http://next/?token=${MARK}'}}
  services: {shop: {loadBalancer: {servers: [{url: 'http://user:${MARK}@10.0.0.1/?token=${MARK}'}]}}}
`,
  "e/gateway.test.yaml": `tests:
  - {request: http://shop/, expect: {router: other}}
  - {request: http://other/, expect: {router: other}}
  - {request: http://shop/, expect: {status: 200}}
`,
});
afterAll(box.remove);

const SHOWN: Readonly<Record<string, string>> = {
  "graph e": "X-Canary`, `always`",
  "graph e --format dot": "X-Canary`, `always`",
  "graph e --format json": "X-Canary`, `always`",
  "graph e --format html": "X-Canary`, `always`",
  "explain http://shop/ --env e": "X-Canary`, `always`",
  "explain http://other/ --env e": "Header(`X-Token`, `(secret)`) does not hold",
  "explain http://other/ --env e --format json": "Header(`X-Token`, `(secret)`)",
  "test e": "Header(`X-Token`, `(secret)`) does not hold",
  "test e --format json": "Header(`X-Token`, `(secret)`) does not hold",
  "test e --format junit": "Header(`X-Token`, `(secret)`) does not hold",
  "validate e --route-tests require": "Header(`X-Token`, `(secret)`) does not hold",
  "plan e --format markdown": "Header(`X-Token`, `(secret)`)",
};

test.each(Object.entries(SHOWN))("%s shows rules without secrets", async (args, shown) => {
  const { stdout, stderr } = await hook([...args.split(" "), "--target", "nowhere"], { cwd: box.root });
  expect(stderr).toBe("");
  expect(stdout).toContain(shown);
  expect(stdout).not.toContain(MARK);
});

test("an address to which a client is sent is told as the client gets it, by the document alone", async () => {
  const { stdout } = await hook(["explain", "http://shop/", "--env", "e", "--format", "json"], {
    cwd: box.root,
  });
  const { redirect, steps } = JSON.parse(stdout);
  expect(redirect).toBe(`http://next/?token=${MARK}`);
  expect(JSON.stringify(steps)).not.toContain(MARK);
});

test.each([
  ["Header(`X-Token`, `a`) && Path(`/b`)", "Header(`X-Token`, `(secret)`) && Path(`/b`)"],
  ['header("X-Token" , "a\\"b")', 'header("X-Token" , `(secret)`)'],
  ["Headers(`X-Token`, `a`)", "Headers(`X-Token`, `(secret)`)"],
  ["HeadersRegexp(`Cookie`, `a`)", "HeadersRegexp(`Cookie`, `(secret)`)"],
  ['QueryRegexp(`token`, `a"b`)', "QueryRegexp(`token`, `(secret)`)"],
  ["Query(`token=a`, `page=1`)", "Query(`token=(secret)`, `page=1`)"],
  ["Header(`X-Canary`, `always`)", "Header(`X-Canary`, `always`)"],
  ["Query(`page`, `1`)", "Query(`page`, `1`)"],
])("of %s is shown %s", (rule, shown) => {
  expect(concealedText(rule)).toBe(shown);
});

test("a log has no value of a header", () => {
  const rule = "Header(`X-Canary`, `always`) && Query(`page`, `1`)";
  expect(concealedForLog(rule)).toBe("Header(`X-Canary`, `(secret)`) && Query(`page`, `1`)");
  expect(concealedForLog("write Header(`X-Name`, `…`)")).toBe("write Header(`X-Name`, `…`)");
});

test.each([
  "providers.ecs.secretAccessKey",
  "providers.ecs.accessKeyID",
  "certificatesResolvers.le.acme.eab.kid",
  "providers.http.headers.X-Api",
  "metrics.otlp.http.headers.X-Api",
  "loadBalancer.healthCheck.headers.X-Api",
  "headers.customRequestHeaders.X-Auth",
  "headers.customRequestHeaders.X-Api-Keys",
  "headers.customRequestHeaders.X-Session",
  ...[
    "secretKey",
    "signingKey",
    "keys[0]",
    "apiKeys[1]",
    "tokens[0]",
    "secrets[0]",
    "pass",
    "bearer",
    "auth",
  ].map((field) => `plugin.mine.${field}`),
  "plugin.mine.passwords.bob",
])("%s is not shown", (path) => {
  expect(concealed(path, MARK)).toBe("(secret)");
});

test.each([
  "headers.customRequestHeaders.X-Canary",
  "entryPoints.web.allowACMEByPass",
  "loadBalancer.passHostHeader",
  "forwardAuth.address",
  "basicAuth.realm",
  "providers.consul.rootKey",
  "certificatesResolvers.le.acme.keyType",
  "tls.certificates[0].keyFile",
])("%s is shown", (path) => {
  expect(concealed(path, MARK)).toBe(MARK);
});

/** What is concealed, as it would be written if time did not matter. */
const PLAIN = [
  [/[^\s"'`:,]+:\$(?:apr1|2[abxy]|1|5|6)\$[^\s"'`,]+/g, "(secret)"],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, "(secret)"],
] as const;
const PIECES = "a - _ : , ' @ $ . :$1$ :$apr1$ $2y$x eyJ eyJabcdefgh abcdefgh .abcdefgh. ſ é".split(" ");

test("hashes and tokens are found wherever they stand", () => {
  let seed = 1;
  const below = (limit: number): number =>
    (seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff) % limit;
  let found = 0;
  const differ: string[] = [];
  for (let at = 0; at < 100_000; at++) {
    const text = Array.from({ length: 1 + below(9) }, () => PIECES[below(PIECES.length)] ?? " ").join("");
    const expected = PLAIN.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
    if (expected !== text) found += 1;
    if (concealedText(text) !== expected) differ.push(text);
  }
  expect(differ).toEqual([]);
  expect(found).toBeGreaterThan(1000);
});

test.each(["a", "-", "eyJ-", "eyJabcdefgh.", "://", "?token", "Header(", "Header(`token`, "])(
  "a long text of nothing but %s is read in no time",
  (piece) => {
    const text = piece.repeat(200_000 / piece.length);
    const began = performance.now();
    concealedForLog(text);
    concealedForLog(`eyJ${text}.${text}`);
    expect(performance.now() - began).toBeLessThan(1000);
  },
);
