import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { EXECUTABLE, sandbox } from "../support/transcript.ts";
import { ONE_ROUTE } from "./one-route.ts";

const box = sandbox(ONE_ROUTE);
afterAll(box.remove);

/** A shell gives the bytes: Node itself has no way to. */
const CALLS: Readonly<Record<string, string>> = {
  "a flag": '$hook sync --config-path envs/a --target "$folder"',
  "a flag with an equals sign": '$hook sync --config-path envs/a --target="$folder"',
  "a variable": 'GATEWAY_CONFIG_PATH=envs/a GATEWAY_TARGET_DIR="$folder" $hook',
  "a variable beside a flag": 'GATEWAY_STATE_DIR="$folder" $hook sync --config-path envs/a --target t',
  "an operand": '$hook validate "$folder"',
  "the file of a report": '$hook validate envs/a --output "$folder"',
  "the current directory":
    'mkdir "$folder" && cd "$folder" && $hook sync --worktree .. --config-path envs/a --target t',
};

test.each(Object.entries(CALLS))("what is not UTF-8 is refused: %s", (_, line) => {
  const program = EXECUTABLE.endsWith(".js") ? `${process.execPath} ${EXECUTABLE}` : EXECUTABLE;
  const before = `hook="${program}"; folder=$(printf 't\\351'); `;
  const { status, stderr } = spawnSync("sh", ["-c", before + line], {
    cwd: box.root,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], GATEWAY_PREFLIGHT: "never", GATEWAY_RELOAD: "none" },
  });
  expect(stderr).toMatch(/is not UTF-8/);
  expect(status).toBe(2);
  const made = readdirSync(box.root, "buffer").map((name) => name.toString("latin1"));
  expect(made.filter((name) => !["envs", "t\u00e9"].includes(name))).toEqual([]);
});

test("a name in any script is taken", () => {
  mkdirSync(join(box.root, "é"));
  const args = [EXECUTABLE, "sync", "--config-path", "envs/a", "--target", "é/目標", "--reload", "none"];
  const [program = "", ...rest] = EXECUTABLE.endsWith(".js") ? [process.execPath, ...args] : args;
  expect(spawnSync(program, [...rest, "--preflight", "never"], { cwd: box.root }).status).toBe(0);
  expect(readdirSync(join(box.root, "é/目標"))).toContain("traefik.yaml");
});
