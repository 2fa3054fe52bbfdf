import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findEnvironment } from "../../src/environment/find.ts";

let base: string;
let checkout: string;

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), "find-")));
  checkout = join(base, "checkout");
  mkdirSync(join(checkout, "envs/staging"), { recursive: true });
  mkdirSync(join(checkout, ".git/envs"), { recursive: true });
  mkdirSync(join(base, "secret"));
  writeFileSync(join(checkout, "envs/file"), "");
  symlinkSync("../../secret", join(checkout, "envs/out"));
  symlinkSync("../.git/envs", join(checkout, "envs/git"));
  symlinkSync("loop", join(checkout, "envs/loop"));
  symlinkSync("staging", join(checkout, "envs/live"));
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

test.each([
  ["envs/staging", "envs/staging"],
  ["/envs/staging/", "envs/staging"],
  ["///envs//staging///", "envs/staging"],
  ["./envs/../envs/staging", "envs/staging"],
  ["envs/live", "envs/staging"],
  [".", ""],
])("finds %s", (configPath, folder) => {
  const found = findEnvironment(checkout, configPath);
  expect(found).toMatchObject({ kind: "found", place: { root: join(checkout, folder), checkout } });
});

test("goes through a link to the checkout, as git-sync's is", () => {
  symlinkSync("checkout", join(base, "current"));
  expect(findEnvironment(join(base, "current"), "envs/staging")).toMatchObject({
    place: { root: join(checkout, "envs/staging"), checkout },
  });
});

test.each([
  [undefined, /not set/],
  ["", /not set/],
  ["///", /slashes alone.*the root of the checkout is \./],
  ["..", /leads out/],
  ["../checkout-2", /leads out/],
  ["envs/../../secret", /leads out/],
  [".git/envs", /git's own/],
])("a wrong setting: %s", (configPath, message) => {
  expect(findEnvironment(checkout, configPath)).toMatchObject({
    kind: "usage",
    message: expect.stringMatching(message) as string,
  });
});

test.each(["nowhere", "checkout/envs/file"])("a wrong checkout: %s", (worktree) => {
  expect(findEnvironment(join(base, worktree), "envs/staging")).toMatchObject({ kind: "usage" });
});

test.each([
  ["envs/stagin", "environment-missing"],
  ["envs/file", "environment-missing"],
  ["envs/file/x", "environment-missing"],
  ["envs/out", "symlink-outside"],
  ["envs/git", "symlink-outside"],
  ["envs/loop", "file-unreadable"],
])("a commit that cannot be published: %s is %s", (configPath, rule) => {
  expect(findEnvironment(checkout, configPath)).toMatchObject({ kind: "rejected", diagnostic: { rule } });
});

test("names the folders beside a missing one", () => {
  expect(findEnvironment(checkout, "envs/stagin")).toMatchObject({
    diagnostic: { hint: "there is envs/staging" },
  });
});
