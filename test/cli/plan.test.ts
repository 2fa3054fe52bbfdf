import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseMermaid } from "../support/parse-mermaid.ts";
import { hook, sandbox, transcript } from "../support/transcript.ts";

const STATIC =
  "entryPoints: {web: {address: ':8000'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n";
const CANARY = (weight: number, middlewares: string) => `http:
  routers:
    shop: {rule: "Host(\`shop.example.com\`)", service: shop, middlewares: [${middlewares}]}
  services:
    shop: {weighted: {services: [{name: v1, weight: 99}, {name: v2, weight: ${weight}}]}}
    v1: {loadBalancer: {servers: [{url: "http://127.0.0.1:9001"}]}}
    v2: {loadBalancer: {servers: [{url: "http://127.0.0.1:9002"}]}}
  middlewares:
    gzip: {compress: {}}
`;
const USERS =
  'http: {middlewares: {auth: {basicAuth: {users: ["a:$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/"]}}}}\n';

const box = sandbox({
  "envs/one/traefik.yaml": STATIC,
  "envs/one/conf.d/shop.yaml": CANARY(1, "gzip"),
  "envs/one/conf.d/old.yaml": "http: {middlewares: {old: {stripPrefix: {prefixes: [/old]}}}}\n",
  "envs/two/traefik.yaml": STATIC.replace("8000", "9000"),
  "envs/two/conf.d/shop.yaml": CANARY(10, "gzip, auth"),
  "envs/two/conf.d/auth.yaml": USERS,
  "envs/broken/traefik.yaml": STATIC,
  "envs/broken/conf.d/shop.yaml": "http: {routers: {shop: {rul: x}}}\n",
});
const AT = ["--target", "target"];

beforeAll(async () => {
  const args = [
    "sync",
    "--config-path",
    "envs/one",
    ...AT,
    "--reload",
    "none",
    "--revision",
    "one",
    "--preflight",
    "never",
  ];
  expect(await hook(args, { cwd: box.root })).toMatchObject({ code: 0 });
});
afterAll(() => {
  box.remove();
});

const CALLS: Readonly<Record<string, readonly string[]>> = {
  "plan-changes": ["envs/two", ...AT],
  "plan-nothing": ["envs/one", ...AT, "--detailed-exitcode"],
  "plan-detailed-exitcode": ["--config-path", "envs/two", ...AT, "--detailed-exitcode"],
  "plan-rejected": ["envs/broken", ...AT],
  "plan-json": ["envs/two", ...AT, "--format", "json"],
  "plan-without-environment": AT,
};

test.each(Object.entries(CALLS))("%s", async (name, args) => {
  const text = await transcript(["plan", ...args], { cwd: box.root });
  await expect(text).toMatchFileSnapshot(`golden/${name}.txt`);
});

test("what sync would reject because no router is left, plan rejects as well, and names the routers", async () => {
  box.write({ "envs/bare/traefik.yaml": STATIC, "envs/bare/conf.d/auth.yaml": USERS });
  const args = ["plan", "envs/bare", ...AT, "--format", "json"];
  const { code, stdout } = await hook(args, { cwd: box.root });
  const { verdict, diagnostics } = JSON.parse(stdout) as {
    verdict: string;
    diagnostics: { message: string }[];
  };
  expect({ code, verdict }).toEqual({ code: 1, verdict: "rejected" });
  expect(diagnostics[0]).toMatchObject({ rule: "routers-gone" });
  expect(diagnostics[0]?.message).toContain("http.routers.shop");
  expect(await hook([...args, "--allow-empty"], { cwd: box.root })).toMatchObject({ code: 0 });
});

