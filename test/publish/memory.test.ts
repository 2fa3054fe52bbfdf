import { readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { statusReport } from "../../src/cli/report/status.ts";
import { digestTree } from "../../src/publish/content.ts";
import { digest } from "../../src/publish/digest.ts";
import { nodeFileSystem } from "../../src/publish/file-system.ts";
import { namedInHistory } from "../../src/publish/history.ts";
import { recallJudged } from "../../src/publish/judged.ts";
import { takeLock } from "../../src/publish/lock.ts";
import { orNull } from "../../src/publish/or-null.ts";
import { publishedTree } from "../../src/publish/published-tree.ts";
import { reject } from "../../src/publish/reject.ts";
import { clearRestartNote, readRestartNote } from "../../src/publish/restart-note.ts";
import { rollback } from "../../src/publish/rollback.ts";
import { readState } from "../../src/publish/state.ts";
import { readStatus } from "../../src/publish/status.ts";
import type { RejectRequest } from "../../src/publish/types.ts";
import { recallVerdict } from "../../src/publish/verdicts.ts";
import { faulty } from "./support/faulty.ts";
import {
  contentOf,
  type Files,
  push,
  realPorts,
  type Target,
  targetMaker,
  traces,
  treeOf,
} from "./support/target.ts";

const ports = realPorts();
const targetWith = targetMaker();

function rejection({ settings }: Target, files: Files): RejectRequest {
  return {
    ...settings,
    tree: treeOf(files),
    revision: "bad",
    path: "envs/test",
    diagnostics: [
      {
        file: "x.yaml",
        line: 1,
        column: 2,
        endLine: 1,
        endColumn: 3,
        severity: "error",
        effect: "refused",
        rule: "yaml-syntax",
        object: null,
        message: "broken",
        hint: null,
      },
    ],
    judge: "rules 1",
    message: "1 error",
  };
}

test("a publication whose verdict cannot be remembered is one all the same", async () => {
  const target = await targetWith();
  const rename: typeof nodeFileSystem.rename = (from, to) => {
    if (to.includes("/verdicts/")) throw Object.assign(new Error("ENOSPC: injected"), { code: "ENOSPC" });
    nodeFileSystem.rename(from, to);
  };
  const warnings: string[] = [];
  const full = realPorts({
    files: { ...nodeFileSystem, rename },
    log: (level, text) => void (level === "warn" && warnings.push(text)),
  });
  expect(await push(target, "one", { "x.yaml": "one" }, full)).toMatchObject({ outcome: "published" });
  expect(warnings).toEqual(["the verdict could not be remembered"]);
  expect(readStatus(target.settings, ports)).toMatchObject({
    revision: "one",
    lastRun: { outcome: "published" },
  });
});

describe("the verdict on an environment", () => {
  const bad: Files = { "x.yaml": "bad" };
  const recall = ({ stateDir }: Target, judge: string, now = new Date()) =>
    recallVerdict(nodeFileSystem, stateDir, { tree: digestTree(treeOf(bad)), judge }, now);

  test("is remembered by content and judge; the same again writes nothing", async () => {
    const target = await targetWith();
    await push(target, "one", { "x.yaml": "good" });
    expect(recall(target, "rules 1")).toBeNull();
    expect(await reject(rejection(target, bad), ports)).toMatchObject({
      outcome: "rejected",
      message: "1 error",
    });
    expect(contentOf(target.targetDir)).toEqual({ "x.yaml": "good" });
    expect(recall(target, "rules 1")).toMatchObject({ accepted: false, live: false, message: "1 error" });
    expect(recall(target, "rules 2")).toBeNull();
    const before = await traces(target.targetDir);
    expect(await reject(rejection(target, bad), ports)).toMatchObject({ outcome: "rejected" });
    expect(await traces(target.targetDir)).toEqual(before);
  });

  test("is told by status until a run goes well again", async () => {
    const target = await targetWith();
    await push(target, "one", { "x.yaml": "good" });
    await reject(rejection(target, bad), ports);
    expect(readStatus(target.settings, ports)).toMatchObject({
      revision: "one",
      lastRun: { outcome: "rejected", revision: "bad", diagnostics: [{ rule: "yaml-syntax", line: 1 }] },
      drift: [],
    });
    expect(await push(target, "one", { "x.yaml": "good" })).toMatchObject({ outcome: "unchanged" });
    expect(readStatus(target.settings, ports).lastRun).toMatchObject({
      outcome: "unchanged",
      diagnostics: [],
    });
  });

  test("makes no target where there is none", async () => {
    const target = await targetWith();
    await rm(target.targetDir, { recursive: true });
    expect(await reject(rejection(target, bad), ports)).toMatchObject({ outcome: "rejected" });
    expect(contentOf(target.root)).toEqual({});
  });

  test("is a rejection also where it cannot be remembered", async () => {
    const target = await targetWith();
    const { files } = faulty("EROFS", 1);
    expect(await reject(rejection(target, bad), realPorts({ files }))).toMatchObject({ outcome: "rejected" });
  });

  test("keeps no more than the newest fifty", async () => {
    const target = await targetWith();
    for (let number = 0; number < 53; number++) {
      await reject(rejection(target, { "x.yaml": `bad ${number}` }), ports);
    }
    expect(nodeFileSystem.readFolder(join(target.stateDir, "verdicts"))).toHaveLength(50);
  });
});

test.each([
  ["last-run.json", ["revision"], 1],
  ["last-run.json", ["message"], null],
  ["last-run.json", ["diagnostics"], [null]],
  ["manifest.json", ["facts", "directory"], [1]],
  ["manifest.json", ["facts"], "x"],
  ["manifest.json", ["files", "x.yaml", "mode"], -1],
  ["manifest.json", ["held"], { trees: [], reason: 1 }],
  ["restart-required.json", ["facts", "directory"], 1],
])("a state file that somebody has edited breaks nothing: %s, %j", async (name, path, wrong) => {
  const target = await targetWith();
  await push(target, "one", { "x.yaml": "one", "traefik.yaml": "a" });
  await push(target, "two", { "x.yaml": "two", "traefik.yaml": "b" });
  const file = join(target.stateDir, name);
  const whole: unknown = JSON.parse(await readFile(file, "utf8"));
  let place = whole as Record<string, unknown>;
  for (const field of path.slice(0, -1)) place = place[field] as Record<string, unknown>;
  place[path.at(-1) ?? ""] = wrong;
  await writeFile(file, JSON.stringify(whole));
  expect(statusReport(readStatus(target.settings, ports), "text", false)).toContain("envs/test");
  await push(target, "three", { "x.yaml": "three", "traefik.yaml": "b" });
  expect(contentOf(target.targetDir)).toMatchObject({ "x.yaml": "three" });
  expect(readStatus(target.settings, ports)).toMatchObject({ revision: "three", drift: [] });
  expect(await rollback({ ...target.settings, to: "one" }, ports)).toMatchObject({ outcome: "published" });
});

test("a remembered verdict that somebody has edited is none", async () => {
  const target = await targetWith();
  const key = { tree: digestTree(treeOf({ "x.yaml": "bad" })), judge: "rules 1" };
  await reject(rejection(target, { "x.yaml": "bad" }), ports);
  const [name = ""] = nodeFileSystem.readFolder(join(target.stateDir, "verdicts"));
  const file = join(target.stateDir, "verdicts", name);
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, "utf8")), diagnostics: [null] }));
  expect(recallVerdict(nodeFileSystem, target.stateDir, key, new Date())).toBeNull();
});

