import { existsSync, rmSync } from "node:fs";
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
