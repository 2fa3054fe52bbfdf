import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { SETTINGS, settingOf, type SettingName } from "../../src/cli/settings.ts";
import { hook, sandbox } from "../support/transcript.ts";
import { ONE_ROUTE } from "./one-route.ts";

const box = sandbox(ONE_ROUTE);
afterAll(box.remove);

const names = Object.keys(SETTINGS) as SettingName[];

test.each(names)("of blanks alone, the variable of %s is unset and its flag is wrong", (name) => {
  expect(settingOf(name, {}, { [SETTINGS[name].variable]: " \t" })).toBeUndefined();
  expect(() => settingOf(name, { [name]: "  " }, {})).toThrow(SETTINGS[name].flag.split(" ")[0]);
});

test("blanks name no folder", async () => {
  const env = {
    GATEWAY_CONFIG_PATH: "envs/a",
    GATEWAY_STATE_DIR: " ",
    GATEWAY_WORKTREE: "  ",
    GITSYNC_HASH: " ",
    GATEWAY_RELOAD: "none",
  };
  const { code, stdout } = await hook(["sync", "--target", "t", "--format", "json"], { cwd: box.root, env });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ outcome: "published", revision: null });
  expect(existsSync(join(box.root, "t/.gateway"))).toBe(true);
  expect((await hook([], { cwd: box.root, env: { ...env, GATEWAY_CONFIG_PATH: " " } })).code).toBe(2);
  expect(readdirSync(box.root).toSorted()).toEqual(["envs", "t"]);
});

test.each([
  ["sync", "--config-path", "envs/a", "--target", "  "],
  ["validate", "envs/a", "--output", " "],
  ["validate", "envs/a", "--output= "],
  ["validate", " "],
  ["plan", " "],
  ["explain", "http://a/", "--env", " "],
  ["graph", "envs/a", "-o", " "],
  ["explain", "http://a/", "--env", "envs/a", "-H", " "],
])("a call with blanks is wrong: %s", async (...args) => {
  const { code, stderr } = await hook(args, { cwd: box.root });
  expect(stderr).not.toBe("");
  expect(code).toBe(2);
  expect(readdirSync(box.root).filter((name) => name.trim() === "")).toEqual([]);
});
