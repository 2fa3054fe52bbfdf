import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { EXECUTABLE, type Result, sandbox } from "../support/transcript.ts";

const box = sandbox({
  "envs/a/traefik.yaml":
    "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n",
  "envs/a/conf.d/a.yaml":
    "http: {routers: {a: {rule: Host(`a`), service: a}}, services: {a: {loadBalancer: {servers: [{url: 'http://a'}]}}}}\n",
  "envs/a/gateway.test.yaml": "tests: [{request: http://a/, expect: {router: a}}]\n",
  "envs/refused/conf.d/a.yaml": "http: [\n",
});
afterAll(box.remove);

/** Calls it by a shell, which redirects its output. */
function call(
  line: string,
  env: Record<string, string> = {},
  before = "",
): Pick<Result, "stdout" | "stderr"> & { code: number | null } {
  const program = EXECUTABLE.endsWith(".js") ? `"${process.execPath}" "${EXECUTABLE}"` : `"${EXECUTABLE}"`;
  const { status, stderr, stdout } = spawnSync("sh", ["-c", `${before} ${program} ${line}`], {
    cwd: box.root,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], GATEWAY_RELOAD: "none", GATEWAY_PREFLIGHT: "never", ...env },
  });
  return { code: status, stderr, stdout };
}

const isPublished = (target: string): boolean => existsSync(join(box.root, target, "conf.d/a.yaml"));

describe("publishes, whatever becomes of what is told of it", () => {
  const sync = (target: string) => `sync --config-path envs/a --target ${target}`;

  test("without room for the report", () => {
    const { code, stderr } = call(`${sync("t1")} --format json >/dev/full`);
    expect(code).toBe(0);
    expect(isPublished("t1")).toBe(true);
    const lines = stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ msg }) => msg)).toEqual([
      expect.any(String),
      "the report could not be written to stdout (ENOSPC)",
    ]);
    // nothing to do
    expect(call(`${sync("t1")} --format json >/dev/full`).code).toBe(0);
  });

  test("without room for the log", () => {
    const { code, stdout } = call(`${sync("t2")} --format json 2>/dev/full`);
    expect(code).toBe(0);
    expect(isPublished("t2")).toBe(true);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: "published" });
    expect(call(`${sync("t2")} --format json >/dev/full 2>/dev/full`).code).toBe(0);
  });

  test("as git-sync calls it, and with nothing to do", () => {
    const env = { GATEWAY_CONFIG_PATH: "envs/a", GATEWAY_TARGET_DIR: "t3", GITSYNC_HASH: "abc" };
    for (const redirected of [">/dev/full 2>/dev/full", "2>/dev/full", ">/dev/full 2>/dev/full"])
      expect(call(redirected, env).code).toBe(0);
    expect(isPublished("t3")).toBe(true);
  });

  test("an environment that is refused stays so", () => {
    const refused = "sync --config-path envs/refused --target t4 --format json >/dev/full 2>/dev/full";
    expect(call(refused).code).toBe(1);
  });
});

test.each([
  "validate envs/a",
  "validate envs/a --format json",
  "plan envs/a --target t",
  "status --target t1",
  "explain http://a/ --env envs/a",
  "graph envs/a",
  "test envs/a",
  "schema dynamic",
  "completion bash",
  "--help",
  "sync --config-path envs/a --target t --dry-run",
])("%s has done nothing without its report", (line) => {
  const { code, stderr } = call(`${line} >/dev/full`);
  expect(stderr).toContain("the report could not be written to stdout (ENOSPC)");
  expect(stderr).not.toContain("    at ");
  expect(code).toBe(3);
  expect(call(`${line} 2>/dev/full`).code).toBe(0);
});

test("what is wrong with an environment or a call is told by the exit code as ever", () => {
  expect(call("validate envs/refused >/dev/full").code).toBe(1);
  expect(call("validate nowhere --format json >/dev/full").code).toBe(2);
});

test("a reader that has read enough is no error", () => {
  const { stderr, stdout } = call("schema dynamic; echo $? >code; } | head -c 1", {}, "{");
  expect({ stderr, stdout }).toEqual({ stderr: "", stdout: "{" });
  expect(readFileSync(join(box.root, "code"), "utf8")).toBe("0\n");
});
