import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readTree } from "../../src/environment/read.ts";
import { nodeFileSystem } from "../../src/publish/file-system.ts";
import { observe } from "../../src/publish/observe.ts";
import { recallDigests } from "../../src/publish/seen-digests.ts";
import { MEMORY, recognise, type Places } from "../../src/unchanged/memory.ts";
import { memoryOf } from "../../src/unchanged/remember.ts";

let root: string;
let places: Places;

beforeEach(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "gateway-unchanged-")));
  places = {
    key: "rules",
    worktree: join(root, "checkout"),
    configPath: "env",
    targetDir: join(root, "target"),
    stateDir: join(root, "target", ".gateway"),
  };
  for (const at of ["checkout/env", "target"]) {
    mkdirSync(join(root, at, "conf.d"), { recursive: true });
    writeFileSync(join(root, at, "traefik.yaml"), "api: {}\n");
    writeFileSync(join(root, at, "conf.d/a.yaml"), "http: {}\n");
  }
  mkdirSync(places.stateDir);
  for (const name of ["manifest.json", "last-run.json"]) writeFileSync(join(places.stateDir, name), "{}\n");
  // older than a tick: their looks are all that is looked at
  await new Promise((done) => setTimeout(done, 50));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Reads the environment and remembers it, as a publication does. */
function remember(now: () => number = Date.now): string | null {
  const started = Date.now();
  const environment = join(places.worktree, "env");
  const { tree } = readTree({ path: "env", root: environment, checkout: places.worktree });
  const text = memoryOf(places, tree, started, now);
  if (text !== null) writeFileSync(join(places.stateDir, MEMORY), text);
  return text;
}

/** Other bytes of the same length, and the time of modification as before. */
function overwriteSecretly(path: string): void {
  const { atime, mtime, size } = statSync(path);
  writeFileSync(path, "x".repeat(size));
  utimesSync(path, atime, mtime);
}

test("recognises what has not changed", () => {
  expect(remember()).not.toBeNull();
  expect(recognise(places)).toBe(2);
});

test.each<[string, () => void]>([
  ["the source was changed secretly", () => overwriteSecretly(join(root, "checkout/env/conf.d/a.yaml"))],
  ["the target was changed secretly", () => overwriteSecretly(join(root, "target/conf.d/a.yaml"))],
  ["the target has another mode", () => chmodSync(join(root, "target/conf.d/a.yaml"), 0o600)],
  ["a file of the target is gone", () => rmSync(join(root, "target/conf.d/a.yaml"))],
  ["a file of the source is gone", () => rmSync(join(root, "checkout/env/conf.d/a.yaml"))],
  ["the source has one more", () => writeFileSync(join(root, "checkout/env/conf.d/b.yaml"), "")],
  ["the source has a link", () => symlinkSync("a.yaml", join(root, "checkout/env/conf.d/b.yaml"))],
  ["a run was interrupted", () => writeFileSync(join(places.stateDir, "journal.json"), "{}")],
  ["a restart is pending", () => writeFileSync(join(places.stateDir, "restart-required.json"), "{}")],
  ["something else was published", () => writeFileSync(join(places.stateDir, "manifest.json"), "{}\n")],
  ["the last run is another", () => writeFileSync(join(places.stateDir, "last-run.json"), "{}\n")],
  ["the memory is damaged", () => writeFileSync(join(places.stateDir, MEMORY), "[]\n")],
  ["there is no memory", () => rmSync(join(places.stateDir, MEMORY))],
  ["the rules are others", () => (places = { ...places, key: "others" })],
  [
    "a folder of the target became a link to itself",
    () => {
      renameSync(join(root, "target/conf.d"), join(root, "elsewhere"));
      symlinkSync(join(root, "elsewhere"), join(root, "target/conf.d"));
    },
  ],
])("does not when %s", (_, change) => {
  expect(remember()).not.toBeNull();
  change();
  expect(recognise(places)).toBeNull();
});

test("does not when the source was changed after it was read, though before it was remembered", () => {
  const started = Date.now();
  const environment = join(places.worktree, "env");
  const { tree } = readTree({ path: "env", root: environment, checkout: places.worktree });
  overwriteSecretly(join(root, "checkout/env/conf.d/a.yaml"));
  const text = memoryOf(places, tree, started, Date.now);
  if (text !== null) writeFileSync(join(places.stateDir, MEMORY), text);
  expect(recognise(places)).toBeNull();
});

test("remembers nothing of an environment with a link in it", () => {
  symlinkSync("traefik.yaml", join(root, "checkout/env/linked.yaml"));
  writeFileSync(join(root, "target/linked.yaml"), "api: {}\n");
  expect(remember()).toBeNull();
});

test("compares the bytes of what was written a moment ago", () => {
  writeFileSync(join(root, "target/conf.d/a.yaml"), "http: {}\n");
  const written = statSync(join(root, "target/conf.d/a.yaml")).ctimeMs;
  expect(remember(() => written + 5)).toMatch(/^conf\.d\/a\.yaml\t.*\t\+$/m);
  expect(recognise(places)).toBe(2);
});

test("remembers nothing of a target that holds something else, or of a source that goes on changing", () => {
  writeFileSync(join(root, "checkout/env/conf.d/a.yaml"), "http: []\n");
  const started = Date.now() - 1000;
  const tree = { files: [{ path: "conf.d/a.yaml", bytes: Buffer.from("http: {}\n"), mode: 0o644 }] };
  expect(memoryOf(places, tree, started, Date.now)).toBeNull();
  const other = { files: [{ path: "traefik.yaml", bytes: Buffer.from("api: []\n"), mode: 0o644 }] };
  expect(memoryOf(places, other, Date.now(), Date.now)).toBeNull();
});

/** What a publisher finds in the target, who was left that memory, and which files it reads for that. */
function observed(): { readonly read: readonly string[]; readonly objects: readonly unknown[] } {
  const read: string[] = [];
  const files = {
    ...nodeFileSystem,
    readFile: (path: string) => {
      if (!path.startsWith(places.stateDir)) read.push(path.slice(places.targetDir.length + 1));
      return nodeFileSystem.readFile(path);
    },
  };
  const published = { object: "remembered", size: 9, mode: 0o644, owner: ":" };
  const manifest = { files: { "conf.d/a.yaml": published, "traefik.yaml": published } };
  const expected = new Map(Object.keys(manifest.files).map((path) => [path, [8, 9]]));
  const known = recallDigests(files, places.stateDir, manifest);
  const { sights } = observe(files, places.targetDir, expected, known);
  return { read, objects: [...sights.values()].map(({ object }) => object) };
}

test("a published file that looks as it did is not read by who publishes, any other is", () => {
  remember();
  expect(observed()).toEqual({ read: [], objects: ["remembered", "remembered"] });
  overwriteSecretly(join(root, "target/conf.d/a.yaml"));
  expect(observed()).toMatchObject({ read: ["conf.d/a.yaml"] });
  // two publications later that memory is of no use
  writeFileSync(join(places.stateDir, "manifest.json"), "{}\n");
  expect(observed().read).toHaveLength(2);
});

test.each<[string, () => void]>([
  ["it was written a moment ago", () => remember(() => statSync(join(root, "target/traefik.yaml")).ctimeMs)],
  ["the memory is damaged", () => writeFileSync(join(places.stateDir, MEMORY), "{\n")],
  ["there is no memory", () => rmSync(join(places.stateDir, MEMORY))],
])("so is each when %s", (_, change) => {
  remember();
  change();
  expect(observed().read).toHaveLength(2);
});
