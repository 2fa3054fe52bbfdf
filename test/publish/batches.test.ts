import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodeFileSystem } from "../../src/publish/file-system.ts";
import type { FileSystem } from "../../src/publish/file-system.ts";
import { contentOf, type Files, push, realPorts, type Target, targetMaker } from "./support/target.ts";

const targetWith = targetMaker();

const MANY: Files = Object.fromEntries(
  Array.from({ length: 900 }, (_, n) => [`conf.d/${n % 3}/${n}.yaml`, `# ${n}\n`]),
);

interface Counted {
  readonly files: FileSystem;
  readonly count: { open: number; most: number; syncs: number };
}

/** The real file system, of which so few files may be open, and of which one fsync fails. */
function counted(limit: number, failingSync = 0): Counted {
  const count = { open: 0, most: 0, syncs: 0 };
  const opened = (fd: number): number => {
    count.most = Math.max(count.most, ++count.open);
    return fd;
  };
  const files: FileSystem = {
    ...nodeFileSystem,
    create(path, mode) {
      if (path.endsWith(".yaml") && count.open >= limit)
        throw Object.assign(new Error("too many open files"), { code: "EMFILE" });
      return opened(nodeFileSystem.create(path, mode));
    },
    openFile: (path) => opened(nodeFileSystem.openFile(path)),
    openFolder: (path) => opened(nodeFileSystem.openFolder(path)),
    close(fd) {
      count.open--;
      nodeFileSystem.close(fd);
    },
    async syncSoon(fd) {
      await nodeFileSystem.syncSoon(fd);
      if (++count.syncs === failingSync)
        throw Object.assign(new Error("input/output error"), { code: "EIO" });
    },
  };
  return { files, count };
}

function publishedFiles({ targetDir }: Target): Files {
  return Object.fromEntries(Object.entries(contentOf(targetDir)).filter(([path]) => !path.endsWith("/")));
}

function staged({ stateDir }: Target): string[] {
  return readdirSync(join(stateDir, "staging"));
}

test.each([5000, 60])("many files are published where %d may be open", async (limit) => {
  const { files, count } = counted(limit);
  const target = await targetWith();
  expect(await push(target, "r1", MANY, realPorts({ files }))).toMatchObject({ outcome: "published" });
  expect(publishedFiles(target)).toEqual(MANY);
  expect(count.open).toBe(0);
  // more than are written one by one, and less than two batches and what else is open
  expect(count.most).toBeGreaterThan(Math.min(limit, 64) - 2);
  expect(count.most).toBeLessThan(820);
});

test("where none may be open nothing is published, and nothing is left", async () => {
  const { files, count } = counted(0);
  const target = await targetWith();
  const failed = await push(target, "r1", MANY, realPorts({ files }));
  expect(failed).toMatchObject({
    outcome: "failed",
    message: expect.stringContaining("too many open files"),
  });
  expect(publishedFiles(target)).toEqual({});
  expect(staged(target)).toEqual([]);
  expect(count.open).toBe(0);
});

test.each([1, 401, 900])(
  "when fsync %d fails nothing is published, nothing is left, and the next run publishes",
  async (failing) => {
    const { files, count } = counted(5000, failing);
    const target = await targetWith();
    const failed = await push(target, "r1", MANY, realPorts({ files }));
    expect(failed).toMatchObject({
      outcome: "failed",
      message: expect.stringContaining("input/output error"),
    });
    expect(publishedFiles(target)).toEqual({});
    expect(staged(target)).toEqual([]);
    expect(count.open).toBe(0);
    expect(await push(target, "r1", MANY)).toMatchObject({ outcome: "published" });
    expect(publishedFiles(target)).toEqual(MANY);
  },
);
