import { expect, test } from "vitest";
import { diagnose, type Diagnostic } from "../src/diagnostic.ts";
import { hook, sandbox } from "./support/transcript.ts";

const LONG = "a-".repeat(150_000);
const FILES = {
  "e/traefik.yaml":
    "entryPoints: {web: {address: ':8000'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n",
};

test("what a finding quotes is cut where logs and pages would not bear it, and not within a character", () => {
  const range = { line: 3, column: 5, endLine: 3, endColumn: 300_005 };
  const text = `${"x".repeat(996)}\u{1f600}${LONG}`;
  const { message, hint, ...place } = diagnose("unknown-field", {
    file: "a.yaml",
    range,
    message: text,
    hint: text,
  });
  expect(place).toMatchObject(range);
  expect(message).toBe(`${"x".repeat(996)}...`);
  expect(hint).toBe(message);
});

test.each([
  ["a variable of a template", { "e/conf.d/a.yaml": `{{ env "a-${LONG}" }}\n` }],
  [
    "a rule",
    { "e/conf.d/a.yaml": `http: {routers: {r: {rule: "${LONG.replaceAll("-", "")}", service: s}}}\n` },
  ],
  [
    "a route test that fails",
    {
      "e/conf.d/a.yaml": `http: {routers: {r: {rule: "Host(\`a\`) || Path(\`/${LONG}\`)", service: api@internal}}}\n`,
      "e/gateway.test.yaml": "tests: [{request: GET http://a:8000/, expect: {router: null}}]\n",
    },
  ],
])("%s is not told in full", async (_, files) => {
  const box = sandbox({ ...FILES, ...files });
  const call = ["validate", "e", "--format", "json", "--route-tests", "require"];
  const { stdout } = await hook(call, { cwd: box.root });
  box.remove();
  const [{ diagnostics }] = JSON.parse(stdout).environments;
  expect(diagnostics.length).toBeGreaterThan(0);
  expect(stdout.length).toBeLessThan(10_000);
});

test("an object with a long name is told in part, and all that is wrong with it", async () => {
  const box = sandbox({
    ...FILES,
    "e/conf.d/a.toml": [
      `[http.routers."${LONG}"]`,
      'rule = "Host(`a`)"',
      `service = "${LONG}"`,
      `middlewares = ["${LONG}"]`,
      `[http.middlewares."${LONG}".basicAuth]`,
      'users = ["nobody"]',
      `[http.services."${LONG}".loadBalancer]`,
      'servers = [{url = "http://127.0.0.1:1"}]',
      `[http.routers."${LONG}-"]`,
      'rule = "Host(`b`)"',
      `service = "${LONG}-"`,
    ].join("\n"),
  });
  const report = async (format: string): Promise<string> =>
    (await hook(["validate", "e", "--format", format], { cwd: box.root })).stdout;
  const [json, ...others] = await Promise.all(["json", "sarif", "github", "junit", "text"].map(report));
  box.remove();
  const found = JSON.parse(json!).environments[0].diagnostics as Diagnostic[];
  expect(found.map(({ rule }) => rule)).toEqual(["broken-reference", "invalid-user", "unknown-service"]);
  const start = "a-".repeat(98);
  const says = `: service "${start}a..." does not exist`;
  expect(found[0]!.message).toMatch(/: a user is not of the form name:hash\)$/);
  expect(found[2]!.message).toBe(`router ${start}a...${says}`);
  for (const { object } of found) expect(object).toHaveLength(1000);
  for (const text of [json!, ...others]) expect(text.length).toBeLessThan(30_000);
});