describe("against a commit", () => {
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", join(box.root, "repo"), "-c", "user.name=a", "-c", "user.email=a@a", ...args]);

  beforeAll(() => {
    const tls = "tls: {certificates: [{certFile: /certs/old.pem, keyFile: /certs/old.key}]}\n";
    box.write({
      "repo/envs/one/traefik.yaml": STATIC,
      "repo/envs/one/conf.d/shop.yaml": CANARY(1, "gzip"),
      "repo/envs/one/conf.d/tls.yaml": tls,
      "repo/envs/gone/traefik.yaml": STATIC,
      "repo/envs/gone/conf.d/shop.yaml": CANARY(1, "gzip"),
      "repo/envs/static/traefik.yaml": `${STATIC}log: {level: INFO}\n`,
    });
    git("init", "-q", "-b", "main");
    git("add", "-A");
    git("commit", "-q", "-m", "one");
    git("update-ref", "refs/remotes/origin/main", "HEAD");
    rmSync(join(box.root, "repo/envs/one/conf.d/tls.yaml"));
    rmSync(join(box.root, "repo/envs/gone"), { recursive: true });
    box.write({
      "repo/envs/static/traefik.yaml": `${STATIC.replace("8000", "9000")}certificatesResolvers: {le: {acme: {eab: {kid: a, hmacEncoded: hunter2}}}}\naccessLog: {otlp: {http: {headers: {X-Api-Key: hunter2}}}}\n`,
      "repo/envs/one/conf.d/shop.yaml": CANARY(10, "gzip, auth").replace("weight: 99", "weight: 90"),
      "repo/envs/one/conf.d/auth.yaml": USERS,
      "repo/envs/new/traefik.yaml": STATIC,
      "repo/envs/new/conf.d/evil.yaml":
        'http: {middlewares: {"a|b`c` @team <b>": {addPrefix: {prefix: "/x"}}}, routers: {r: {rule: "Host(`a`)", service: a@docker}}}\n',
    });
  });

  test.each([
    ["plan-against", ["envs/one", "--against", "origin/main"]],
    [
      "plan-against-detailed",
      ["envs/one", "--against", "origin/main", "--detailed-exitcode", "--format", "json"],
    ],
    ["plan-markdown", ["envs/one", "--against", "origin/main", "--format", "markdown"]],
    ["plan-markdown-new", ["envs/new", "--against", "origin/main", "--format", "markdown"]],
    ["plan-removal", ["envs/gone", "--against", "origin/main", "--detailed-exitcode"]],
    ["plan-removal-json", ["--config-path", "envs/gone", "--against", "origin/main", "--format", "json"]],
    ["plan-removal-markdown", ["./envs/gone/", "--against", "origin/main", "--format", "markdown"]],
    ["plan-removal-of-nothing", ["envs/never", "--against", "origin/main"]],
    ["plan-static", ["envs/static", "--against", "origin/main"]],
    ["plan-static-markdown", ["envs/static", "--against", "origin/main", "--format", "markdown"]],
    ["plan-against-unknown", ["envs/one", "--against", "origin/mian"]],
    ["plan-against-option", ["envs/one", "--against=--upload-pack=evil"]],
  ])("%s", async (name, args) => {
    const text = await transcript(["plan", ...args], { cwd: join(box.root, "repo") });
    await expect(text).toMatchFileSnapshot(`golden/${name}.txt`);
    for (const [, graph = ""] of text.matchAll(/```mermaid\n([^]*?)```/g)) await parseMermaid(graph);
  });

  test.each([
    ["validate-against", ["envs/{one,gone}", "--against", "origin/main"]],
    ["validate-against-gone-alone", ["./envs/gone/", "--against", "origin/main"]],
    ["validate-against-json", ["envs/gone", "--against", "origin/main", "--format", "json"]],
    ["validate-against-never", ["envs/gone", "envs/never", "--against", "origin/main"]],
    ["validate-against-unknown", ["--against", "origin/mian"]],
  ])("%s", async (name, args) => {
    const text = await transcript(["validate", ...args], { cwd: join(box.root, "repo") });
    await expect(text).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  test("what is no checkout has no commits", async () => {
    const { code, stderr } = await hook(["plan", "envs/one", "--against", "origin/main"], {
      cwd: box.root,
      env: { GIT_CEILING_DIRECTORIES: dirname(box.root) },
    });
    expect(stderr).toBe("error: --against: origin/main cannot be read: the checkout is no git repository\n");
    expect(code).toBe(2);
  });

  test("a rejected environment's findings are in the comment", async () => {
    const text = await transcript(["plan", "envs/broken", ...AT, "--format", "markdown"], { cwd: box.root });
    await expect(text).toMatchFileSnapshot("golden/plan-markdown-rejected.txt");
  });
});

test("the first publication adds everything", async () => {
  const { stdout } = await hook(["plan", "envs/one", "--target", "nowhere", "--format", "json"], {
    cwd: box.root,
  });
  expect(JSON.parse(stdout)).toMatchObject({
    files: { write: ["conf.d/old.yaml", "conf.d/shop.yaml", "traefik.yaml"], delete: [], unchanged: 0 },
    objects: expect.arrayContaining([{ object: "http.routers.shop", change: "added", fields: [] }]) as object,
    restartRequired: false,
  });
});

test("status tells what is published, what became of the last run and what drifted", async () => {
  const call = { cwd: box.root, env: { GATEWAY_TARGET_DIR: "target" } };
  await hook(["sync", "--config-path", "envs/broken", "--revision", "two", "--preflight", "never"], call);
  box.write({ "target/conf.d/shop.yaml": "edited: by hand\n" });
  await expect(await transcript(["status"], call)).toMatchFileSnapshot("golden/status.txt");
  const { stdout } = await hook(["status", "--format", "json"], call);
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    revision: "one",
    lastRun: { revision: "two", outcome: "rejected", diagnostics: [{ rule: "unknown-field" }] },
    drift: [{ file: "conf.d/shop.yaml", kind: "changed" }],
    history: [{ revision: "one" }],
  });
});