describe("the history", () => {
  test("holds the last revisions, and no object that none of them has", async () => {
    const target = await targetWith({ historySize: 3 });
    for (const revision of ["r1", "r2", "r3", "r4", "r5"]) {
      await push(target, revision, { "x.yaml": revision, "same.yaml": "same" });
    }
    const { history, revision } = readStatus(target.settings, ports);
    expect(revision).toBe("r5");
    expect(history.map((entry) => entry.revision)).toEqual(["r5", "r4", "r3"]);
    expect(nodeFileSystem.readFolder(join(target.stateDir, "objects"))).toHaveLength(4);
    expect(publishedTree(nodeFileSystem, target)).toEqual({
      files: [
        { path: "same.yaml", bytes: Buffer.from("same"), mode: 0o644 },
        { path: "x.yaml", bytes: Buffer.from("r5"), mode: 0o644 },
      ],
    });
  });

  test("says so where a manifest is damaged, and nothing else tells what was published", async () => {
    const target = await targetWith();
    await push(target, "r1", { "a.yaml": "one" });
    await writeFile(join(target.stateDir, "manifest.json"), "{");
    const { outcome, message } = await push(target, "r2", { "a.yaml": "two" });
    expect(outcome).toBe("failed");
    expect(message).toContain("manifest.json in the state directory is damaged");
    // what is as it shall be needs no claim
    expect((await push(target, "r1", { "a.yaml": "one" })).outcome).toBe("unchanged");
    expect((await push(target, "r2", { "a.yaml": "two" })).outcome).toBe("published");
  });

  test("replaces a manifest that was lost or damaged", async () => {
    const target = await targetWith();
    for (const revision of ["r1", "r2"])
      await push(target, revision, { "x.yaml": revision, [revision]: "x" });
    await writeFile(join(target.stateDir, "manifest.json"), "{");
    // what r2 added is a stranger's now, as far as anybody can tell; what both had is still known
    expect(await push(target, "r3", { "x.yaml": "r3" })).toMatchObject({
      outcome: "published",
      plan: { write: ["x.yaml"] },
    });
    expect(contentOf(target.targetDir)).toEqual({ "x.yaml": "r3", r2: "x" });
  });

  test.each(["a link to a device that never ends", "a file of 3 GB"])(
    "takes %s for damage, wherever it lies",
    async (what) => {
      const target = await targetWith();
      for (const revision of ["r1", "r2"]) await push(target, revision, { "x.yaml": revision });
      for (const name of ["last-run.json", "manifest.json", "judged", "history/000000000001.json", "lock"]) {
        const path = join(target.stateDir, name);
        await rm(path, { force: true });
        if (what === "a file of 3 GB") {
          await writeFile(path, "");
          await truncate(path, 3 * 1024 ** 3);
        } else await symlink("/dev/zero", path);
        expect(recallJudged(nodeFileSystem, target.stateDir, "")).toBeNull();
        readState(nodeFileSystem, target.stateDir);
        orNull(() => readStatus(target.settings, ports));
        expect(namedInHistory(nodeFileSystem, target.stateDir, 10, null)).toBeInstanceOf(Set);
        await rm(path, { force: true });
      }
    },
  );

  test("refuses what is no longer what its name says", async () => {
    const target = await targetWith();
    await push(target, "r1", { "x.yaml": "r1" });
    await push(target, "r2", { "x.yaml": "r2" });
    await writeFile(join(target.stateDir, "objects", digest(Buffer.from("r1"))), "R1");
    expect(await rollback({ ...target.settings, to: "r1" }, ports)).toMatchObject({
      outcome: "failed",
      message: expect.stringContaining("damaged"),
    });
    expect(contentOf(target.targetDir)).toEqual({ "x.yaml": "r2" });
  });
});

