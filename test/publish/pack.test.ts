import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from "node:fs";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { digest } from "../../src/publish/digest.ts";
import { nodeFileSystem } from "../../src/publish/file-system.ts";
import type { Ports } from "../../src/publish/ports.ts";
import { publishedTree } from "../../src/publish/published-tree.ts";
import { rollback } from "../../src/publish/rollback.ts";
import { AT_EVERY_CALL, type Fault, faulty } from "./support/faulty.ts";
import {
  contentOf,
  type Files,
  NO_PROCESS,
  push,
  realPorts,
  type Target,
  targetMaker,
  treeOf,
} from "./support/target.ts";

const ports = realPorts();
const targetWith = targetMaker();

/** So many files that their content is kept in one; the last of them is 9, by the order of bytes. */
function many(text: string, count = 20): Files {
  const files = Array.from({ length: count }, (_, at) => [`conf.d/${at}.yaml`, `${text} ${at}, or so`]);
  return Object.fromEntries(files);
}

/** What the store holds, by the names of its files: packs, and objects of their own. */
function stored({ stateDir }: Target): { packs: string[]; objects: string[] } {
  const [packs, objects] = ["packs", "objects"].map((name) => readdirSync(join(stateDir, name)));
  return { packs: packs ?? [], objects: objects ?? [] };
}

const PACK = /^[0-9a-f]{64}-\d+$/;

function packOf(target: Target): string {
  return join(target.stateDir, "packs", stored(target).packs[0] ?? "none");
}

function objectOf(text: string): string {
  return digest(Buffer.from(text));
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
  expect(stored(target)).toEqual({ packs: [expect.stringMatching(PACK)], objects: [] });
  expect(published(target)).toEqual(many("one"));

  const second = { ...many("one"), "conf.d/3.yaml": "another", "conf.d/more.yaml": "more" };
  await push(target, "r2", second);
  expect(stored(target).packs).toHaveLength(1);
  expect(stored(target).objects.toSorted()).toEqual(["another", "more"].map(objectOf).toSorted());
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
  expect(stored(target)).toEqual({ packs: [expect.stringMatching(/-22$/)], objects: [] });
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
  expect(stored(target).objects).toEqual([objectOf("one 19, or so")]);
  expect(published(target)).toEqual(kept);

  await push(target, "r4", { "conf.d/x.yaml": "x" });
  expect(stored(target)).toEqual({ packs: [], objects: [objectOf("x")] });
});

test("what is still of use of a large pack becomes a pack", async () => {
  const target = await targetWith({ historySize: 1 });
  await push(target, "r1", many("one", 100));
  const kept = { ...many("two", 100), ...many("one", 20) };
  await push(target, "r2", kept);
  const counts = stored(target).packs.map((name) => name.slice(name.lastIndexOf("-")));
  expect(counts.toSorted()).toEqual(["-20", "-80"]);
  expect(published(target)).toEqual(kept);
});

test("what is large, and what others may not read, is in no pack, and goes with its last revision", async () => {
  const target = await targetWith({ historySize: 2 });
  const key = "-----BEGIN PRIVATE KEY-----";
  const closed = { "conf.d/key": `${key} 1`, "conf.d/closed": { text: "closed", mode: 0o600 } };
  const large = "x".repeat(20_000);
  await push(target, "r1", { ...many("one"), ...closed, "conf.d/large": large });
  expect(stored(target).packs).toEqual([expect.stringMatching(/-20$/)]);
  expect(stored(target).objects.toSorted()).toEqual([`${key} 1`, "closed", large].map(objectOf).toSorted());
  for (const round of [2, 3])
    await push(target, `r${round}`, { ...many("one"), "conf.d/key": `${key} ${round}` });
  expect(stored(target).objects.toSorted()).toEqual(
    [2, 3].map((round) => objectOf(`${key} ${round}`)).toSorted(),
  );
});

test("of a pack that lost its end the rest is of use", async () => {
  const target = await targetWith();
  await push(target, "r1", many("one"));
  const pack = packOf(target);
  truncateSync(pack, statSync(pack).size - 1);
  await push(target, "r2", { ...many("two"), "conf.d/9.yaml": "9" });
  expect(await rollback({ ...target.settings, to: "r1" }, ports)).toMatchObject({
    outcome: "failed",
    message: expect.stringContaining(
      `the state directory is damaged: objects/${objectOf("one 9, or so")} is gone`,
    ),
  });
  await push(target, "r3", { "conf.d/9.yaml": "one 9, or so" });
  expect(await rollback({ ...target.settings, to: "r1" }, ports)).toMatchObject({ outcome: "published" });
});

