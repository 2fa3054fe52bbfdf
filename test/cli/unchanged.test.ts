import { existsSync, lstatSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { hook, sandbox, stable } from "../support/transcript.ts";

const box = sandbox({
  "envs/a/conf.d/a.yaml": "http: {routers: {a: {rule: Host(`a`), service: a@docker}}}\n",
  "envs/a/traefik.yaml":
    "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}, file: {directory: /etc/traefik/conf.d}}\n",
});
afterAll(() => {
  box.remove();
});

test("a run with nothing to do says the same, whichever way it finds out", async () => {
  const env = {
    GATEWAY_CONFIG_PATH: "envs/a",
    GATEWAY_TARGET_DIR: join(box.root, "target"),
    GATEWAY_RELOAD: "none",
    GATEWAY_PREFLIGHT: "never",
    GITSYNC_HASH: "abc",
  };
  const call = { cwd: box.root, env };
  // files of this very moment are not remembered by their looks
  await new Promise((done) => setTimeout(done, 50));
  expect((await hook([], call)).stderr).toContain('"outcome":"published"');
  const memory = join(box.root, "target/.gateway/unchanged");
  expect(existsSync(memory)).toBe(true);
  const quick = await hook([], call);
  rmSync(memory);
  const thorough = await hook([], call);
  expect(stable(quick.stderr, box.root)).toBe(stable(thorough.stderr, box.root));
  expect(quick).toMatchObject({ code: 0, stdout: "" });
  expect(quick.stderr).toContain('"outcome":"unchanged"');
});

test("a later commit of the same content leaves no trace but in the log and the metrics", async () => {
  const target = join(box.root, "later");
  const metrics = join(box.root, "later.prom");
  const run = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    hook(args, { cwd: box.root, env: { ...env, GATEWAY_TARGET_DIR: target, GATEWAY_PREFLIGHT: "never" } });
  const sync = async (revision: string, more: Readonly<Record<string, string>> = {}) =>
    run([], { GATEWAY_CONFIG_PATH: "envs/a", GATEWAY_RELOAD: "none", GITSYNC_HASH: revision, ...more });
  const traces = (): readonly string[] =>
    ["", ...readdirSync(target, { recursive: true, encoding: "utf8" })].map((name) => {
      const { ino, mtimeMs, ctimeMs } = lstatSync(join(target, name));
      return `${name} ${ino} ${mtimeMs} ${ctimeMs}`;
    });
  expect((await sync("one", { GATEWAY_METRICS_FILE: metrics })).code).toBe(0);
  const before = traces();
  for (const more of [{}, { GATEWAY_METRICS_FILE: metrics }]) {
    const { stderr } = await sync("two", more);
    expect(JSON.parse(stderr)).toMatchObject({ outcome: "unchanged", revision: "two" });
  }
  expect(traces()).toEqual(before);
  expect(readFileSync(metrics, "utf8")).toContain('revision_info{revision="two"} 1\n');
  const status = JSON.parse((await run(["status", "--format", "json"])).stdout);
  expect(status).toMatchObject({ revision: "one", history: [{ revision: "one" }] });
});