async function rolledBack(): Promise<Target> {
  const target = await targetWith();
  for (const revision of ["aaa1", "bbb2", "ccc3"]) await push(target, revision, { "x.yaml": revision });
  return target;
}

describe("a rollback", () => {
  test("goes to the revision before, and is not undone until the source changes", async () => {
    const target = await rolledBack();
    expect(await rollback({ ...target.settings, to: null }, ports)).toMatchObject({
      outcome: "published",
      plan: { write: ["x.yaml"] },
    });
    expect(contentOf(target.targetDir)).toEqual({ "x.yaml": "bbb2" });
    const before = await traces(target.targetDir);
    const run = await push(target, "ccc3", { "x.yaml": "ccc3" });
    expect(run).toMatchObject({ outcome: "unchanged", held: true });
    expect(run.message).toContain("bbb2");
    expect(await traces(target.targetDir)).toEqual(before);
    expect(readStatus(target.settings, ports)).toMatchObject({
      revision: "bbb2",
      held: { reason: expect.any(String) },
    });

    expect(await push(target, "ddd4", { "x.yaml": "ddd4" })).toMatchObject({
      outcome: "published",
      held: false,
    });
    expect(readStatus(target.settings, ports).held).toBeNull();
    // the source may come back to it
    expect(await push(target, "eee5", { "x.yaml": "ccc3" })).toMatchObject({ outcome: "published" });
  });

  test("is over once the source holds what was rolled back to, though nothing is to be written", async () => {
    const target = await rolledBack();
    await rollback({ ...target.settings, to: null }, ports);
    const reverted = await push(target, "ddd4", { "x.yaml": "bbb2" });
    expect(reverted).toMatchObject({ outcome: "unchanged", held: false, plan: { write: [] }, reload: null });
    expect(readStatus(target.settings, ports).held).toBeNull();
    const before = await traces(target.targetDir);
    expect(await push(target, "ddd4", { "x.yaml": "bbb2" })).toMatchObject({ outcome: "unchanged" });
    expect(await traces(target.targetDir)).toEqual(before);
    expect(await push(target, "eee5", { "x.yaml": "ccc3" })).toMatchObject({ outcome: "published" });
  });

  test("goes to a revision that is named by its beginning", async () => {
    const target = await rolledBack();
    expect(await rollback({ ...target.settings, to: "aaa" }, ports)).toMatchObject({ outcome: "published" });
    expect(contentOf(target.targetDir)).toEqual({ "x.yaml": "aaa1" });
    expect(readStatus(target.settings, ports).history.map(({ revision }) => revision)).toEqual([
      "aaa1",
      "ccc3",
      "bbb2",
    ]);
  });

  test("takes a revision for itself before it is the beginning of others, and never guesses among several", async () => {
    const target = await targetWith();
    for (const revision of ["v1", "v10", "v11", "w"]) await push(target, revision, { "x.yaml": revision });
    const unclear = await rollback({ ...target.settings, to: "v" }, ports);
    expect(unclear).toMatchObject({ outcome: "failed", message: expect.stringContaining("v1, v10, v11") });
    expect(contentOf(target.targetDir)).toEqual({ "x.yaml": "w" });
    await rollback({ ...target.settings, to: "v1" }, ports);
    expect(contentOf(target.targetDir)).toEqual({ "x.yaml": "v1" });
    // published three times by now, and one entry all the same
    await rollback({ ...target.settings, to: "v11" }, ports);
    await rollback({ ...target.settings, to: "v1" }, ports);
    expect(contentOf(target.targetDir)).toEqual({ "x.yaml": "v1" });
  });

  test("goes forward again to what was held off", async () => {
    const target = await rolledBack();
    await rollback({ ...target.settings, to: "aaa" }, ports);
    await rollback({ ...target.settings, to: "ccc" }, ports);
    expect(await push(target, "ccc3", { "x.yaml": "ccc3" })).toMatchObject({
      outcome: "unchanged",
      held: false,
    });
  });

  test("while held, what is edited by hand is put back as it was rolled back to", async () => {
    const target = await rolledBack();
    await rollback({ ...target.settings, to: "aaa" }, ports);
    await writeFile(join(target.targetDir, "x.yaml"), "by hand");
    expect(await push(target, "ccc3", { "x.yaml": "ccc3" })).toMatchObject({
      outcome: "published",
      held: true,
      drift: [{ file: "x.yaml", kind: "changed" }],
    });
    expect(contentOf(target.targetDir)).toEqual({ "x.yaml": "aaa1" });
    expect(await push(target, "ccc3", { "x.yaml": "ccc3" })).toMatchObject({
      outcome: "unchanged",
      held: true,
    });
  });

  test.each([
    ["zzz", 'no revision "zzz"'],
    ["", 'no revision ""'],
  ])("to %j, which the history does not hold, changes nothing", async (to, said) => {
    const target = await rolledBack();
    const before = contentOf(target.targetDir);
    const outcome = await rollback({ ...target.settings, to }, ports);
    expect(outcome).toMatchObject({
      outcome: "failed",
      isUnknown: true,
      message: expect.stringContaining(said),
    });
    expect(outcome.message).toContain("bbb2, aaa1");
    expect(contentOf(target.targetDir)).toEqual(before);
  });

  test("without a history says so", async () => {
    const target = await targetWith();
    expect(await rollback({ ...target.settings, to: null }, ports)).toMatchObject({ outcome: "failed" });
    expect(contentOf(target.root)).toEqual({ "traefik/": "" });
    expect(nodeFileSystem.lstat(target.stateDir)).toBeUndefined();
    await push(target, "one", { "x.yaml": "one" });
    expect(await rollback({ ...target.settings, to: null }, ports)).toMatchObject({
      outcome: "failed",
      message: "the history holds nothing else to roll back to",
    });
  });
});

