import { expect, test } from "vitest";
import { diagnose } from "../src/diagnostic.ts";
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
