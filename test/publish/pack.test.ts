import { existsSync, mkdtempSync, readdirSync, rmSync, truncateSync } from "node:fs";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { digest } from "../../src/publish/digest.ts";
import type { Ports } from "../../src/publish/ports.ts";
import { publish } from "../../src/publish/publish.ts";
import { publishedTree } from "../../src/publish/published-tree.ts";
import { rollback } from "../../src/publish/rollback.ts";
import type { PublishSettings } from "../../src/publish/types.ts";
import { type Fault, faulty } from "./support/faulty.ts";
import {
  contentOf,
  type Files,
  NO_PROCESS,
  realPorts,
  requestFor,
  type Target,
  temporaryTarget,
  treeOf,
} from "./support/target.ts";

const ports = realPorts();
const open: Target[] = [];
afterEach(async () => {
  for (const target of open.splice(0)) await target.remove();
});

async function targetWith(settings: Partial<PublishSettings> = {}): Promise<Target> {
  const target = await temporaryTarget({}, settings);
  open.push(target);
  return target;
}

const push = (target: Target, revision: string, files: Files, by: Ports = ports) =>
  publish(requestFor(target, files, { revision }), by);

/** So many files that their content is kept in one. */
function many(text: string, count = 20): Files {
  const files = Array.from({ length: count }, (_, at) => [`conf.d/${at}.yaml`, `${text} ${at}, or so`]);
  return Object.fromEntries(files);
}

function stored({ stateDir }: Target): string[] {
  return readdirSync(join(stateDir, "objects"));
}

const PACK = /^pack-[0-9a-f]{64}-\d+$/;

function packOf(target: Target): string {
  return join(target.stateDir, "objects", stored(target).find((name) => PACK.test(name)) ?? "none");
}

/** The files that are published, by the store alone. */
function published(target: Target): Files {
  const tree = publishedTree(ports.files, target.settings);
  return Object.fromEntries(
    tree?.files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]) ?? [],
  );
}

test("many files are kept in one, few in files of their own", async () => {
  const target = await targetWith();
  await push(target, "r1", many("one"));
  expect(stored(target)).toEqual([expect.stringMatching(PACK)]);
  expect(published(target)).toEqual(many("one"));

  const second = { ...many("one"), "conf.d/3.yaml": "another", "conf.d/more.yaml": "more" };
  await push(target, "r2", second);
  const loose = stored(target).filter((name) => !PACK.test(name));
  expect(loose.toSorted()).toEqual(["another", "more"].map((text) => digest(Buffer.from(text))).toSorted());
  expect(stored(target)).toHaveLength(3);
  expect(published(target)).toEqual(second);
});

test("what was published is rolled back to out of a pack", async () => {
  const target = await targetWith();
  await push(target, "r1", many("one"));
  await push(target, "r2", many("two", 30));
  expect(await rollback({ ...target.settings, to: "r1" }, ports)).toMatchObject({ outcome: "published" });
  const { "conf.d/": _, ...content } = contentOf(target.targetDir);
  expect(content).toEqual(many("one"));
});

test("files of one content are in a pack once, empty ones too", async () => {
  const target = await targetWith();
  const files = { ...many("one"), "a.yaml": "", "b.yaml": "", "c.yaml": "twice", "d.yaml": "twice" };
  await push(target, "r1", files);
  expect(stored(target)).toEqual([expect.stringMatching(/-22$/)]);
  expect(published(target)).toEqual(files);
});

test("a pack goes when nothing of it is of use, and when hardly anything is", async () => {
  const target = await targetWith({ historySize: 1 });
  await push(target, "r1", many("one"));
  const first = packOf(target);
  // half of it stays
  await push(target, "r2", { ...many("one"), ...many("two", 10) });
  expect(existsSync(first)).toBe(true);

  // one of twenty: it gets a file of its own
  const kept = { ...many("three"), "conf.d/19.yaml": "one 19, or so" };
  await push(target, "r3", kept);
  expect(existsSync(first)).toBe(false);
  expect(stored(target)).toContain(digest(Buffer.from("one 19, or so")));
  expect(published(target)).toEqual(kept);

  await push(target, "r4", { "conf.d/x.yaml": "x" });
  expect(stored(target)).toEqual([digest(Buffer.from("x"))]);
});