test("rollback publishes the revision before, and holds the source off until it changes", async () => {
  const call = {
    cwd: box.root,
    env: { GATEWAY_TARGET_DIR: "target", GATEWAY_PREFLIGHT: "never", GATEWAY_RELOAD: "none" },
  };
  const two = ["sync", "--config-path", "envs/two", "--revision", "two"];
  expect(await hook(two, call)).toMatchObject({ code: 0 });
  const rolledBack = await hook(["rollback", "--format", "json"], call);
  expect(rolledBack.code).toBe(0);
  expect(JSON.parse(rolledBack.stdout)).toMatchObject({
    version: 1,
    revision: "one",
    verdict: "accepted",
    outcome: "published",
    reload: { method: "none", confirmed: null },
  });
  expect(JSON.parse((await hook(["status", "--format", "json"], call)).stdout)).toMatchObject({
    revision: "one",
  });
  const again = await hook(two, call);
  expect(again.code).toBe(0);
  expect(again.stderr).toContain("held since");
  expect((await hook(["plan", "envs/two"], call)).stdout).toMatch(/^held since .*sync does not publish it$/m);
  const unknown = await hook(["rollback", "nonsense", "--format", "json"], call);
  expect(unknown.code).toBe(2);
  expect(JSON.parse(unknown.stdout).error).toEqual({
    kind: "usage",
    message: 'the history holds no revision "nonsense"; it holds two',
  });
  expect(JSON.parse(unknown.stderr)).toMatchObject({ level: "error", outcome: "usage" });
  const nowhere = await hook(["rollback", "--target", "nowhere"], call);
  expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining("nothing was ever published") });
});

test("schema prints the schema of the version asked for", async () => {
  const { stdout } = await hook(["schema", "dynamic", "--traefik-version", "3.4"], { cwd: box.root });
  expect(JSON.parse(stdout)).toMatchObject({ "x-traefik-version": "3.4" });
  await expect(await transcript(["schema", "dynamik"], { cwd: box.root })).toMatchFileSnapshot(
    "golden/schema-wrong.txt",
  );
});
