import { spawn } from "node:child_process";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { judgeBeside } from "../../src/traefik/preflight/judge-beside.ts";
import { treeOf } from "../support/load-files.ts";
import { temporaryFolder, traefikBin, until, writeFiles } from "../support/traefik.ts";
import { HOOK, runHook } from "./run-hook.ts";

const STATIC =
  'entryPoints: {web: {address: ":8000"}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n';
const GOOD =
  'http: {routers: {a: {rule: "Host(`a`)", service: s}}, services: {s: {loadBalancer: {servers: [{url: "http://10.0.0.1"}]}}}}\n';
const ring = (name: string): string => `{weighted: {services: [{name: ${name}}]}}`;
const DEADLY = `tcp: {routers: {r: {rule: "HostSNI(\`*\`)", service: a}}, services: {a: ${ring("b")}, b: ${ring("a")}}}\n`;

/** The Traefik of the preflight is started before anything is judged: it must be gone whatever happens then. */
describe.skipIf(traefikBin === null)("the preflight's Traefik", () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let bin: string;
  let env: Record<string, string>;

  beforeEach(async () => {
    folder = await temporaryFolder();
    bin = join(folder.path, "traefik");
    await mkdir(join(folder.path, "tmp"));
    env = {
      GATEWAY_CONFIG_PATH: "env",
      GATEWAY_TARGET_DIR: join(folder.path, "target"),
      GATEWAY_RELOAD: "none",
      GATEWAY_TRAEFIK_BIN: bin,
      GATEWAY_TRAEFIK_VERSION: "3.7",
      GITSYNC_HASH: "1",
      TMPDIR: join(folder.path, "tmp"),
    };
  });
  afterEach(() => folder.remove());

  /** A Traefik that leaves its process's id, and is what the shell makes of `run`. */
  const install = async (run: string): Promise<void> => {
    await writeFile(bin, `#!/bin/sh\necho $$ >>'${folder.path}/pids'\n${run}\n`);
    await chmod(bin, 0o755);
  };
  const pids = async (): Promise<number[]> =>
    (await readFile(join(folder.path, "pids"), "utf8").catch(() => "")).trim().split("\n").map(Number);
  const alive = async (): Promise<number[]> => (await pids()).filter((pid) => pid > 0 && isAlive(pid));
  const left = (): Promise<string[]> => readdir(join(folder.path, "tmp"));

  it.each([
    ["accepts", GOOD.replaceAll("10.0.0.1", "10.0.0.2"), 0],
    ["refuses", "http: {ruters: {}}\n", 1],
    ["sees what would kill it", DEADLY, 1],
  ])("is gone when the hook ends that %s", async (_, text, code) => {
    await install(`exec '${traefikBin}' "$@"`);
    await writeFiles(folder.path, { "env/traefik.yaml": STATIC, "env/conf.d/a.yaml": GOOD });
    const first = await runHook(folder.path, env);
    expect(first.code, first.stderr).toBe(0);
    expect(await pids()).toHaveLength(2);
    await writeFiles(folder.path, { "env/conf.d/a.yaml": text });
    const second = await runHook(folder.path, env);
    expect(second.code, second.stderr).toBe(code);
    expect(first.stderr + second.stderr).not.toContain("preflight");
    // it is not asked again about the static file; and one may be killed before it comes to leave its id
    expect((await pids()).length).toBeLessThanOrEqual(3);
    expect((await pids()).length).toBeGreaterThanOrEqual(code === 0 ? 3 : 2);
    expect(await alive()).toEqual([]);
    expect(await left()).toEqual([]);
  });

  it("is asked again before what is published already is rejected", async () => {
    await install(`exec '${traefikBin}' "$@"`);
    const newer = GOOD.replace("service: s}", "service: s, observability: {traceVerbosity: detailed}}");
    await writeFiles(folder.path, { "env/traefik.yaml": STATIC, "env/conf.d/a.yaml": newer });
    const first = await runHook(folder.path, env);
    expect(first.code, first.stderr).toBe(0);
    const second = await runHook(folder.path, { ...env, GATEWAY_TRAEFIK_VERSION: "3.0" });
    expect(second.code, second.stderr).toBe(1);
    expect(second.stderr).toContain("preflight-differs");
    expect(await alive()).toEqual([]);
  });

  it("is gone with all that a script started which stands for it", async () => {
    await install(`'${traefikBin}' "$@" &\necho $! >>'${folder.path}/pids'\nwait`);
    await writeFiles(folder.path, { "env/traefik.yaml": STATIC, "env/conf.d/a.yaml": GOOD });
    const { code, stderr } = await runHook(folder.path, env);
    expect(code, stderr).toBe(0);
    expect((await pids()).length).toBeGreaterThan(2);
    await until("its Traefik's end", async () => (await alive()).length === 0);
    expect(await left()).toEqual([]);
  });

  it("is asked again about a static file that is another, or that another Traefik is to read", async () => {
    await install(`exec '${traefikBin}' "$@"`);
    const publish = async (files: Record<string, string>): Promise<number> => {
      await writeFiles(folder.path, files);
      const before = (await pids()).filter(Boolean).length;
      const { code, stderr } = await runHook(folder.path, env);
      expect(code, stderr).toBe(0);
      return (await pids()).length - before;
    };
    expect(await publish({ "env/traefik.yaml": STATIC, "env/conf.d/a.yaml": GOOD })).toBe(2);
    expect(await publish({ "env/conf.d/a.yaml": `${GOOD}# 2\n` })).toBe(1);
    expect(await publish({ "env/traefik.yaml": `${STATIC}# 2\n` })).toBe(2);
    await install(`# another\nexec '${traefikBin}' "$@"`);
    expect(await publish({ "env/conf.d/a.yaml": `${GOOD}# 3\n` })).toBe(2);
  });

  it("leaves what is said of a static file as it was where that is remembered, not read", async () => {
    await install(`exec '${traefikBin}' "$@"`);
    const said = async (files: Record<string, string>): Promise<string[]> => {
      await writeFiles(folder.path, files);
      const { code, stderr } = await runHook(folder.path, env);
      expect(code, stderr).toBe(0);
      const lines = stderr
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      return lines.filter(({ rule }) => rule !== undefined).map(({ file, line, rule }) => `${String(file)}:${String(line)} ${String(rule)}`); // prettier-ignore
    };
    const statics = `${STATIC}api: {insecure: true}\n`;
    const named = GOOD.replace("rule:", "entryPoints: [nowhere], rule:").replace(
      "service: s",
      "service: s@docker",
    );
    const first = await said({ "env/traefik.yaml": statics, "env/conf.d/a.yaml": GOOD });
    expect(first).toEqual(expect.arrayContaining([expect.stringMatching(/^traefik.yaml:3 /)]));
    expect(await said({ "env/conf.d/a.yaml": `${GOOD}# 2\n` })).toEqual(first);
    // what the entry points and providers are is remembered as well
    await writeFiles(folder.path, { "env/conf.d/a.yaml": named });
    const { code, stderr } = await runHook(folder.path, env);
    expect(code).toBe(1);
    expect(stderr).toContain("nowhere");
  });

  it.each(["SIGTERM", "SIGKILL"] as const)("is gone when the hook dies of %s", async (signal) => {
    await install('case "$1" in healthcheck) exit 1;; esac\nexec sleep 60');
    await writeFiles(folder.path, { "env/traefik.yaml": STATIC, "env/conf.d/a.yaml": GOOD });
    const hook = spawn(process.execPath, [HOOK], { cwd: folder.path, env: { ...process.env, ...env } });
    const ended = new Promise((resolve) => hook.once("exit", resolve));
    await until("its Traefik", async () => (await pids()).length === 2);
    await until("it alone", async () => (await alive()).length === 1);
    hook.kill(signal);
    await ended;
    await until("its Traefik's end", async () => (await alive()).length === 0);
    await until("no trace", async () => (await left()).length === 0);
  });

  it("is gone when judging throws", async () => {
    await install(`exec '${traefikBin}' "$@"`);
    const tree = treeOf({ "traefik.yaml": STATIC, "conf.d/a.yaml": GOOD });
    const testRoutes = (): never => {
      throw new Error("a defect");
    };
    const options = { targetDir: "/etc/traefik", failOn: "error", variables: {}, testRoutes } as const;
    const reading = { tree, diagnostics: [], routeTests: Buffer.from("tests: []\n") };
    const judged = judgeBeside({ bin, required: true }, reading, { ...options, traefikVersion: "3.7" });
    await expect(judged).rejects.toThrow("a defect");
    // it may have been killed before it came to leave its id
    await until("its Traefik's end", async () => (await alive()).length === 0);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