describe("a note about a restart", () => {
  test("is left where whoever runs Traefik finds it, until it is cleared", async () => {
    const target = await targetWith();
    const read = () => readRestartNote(nodeFileSystem, target.stateDir);
    await push(target, "one", { "traefik.yaml": "one" });
    expect(read()).toBeNull();
    await push(target, "two", { "traefik.yaml": "two" });
    expect(read()).toMatchObject({ revision: "two" });
    clearRestartNote(nodeFileSystem, target.stateDir);
    expect(read()).toBeNull();
    expect(await push(target, "two", { "traefik.yaml": "two" })).toMatchObject({ restartRequired: false });
  });
});

test("another run that holds the lock makes a run busy, unless there is nothing to do", async () => {
  const target = await targetWith();
  await push(target, "one", { "x.yaml": "one" });
  const lock = await takeLock(ports, target.stateDir, 0);
  expect(await push(target, "two", { "x.yaml": "two" })).toMatchObject({ outcome: "busy" });
  expect(await push(target, "one", { "x.yaml": "one" })).toMatchObject({ outcome: "unchanged" });
  expect(contentOf(target.targetDir)).toEqual({ "x.yaml": "one" });
  lock.release();
  expect(await push(target, "two", { "x.yaml": "two" })).toMatchObject({ outcome: "published" });
});