test("an object that is damaged keeps its own pack, and nothing else", async () => {
  const target = await targetWith({ historySize: 2 });
  await push(target, "r1", many("one"));
  const first = packOf(target);
  const bytes = await readFile(first);
  bytes.set(Buffer.from("X"), bytes.length - 3);
  await writeFile(first, bytes);
  // the damaged one is what is published: it is whole there
  for (const round of [2, 3, 4, 5])
    await push(target, `r${round}`, { ...many(`round ${round}`), "conf.d/9.yaml": "one 9, or so" });
  expect(stored(target).objects).toEqual([objectOf("one 9, or so")]);
  expect(stored(target).packs).toHaveLength(2);
  expect(await rollback({ ...target.settings, to: "r4" }, ports)).toMatchObject({ outcome: "published" });
});

test("a pack that cannot be read stops nobody, and stays", async () => {
  const target = await targetWith();
  await push(target, "r1", many("one"));
  const readPart = (path: string, offset: number, length: number): Uint8Array => {
    if (path === first) throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
    return nodeFileSystem.readPart(path, offset, length);
  };
  const first = packOf(target);
  mkdirSync(join(target.stateDir, "packs", `${"a".repeat(64)}-16`));
  const warnings: string[] = [];
  const other = realPorts({
    files: { ...nodeFileSystem, readPart },
    log: (_, message) => warnings.push(message),
  });
  const files = { ...many("one"), ...many("two", 10) };
  expect(await push(target, "r2", files, other)).toMatchObject({ outcome: "published" });
  expect(await push(target, "r3", many("three"), other)).toMatchObject({ outcome: "published" });
  expect(warnings).toEqual([]);
  expect(existsSync(first)).toBe(true);
  expect(await rollback({ ...target.settings, to: "r1" }, ports)).toMatchObject({ outcome: "published" });
});

test("where there is no room for what is left of a pack, it stays, and what nobody needs goes", async () => {
  const target = await targetWith({ historySize: 1 });
  await push(target, "r1", many("one"));
  await push(target, "r2", { ...many("two"), "conf.d/19.yaml": "one 19, or so" }, withoutRoomFor("one 19"));
  expect(stored(target).packs).toHaveLength(2);
  await push(target, "r3", { ...many("three"), "conf.d/19.yaml": "one 19, or so" }, withoutRoomFor("one 19"));
  expect(stored(target).packs).toHaveLength(2);
  await push(target, "r4", { ...many("four"), "conf.d/19.yaml": "one 19, or so" });
  expect(stored(target)).toEqual({
    packs: [expect.stringMatching(/-19$/)],
    objects: [objectOf("one 19, or so")],
  });
});

/** The disk is full for a file of its own that begins like this; its staged copy for the target is there already. */
function withoutRoomFor(text: string): Ports {
  const write = (fd: number, bytes: Uint8Array, offset: number): number => {
    const isIt = Buffer.from(bytes).toString().startsWith(text);
    if (isIt) throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
    return nodeFileSystem.write(fd, bytes, offset);
  };
  return realPorts({ files: { ...nodeFileSystem, write } });
}

test.each<[string, (pack: string) => unknown]>([
  ["cut short", (pack) => truncateSync(pack, 2000)],
  ["cut within its index", (pack) => truncateSync(pack, 1000)],
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

test.each<Fault>(AT_EVERY_CALL ? ["kill", "EIO", "ENOSPC"] : ["kill", "ENOSPC"])(
  "with %s at calls all over many files' publication the next run ends with all of them, and can go back",
  { timeout: 120_000 },
  async (fault) => {
    const root = mkdtempSync(join(tmpdir(), "gateway-pack-"));
    const original = await targetWith({ historySize: 2 });
    const wrong: string[] = [];
    const [one, two] = [many("one", 16), { ...many("one", 2), ...many("two", 20) }];
    let isDone = false;
    for (let at = 1; !isDone; at += AT_EVERY_CALL ? 1 : 5) {
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
