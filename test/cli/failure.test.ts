import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/commands.ts";
import { hook, sandbox } from "../support/transcript.ts";

const box = sandbox({
  "envs/a/traefik.yaml":
    "entryPoints: {web: {address: ':8000'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n",
  "envs/refused/traefik.yaml":
    "entryPoints: {web: {address: ':8000'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n",
  "envs/refused/conf.d/a.yaml": "http: {routers: {a: {rul: x}}}\n",
});
afterAll(() => {
  chmodSync(join(box.root, "closed"), 0o700);
  box.remove();
});
mkdirSync(join(box.root, "closed"));
chmodSync(join(box.root, "closed"), 0);

const call = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  hook(args, { cwd: box.root, env });

test.each([...COMMANDS.map(({ name }) => name), "valdate"])(
  "a call of %s that is wrong is one document where JSON is asked for",
  async (name) => {
    for (const args of [
      [name, "--format", "json", "--bogus"],
      [name, "--bogus", "--format=JSON"],
    ]) {
      const { code, stdout } = await call(args);
      const { version, error } = JSON.parse(stdout);
      expect([code, version, error.kind]).toEqual([2, 1, "usage"]);
      expect(error.message).toMatch(/^unknown (option|command) '/);
    }
  },
);

const CALLS: readonly [args: string, kind: string, env?: Record<string, string>][] = [
  ["validate nowhere", "usage"],
  ["validate envs/a --fail-on no", "usage"],
  ["validate", "usage", { GATEWAY_FAIL_ON: "eror" }],
  ["sync", "usage"],
  ["sync --config-path envs/a", "usage", { GATEWAY_LOG_FORMAT: "jsn" }],
  ["sync --config-path envs/a", "usage", { GATEWAY_RELOAD: "now" }],
  ["plan nowhere", "usage"],
  ["plan envs/a --against nothing", "usage"],
  ["test nowhere", "usage"],
  ["test envs/a", "usage"],
  ["explain", "usage"],
  ["explain GET ftp://a --env envs/a", "usage"],
  ["explain GET http://a --env envs/refused", "refused"],
  ["graph nowhere", "usage"],
  ["graph envs/refused", "refused"],
  ["status", "usage", { GATEWAY_TARGET_DIR: "etc", GATEWAY_STATE_DIR: "etc" }],
  ["status extra", "usage"],
  ["rollback", "usage", { GATEWAY_HISTORY: "none" }],
];

test.each(CALLS)("%s without its report, as JSON: %s", async (args, kind, env = {}) => {
  const { code, stdout, stderr } = await call([...args.split(" "), "--format", "json"], env);
  expect(code).toBe(kind === "usage" ? 2 : 1);
  const { error } = JSON.parse(stdout);
  expect(error.kind).toBe(kind);
  // people see the same
  const told = stderr.startsWith("{") ? JSON.parse(stderr).msg : stderr.replace(/^error: /, "").trim();
  expect(told).toBe(error.message);
});

test.each(["status", "rollback", "plan envs/a", "explain http://a --published"])(
  "%s prints a document where the state cannot be read",
  async (args) => {
    const { code, stdout } = await hook([...args.split(" "), "--format", "json", "--target", "closed"], {
      cwd: box.root,
      asNobody: true,
    });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1 });
    expect(stdout).toContain("EACCES");
  },
);

test("a line of requests that makes no sense is answered on a line", async () => {
  const { stdout } = await call(["explain", "--env", "envs/a", "--requests", "nowhere"]);
  expect(stdout).toMatch(/^\{"version":1,"error":\{"kind":"usage","message":.*\}\}\n$/);
});

test("SARIF tells of a run that was not successful", async () => {
  const { code, stdout } = await call(["validate", "nowhere", "--format", "sarif"]);
  expect(code).toBe(2);
  const log = JSON.parse(stdout);
  expect(log.runs[0].invocations[0]).toMatchObject({ executionSuccessful: false, exitCode: 2 });
});

test("GitHub shows what is wrong with a call, asked for or not", async () => {
  const annotation = "::error title=gateway-hook-configsync::there is no folder no%25where\n";
  for (const [args, env] of [
    [["validate", "--format", "github"], {}],
    [["validate"], { GITHUB_ACTIONS: "true" }],
    [["test"], { GITHUB_ACTIONS: "true" }],
  ] as const) {
    expect(await call([...args, "no%where"], env)).toMatchObject({ code: 2, stdout: annotation });
  }
  const text = await call(["validate", "nowhere", "--format", "text"], { GITHUB_ACTIONS: "true" });
  expect(text.stdout).toBe("");
});

test("JUnit and Markdown tell it too", async () => {
  const junit = await call(["validate", "<&>", "--format", "junit"]);
  expect(junit.stdout).toContain('<error message="there is no folder &lt;&amp;&gt;" type="usage"/>');
  const markdown = await call(["plan", "no_where", "--format", "markdown"]);
  expect(markdown.stdout).toBe("### ⚠️ No plan\n\nthere is no folder no\\_where\n");
});

test("it goes where the report would", async () => {
  const args = ["validate", "nowhere", "--format", "json", "--output", "report.json"];
  expect(await call(args)).toMatchObject({ code: 2, stdout: "" });
  expect(JSON.parse(readFileSync(join(box.root, "report.json"), "utf8")).error.kind).toBe("usage");
  expect(await call(["graph", "nowhere", "--output", "graph.json"])).toMatchObject({ code: 2, stdout: "" });
  expect(JSON.parse(readFileSync(join(box.root, "graph.json"), "utf8")).error.kind).toBe("usage");
});

test("a log in JSON stays one, whatever is wrong", async () => {
  for (const [args, env] of [
    [["rollback", "--bogus"], {}],
    [["rollback"], { GATEWAY_RELAOD: "none" }],
    [["sync", "--bogus"], {}],
    [[], { GATEWAY_LOG_FORMAT: "jsn" }],
  ] as const) {
    const { stderr } = await call(args, env);
    for (const line of stderr.trim().split("\n")) expect(JSON.parse(line)).toHaveProperty("msg");
  }
});
