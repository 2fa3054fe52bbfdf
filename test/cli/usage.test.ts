import { spawnSync } from "node:child_process";
import { afterAll, expect, test } from "vitest";
import { HOOK } from "../e2e/run-hook.ts";
import { hook, sandbox, transcript } from "../support/transcript.ts";

const box = sandbox({
  "envs/a/conf.d/a.yaml": "http: {routers: {a: {rule: Host(`a`), service: a@docker}}}\n",
  ".refused/traefik.yaml": "providers: {file: {directory: /etc/traefik/conf.d}}\n",
  ".refused/conf.d/a.yaml": "http: {routers: {a: {rule: [}}\n",
  "envs/a/traefik.yaml":
    "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}, file: {directory: /etc/traefik/conf.d}}\n",
});
afterAll(() => {
  box.remove();
});

const CALLS: Readonly<Record<string, readonly [args: readonly string[], env?: Record<string, string>]>> = {
  help: [["--help"]],
  "help-validate": [["help", "validate"]],
  "unknown-command": [["valdate"]],
  "unknown-flag": [["validate", "--fial-on", "error"]],
  "missing-value": [["validate", "--fail-on"]],
  "wrong-flag-value": [["validate", "--fail-on", "warnings"]],
  "wrong-variable": [["validate"], { GATEWAY_FAIL_ON: "eror" }],
  "flag-wins-over-variable": [["validate", "--fail-on", "error"], { GATEWAY_FAIL_ON: "eror" }],
  "unknown-variable": [["validate", "envs/a"], { GATEWAY_FAIL_NO: "error" }],
  "wrong-version": [["validate"], { GATEWAY_TRAEFIK_VERSION: "2.11" }],
  "wrong-format": [["validate", "--format", "jsn"]],
  "unknown-rule": [["validate", "--only", "unknown-feild"]],
  "rule-that-cannot-be-ignored": [["validate", "--ignore", "unknown-field"]],
  "no-such-folder": [["validate", "envs/b"]],
  "file-for-folder": [["validate", "envs/a/traefik.yaml"]],
  "glob-without-match": [["validate", "envs/b*"]],
  "empty-folder": [["validate", ""]],
  "empty-folder-of-plan": [["plan", ""]],
  "empty-folder-of-explain": [["explain", "http://a/", "--env", ""]],
  "config-path-of-slashes": [["plan"], { GATEWAY_CONFIG_PATH: "/" }],
  "newer-version": [["validate"], { GATEWAY_TRAEFIK_VERSION: "3.8" }],
  "only-with-a-refusal": [["validate", "--only", "unused-service", ".refused"]],
  "unknown-flag-of-sync": [["sync", "--dry-rnu"]],
  "unknown-command-after-a-flag": [["--log-format", "text", "valdate"]],
  "flag-of-another-command-before-it": [["--dry-run", "validate", "envs/a"]],
  "unknown-flag-of-sync-in-text": [["--log-format=text", "--dry-rnu"]],
  "no-environment": [["validate", "--worktree", "envs/a/conf.d"]],
  "no-worktree": [["validate"], { GATEWAY_WORKTREE: "nowhere" }],
  "state-dir-is-target": [["status", "--target", "etc", "--state-dir", "etc/"]],
  "page-of-no-rule": [["rule", "unknown-feild"]],
  "output-nowhere": [["validate", "--output", "nowhere/report.txt"]],
};

test.each(Object.entries(CALLS))("%s", async (name, [args, env = {}]) => {
  await expect(await transcript(args, { cwd: box.root, env })).toMatchFileSnapshot(`golden/${name}.txt`);
});

test.each([
  [["--format", "json", "validate", "envs/a"]],
  [["--format=json", "--fail-on", "warning", "validate", "envs/a"]],
  [["--worktree", "envs", "--format", "json", "validate", "envs/a"]],
  [["--only", "unread-file", "validate", "--format", "json", "envs/a"]],
])("options may come before the command: %j", async (args) => {
  const { code, stdout, stderr } = await hook(args, { cwd: box.root });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toMatchObject({ environments: [{ path: "envs/a" }] });
  expect(code).toBe(0);
});

test("the value of an option is no command", async () => {
  const { code, stderr } = await hook(["--config-path", "validate", "--log-format", "text"], {
    cwd: box.root,
  });
  expect(stderr).toContain("the checkout has no folder validate");
  expect(code).toBe(1);
});

test("a current directory that somebody deleted is no fault of the configuration", () => {
  const script = `mkdir gone && cd gone && rmdir ../gone && exec "$0" "$1"`;
  const { status, stderr } = spawnSync("sh", ["-c", script, process.execPath, HOOK], {
    cwd: box.root,
    encoding: "utf8",
    env: { ...process.env, GATEWAY_CONFIG_PATH: "envs/a" },
  });
  expect(JSON.parse(stderr)).toMatchObject({
    msg: "the current directory cannot be found (ENOENT)",
    outcome: "usage",
  });
  expect(status).toBe(2);
});

test("one that is gone is not missed where every path is absolute", () => {
  const line = `cd "$1" && mkdir gone && cd gone && rmdir ../gone && git -C "$1" init -q &&
    git -C "$1" -c user.name=a -c user.email=a@b commit -q --allow-empty -m a &&
    export GATEWAY_RELOAD=none &&
    "$2" "$3" sync --worktree "$1" --config-path envs/a --target "$1/t" --format json &&
    "$2" "$3" sync --worktree "$1" --config-path envs/a --target "$1/t" --state-dir "$1/s" --dry-run &&
    "$2" "$3" validate "$1/envs/a" --worktree "$1" && "$2" "$3" plan "$1/envs/a" --worktree "$1" --target "$1/t"`;
  const { status, stderr, stdout } = spawnSync("sh", ["-c", line, "sh", box.root, process.execPath, HOOK], {
    cwd: box.root,
    encoding: "utf8",
  });
  expect(stdout + stderr).not.toContain("cannot be found");
  expect(JSON.parse(/^\{.*?^\}/ms.exec(stdout)?.[0] ?? "")).toMatchObject({
    outcome: "published",
    revision: expect.stringMatching(/^[0-9a-f]{40}$/),
  });
  expect(status).toBe(0);
});