test("what is still of use of a large pack becomes a pack", async () => {
  const target = await targetWith({ historySize: 1 });
  await push(target, "r1", many("one", 100));
  const kept = { ...many("two", 100), ...many("one", 20) };
  await push(target, "r2", kept);
  const counts = stored(target).map((name) => name.slice(name.lastIndexOf("-")));
  expect(counts.toSorted()).toEqual(["-20", "-80"]);
  expect(published(target)).toEqual(kept);
});

test.each<[string, (pack: string) => unknown]>([
  ["cut short", (pack) => truncateSync(pack, 2000)],
  ["longer than it was", (pack) => appendFile(pack, "x")],
  ["changed in its index", async (pack) => writeFile(pack, (await readFile(pack)).fill(0x30, 0, 1))],
  ["gone", (pack) => rmSync(pack)],
])("the content of a pack that is %s is kept anew with the next publication", async (_, damage) => {
  const target = await targetWith();
  await push(target, "r1", many("one"));
  await damage(packOf(target));
  const files = { ...many("one"), "conf.d/more.yaml": "more" };
  expect(await push(target, "r2", files)).toMatchObject({ outcome: "published" });
  expect(published(target)).toEqual(files);
  await push(target, "r3", many("three"));
  await rollback({ ...target.settings, to: "r1" }, ports);
  expect(contentOf(target.targetDir)["conf.d/7.yaml"]).toBe("one 7, or so");
});

test("bytes that changed inside of a pack are never published", async () => {
  const target = await targetWith();
  await push(target, "r1", many("one"));
  const pack = packOf(target);
  await push(target, "r2", many("two"));
  const bytes = await readFile(pack);
  bytes.set(Buffer.from("X"), bytes.length - 3);
  await writeFile(pack, bytes);
  const before = contentOf(target.targetDir);
  expect(await rollback({ ...target.settings, to: "r1" }, ports)).toMatchObject({
    outcome: "failed",
    message: expect.stringContaining("the state directory is damaged: objects/"),
  });
  expect(contentOf(target.targetDir)).toEqual(before);
});

test.each<Fault>(process.env["FAULTS"] === "all" ? ["kill", "EIO", "ENOSPC"] : ["kill", "ENOSPC"])(
  "with %s at every call of many files' publication the next run ends with all of them, and can go back",
  { timeout: 120_000 },
  async (fault) => {
    // where files are in memory, hundreds of runs take seconds
    const root = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "gateway-pack-"));
    const original = await targetWith({ historySize: 2 });
    const wrong: string[] = [];
    const [one, two] = [many("one", 16), { ...many("one", 2), ...many("two", 20) }];
    let isDone = false;
    for (let at = 1; !isDone; at++) {
      const targetDir = join(root, String(at));
      const stateDir = join(targetDir, ".gateway");
      const target: Target = {
        ...original,
        targetDir,
        stateDir,
        settings: { ...original.settings, targetDir, stateDir },
      };
      await push(target, "r1", one);
      const { files, calls } = faulty(fault, at);
      // a process that is not there: the lock that it leaves is nobody's
      const self = { pid: NO_PROCESS, uid: null, platform: "linux" };
      await push(target, "r2", two, realPorts({ files, self }));
      isDone = calls.length < at;
      const where = `${fault} at call ${at}, ${calls[at - 1]}`;
      const { message } = await push(target, "r2", two);
      if (digestOf(published(target)) !== digestOf(two)) wrong.push(`${where}: ${message}`);
      const back = await rollback({ ...target.settings, to: "r1" }, ports);
      if (digestOf(published(target)) !== digestOf(one)) wrong.push(`${where}, then back: ${back.message}`);
      rmSync(targetDir, { recursive: true });
    }
    rmSync(root, { recursive: true });
    expect(wrong).toEqual([]);
  },
);

function digestOf(files: Files): string {
  return JSON.stringify(treeOf(files));
}
