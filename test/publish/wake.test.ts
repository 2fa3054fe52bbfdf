import { mkdir, readdir, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nodeFileSystem } from "../../src/publish/file-system.ts";
import { untilIdle } from "../../src/publish/quiet.ts";
import { touchWatched } from "../../src/publish/wake.ts";
import { realPorts, type Target, temporaryTarget } from "./support/target.ts";

let target: Target;
const OLD = new Date("2020-01-01T00:00:00Z");
const folder = () => join(target.targetDir, "conf.d");

beforeEach(async () => {
  target = await temporaryTarget();
  await mkdir(folder());
  await writeFile(join(folder(), "x.yaml"), "x");
  await utimes(join(folder(), "x.yaml"), OLD, OLD);
  await utimes(folder(), OLD, OLD);
});
afterEach(() => target.remove());

const age = async (path: string) => Date.now() - (await stat(path)).mtimeMs;

test("an attribute of the watched folder changes, nothing in it", async () => {
  touchWatched(realPorts(), target.targetDir, { folder: "conf.d", file: null });
  expect(await age(folder())).toBeLessThan(60_000);
  expect((await stat(join(folder(), "x.yaml"))).mtimeMs).toBe(OLD.getTime());
});

test("where one file is watched, it is that file's attribute", async () => {
  touchWatched(realPorts(), target.targetDir, { folder: "conf.d", file: "conf.d/x.yaml" });
  expect(await age(join(folder(), "x.yaml"))).toBeLessThan(60_000);
});

test("a folder that is another user's sees a file come and go that Traefik never loads", async () => {
  const names: string[] = [];
  const files = {
    ...nodeFileSystem,
    touch: () => {
      throw Object.assign(new Error("not the owner"), { code: "EPERM" });
    },
    create: (path: string, mode: number) => (names.push(path), nodeFileSystem.create(path, mode)),
  };
  touchWatched(realPorts({ files }), target.targetDir, { folder: "conf.d", file: null });
  expect(await age(folder())).toBeLessThan(60_000);
  expect(await readdir(folder())).toEqual(["x.yaml"]);
  expect(names).toHaveLength(1);
  expect(names[0]).not.toMatch(/\.(ya?ml|toml)$/);
});

test("what is not there is not touched, nor made", async () => {
  touchWatched(realPorts(), target.targetDir, { folder: "missing", file: null });
  expect(await readdir(target.targetDir)).toEqual(["conf.d"]);
});

test.each([
  { throttle: 2_000, since: null, wait: 0 },
  { throttle: 2_000, since: 10_000, wait: 0 },
  { throttle: 2_000, since: 1_000, wait: 3_250 },
  { throttle: 2_000, since: -5_000, wait: 0 },
  { throttle: 0, since: 100, wait: 0 },
])("Traefik is idle in $wait ms, $since ms after it was woken", ({ throttle, since, wait }) => {
  expect(untilIdle(throttle, since)).toBe(wait);
});
