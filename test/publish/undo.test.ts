import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type FileSystem, nodeFileSystem } from "../../src/publish/file-system.ts";
import type { Ports } from "../../src/publish/ports.ts";
import { publish } from "../../src/publish/publish.ts";
import { readStatus } from "../../src/publish/status.ts";
import {
  contentOf,
  type Files,
  NO_PROCESS,
  realPorts,
  requestFor,
  temporaryTarget,
  type Target,
} from "./support/target.ts";

const open: Target[] = [];
afterEach(async () => {
  for (const target of open.splice(0)) await target.remove();
});

async function targetWith(strangers: Files = {}): Promise<Target> {
  const target = await temporaryTarget(strangers);
  open.push(target);
  return target;
}

/** Where a file cannot be replaced or removed, as one that is mounted, immutable, or another user's in a sticky folder. */
function stuckAt(target: Target, path: string): Ports {
  const stuck = join(target.targetDir, path);
  const refuse = (call: string, place: string): void => {
    if (place === stuck) throw Object.assign(new Error(`EBUSY: injected, ${call}`), { code: "EBUSY" });
  };
  const files: FileSystem = {
    ...nodeFileSystem,
    rename: (from, to) => {
      refuse("rename", to);
      nodeFileSystem.rename(from, to);
    },
    unlink: (place) => {
      refuse("unlink", place);
      nodeFileSystem.unlink(place);
    },
  };
  return realPorts({ files });
}

const A: Files = {
  "traefik.yaml": "static",
  "a.yaml": "one",
  "b.yaml": "one",
  "gone.yaml": "gone",
  "deep/gone/x.yaml": "gone",
  "file-to-folder": "file",
  "folder-to-file/x": "in a folder",
};
const B: Files = {
  "traefik.yaml": "static two",
  "a.yaml": "two",
  "b.yaml": "two",
  "new.yaml": "new",
  "new/folder/y.yaml": "new",
  "file-to-folder/x": "in a folder",
  "folder-to-file": "file",
};

test.each([
  "a.yaml",
  "b.yaml",
  "traefik.yaml",
  "gone.yaml",
  "deep/gone/x.yaml",
  "new.yaml",
  "new/folder/y.yaml",
])("leaves the target as it was where %s cannot be changed, however often it is tried", async (path) => {
  const target = await targetWith({ "acme.json": "{}" });
  await publish(requestFor(target, A, { revision: "a" }), realPorts());
  const before = contentOf(target.targetDir);
  for (let round = 0; round < 2; round++) {
    const outcome = await publish(requestFor(target, B, { revision: "b" }), stuckAt(target, path));
    expect(outcome).toMatchObject({ outcome: "failed", plan: { write: [], delete: [] }, isDone: false });
    expect(outcome.message).toMatch(/^could not publish: EBUSY: .*; the target is as it was before$/);
    expect(contentOf(target.targetDir)).toEqual(before);
    expect(readStatus(target.settings, realPorts())).toMatchObject({ revision: "a", interrupted: false });
  }
  expect(await publish(requestFor(target, B, { revision: "b" }), realPorts())).toMatchObject({
    outcome: "published",
    recovered: false,
  });
  expect(contentOf(target.targetDir)).toMatchObject({ ...B, "acme.json": "{}" });
});

test("takes back a first publication that fails, and leaves what was there", async () => {
  const theirs = { "a.yaml": "two", "new/theirs": "t" };
  const target = await targetWith(theirs);
  const before = contentOf(target.targetDir);
  const outcome = await publish(requestFor(target, B), stuckAt(target, "traefik.yaml"));
  expect(outcome.outcome).toBe("failed");
  expect(contentOf(target.targetDir)).toEqual(before);
  expect((await publish(requestFor(target, B), realPorts())).outcome).toBe("published");
});

test("what was changed and could not be put back is told", async () => {
  const target = await targetWith();
  await publish(requestFor(target, A), realPorts());
  const { files } = stuckAt(target, "b.yaml");
  let isStuck = false;
  const rename: FileSystem["rename"] = (from, to) => {
    isStuck ||= to === join(target.targetDir, "b.yaml");
    if (isStuck && to === join(target.targetDir, "a.yaml")) throw new Error("EBUSY: injected, again");
    files.rename(from, to);
  };
  const outcome = await publish(
    requestFor(target, { ...A, "a.yaml": "two", "b.yaml": "two" }),
    realPorts({ files: { ...files, rename } }),
  );
  expect(contentOf(target.targetDir)).toMatchObject({ ...A, "a.yaml": "two" });
  expect(outcome).toMatchObject({
    outcome: "failed",
    plan: { write: ["a.yaml"], delete: [], unchanged: 6 },
    isDone: true,
    message: expect.stringContaining("could not be put back"),
  });
});

test("what somebody edited, and the failed run had not come to, stays as it is", async () => {
  const target = await targetWith();
  await publish(requestFor(target, A), realPorts());
  const before = contentOf(target.targetDir);
  await writeFile(join(target.targetDir, "traefik.yaml"), "by hand");
  const outcome = await publish(requestFor(target, { ...A, "b.yaml": "two" }), stuckAt(target, "b.yaml"));
  expect(outcome).toMatchObject({ outcome: "failed" });
  expect(contentOf(target.targetDir)).toEqual({ ...before, "traefik.yaml": "by hand" });
});

test("an interrupted run is still known after one that failed", async () => {
  const target = await targetWith();
  await publish(requestFor(target, A, { revision: "a" }), realPorts());
  await publish(requestFor(target, B, { revision: "b" }), killedAfter(join(target.targetDir, "a.yaml")));
  const interrupted = contentOf(target.targetDir);
  expect(interrupted).toMatchObject({ "a.yaml": "two", "b.yaml": "one" });
  expect(readStatus(target.settings, realPorts()).interrupted).toBe(true);

  const third = { ...B, "b.yaml": "three" };
  const failed = await publish(requestFor(target, third, { revision: "c" }), stuckAt(target, "b.yaml"));
  expect(failed.outcome).toBe("failed");
  expect(readStatus(target.settings, realPorts()).interrupted).toBe(true);
  expect((await publish(requestFor(target, third, { revision: "c" }), realPorts())).outcome).toBe(
    "published",
  );
  expect(contentOf(target.targetDir)).toMatchObject(third);
});

/** Once a file is renamed to its place nothing of the run reaches the file system any more. */
function killedAfter(place: string): Ports {
  let isDead = false;
  const files = Object.fromEntries(
    Object.entries(nodeFileSystem).map(([name, call]) => [
      name,
      (...args: unknown[]) => {
        if (isDead) throw new Error("killed");
        const result: unknown = (call as (...args: unknown[]) => unknown)(...args);
        isDead = name === "rename" && args[1] === place;
        return result;
      },
    ]),
  ) as unknown as FileSystem;
  return realPorts({ files, self: { pid: NO_PROCESS, uid: null, platform: "linux" } });
}
