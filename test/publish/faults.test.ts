import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ports } from "../../src/publish/ports.ts";
import { publish } from "../../src/publish/publish.ts";
import { reject } from "../../src/publish/reject.ts";
import { rollback } from "../../src/publish/rollback.ts";
import { readStatus } from "../../src/publish/status.ts";
import type { PublishOutcome } from "../../src/publish/types.ts";
import { AT_EVERY_CALL, type Fault, faulty } from "./support/faulty.ts";
import {
  contentOf,
  type Files,
  NO_PROCESS,
  nobodyIn,
  realPorts,
  requestFor,
  type Target,
  temporaryTarget,
  treeOf,
  writeInto,
} from "./support/target.ts";

const STRANGERS: Files = { "acme.json": '{"certificate":1}', "conf.d/theirs.txt": "t", "b/theirs": "t" };
const A: Files = {
  "traefik.yaml": "static one, and some more of it",
  "conf.d/changed.yaml": "the old content of the changed file",
  "conf.d/same.yaml": "same",
  "conf.d/gone.yaml": "gone",
  "conf.d/app/config.yaml": "old",
  "b/gone/deep/x.yaml": "gone too",
  "file-to-folder": "was a file",
  "folder-to-file/x": "was in a folder",
};
const B: Files = {
  "traefik.yaml": "static two, and some more of it",
  "conf.d/changed.yaml": "the new content of the changed file",
  "conf.d/same.yaml": "same",
  "conf.d/app/config.yaml": "new",
  "conf.d/new/key.pem": "-----BEGIN PRIVATE KEY-----",
  "file-to-folder/x": "is in a folder",
  "folder-to-file": "is a file",
};

/** a process that does not exist: what a killed run leaves behind is nobody's */
const DEAD = { pid: NO_PROCESS, uid: null, platform: "linux" };

let root: string;
let original: Target;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "gateway-faults-"));
  original = await temporaryTarget(STRANGERS, { reload: await nobodyIn(root) });
  await publish(requestFor(original, { ...A, "conf.d/changed.yaml": "older" }), realPorts());
  await publish(requestFor(original, A), realPorts());
});

afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
  await original.remove();
});

function copyOfOriginal(name: string): Target {
  const targetDir = join(root, name);
  cpSync(original.targetDir, targetDir, { recursive: true, preserveTimestamps: true });
  const stateDir = join(targetDir, ".gateway");
  return { ...original, targetDir, stateDir, settings: { ...original.settings, targetDir, stateDir } };
}

/** What is wrong with a target that is somewhere between two contents. */
function wrongIn(content: Record<string, string>, one: Files, other: Files): string[] {
  const wrong: string[] = [];
  for (const [path, text] of Object.entries(STRANGERS))
    if (content[path] !== text) wrong.push(`stranger ${path}`);
  for (const [path, text] of Object.entries(content)) {
    if (path.endsWith("/") || path in STRANGERS) continue;
    if (text !== one[path] && text !== other[path]) wrong.push(`torn or foreign ${path}: ${text}`);
  }
  for (const path of Object.keys(one)) {
    if (path in other && !(path in content)) wrong.push(`missing ${path}`);
  }
  return wrong;
}

interface Scenario {
  readonly what: string;
  readonly prepare: (target: Target) => Promise<unknown>;
  readonly run: (target: Target, ports: Ports) => Promise<PublishOutcome>;
  readonly next: (target: Target) => Promise<PublishOutcome>;
  readonly to: Files;
  readonly faults: readonly Fault[];
  /** every how many calls; 1 with FAULTS=all */
  readonly step?: number;
}

const publishB = (target: Target, ports: Ports) => publish(requestFor(target, B), ports);
const rejectBad = ({ settings }: Target) =>
  reject(
    {
      ...settings,
      tree: treeOf({ x: "bad" }),
      revision: null,
      path: "",
      diagnostics: [],
      judge: "",
      message: "bad",
    },
    realPorts(),
  );
const SCENARIOS: readonly Scenario[] = [
  {
    what: "a publication",
    prepare: async () => undefined,
    run: publishB,
    next: (target) => publishB(target, realPorts()),
    to: B,
    faults: AT_EVERY_CALL ? ["kill", "EIO", "ENOSPC", "EROFS", "EMFILE"] : ["kill", "EIO", "ENOSPC"],
  },
  {
    what: "a publication after which the source is bad",
    prepare: async () => undefined,
    run: publishB,
    // the next run has nothing to publish, but completes what has begun
    next: rejectBad,
    to: B,
    step: 3,
    faults: AT_EVERY_CALL ? ["kill", "EIO"] : ["kill"],
  },
  {
    what: "a publication after which the source would leave no router",
    prepare: async () => undefined,
    run: publishB,
    next: (target) => publish(requestFor(target, { x: "nothing" }, { routers: 0 }), realPorts()),
    to: B,
    step: 3,
    faults: ["kill"],
  },
  {
    what: "a rollback",
    prepare: (target) => publishB(target, realPorts()),
    run: (target, ports) => rollback({ ...target.settings, to: null }, ports),
    next: (target) => publishB(target, realPorts()),
    to: A,
    step: 2,
    faults: AT_EVERY_CALL ? ["kill", "ENOSPC"] : ["kill"],
  },
];

describe.each(SCENARIOS)("$what", ({ prepare, run, next, to, faults, step = 1 }) => {
  test.each<Fault>(faults)(
    "with %s at calls all over it: whole files, strangers intact, and the next run completes",
    { timeout: 120_000 },
    async (fault) => {
      const wrong: string[] = [];
      let isDone = false;
      for (let at = 1; !isDone; at += AT_EVERY_CALL ? 1 : step) {
        const target = copyOfOriginal(`${fault}-${at}`);
        await prepare(target);
        const { files, calls } = faulty(fault, at);
        const ports = realPorts({ files, ...(fault === "kill" ? { self: DEAD } : {}) });
        const outcome = await run(target, ports);
        isDone = calls.length < at;
        const where = `${fault} at call ${at}, ${calls[at - 1]}, ${outcome.message}`;
        const content = contentOf(target.targetDir);
        wrong.push(...wrongIn(content, A, B).map((what) => `${where}: ${what}`));
        if (isDone && outcome.outcome !== "published") wrong.push(`${where}: not published without a fault`);

        // of a single error the run gets over by itself: the target is as it was before, or as it was to be
        if (fault === "EIO" && !isSame(content, A) && !isSame(content, B)) wrong.push(`${where}: a mixture`);

        // what it says to have done is what is there
        if (fault !== "kill" && outcome.isDone !== isSame(content, to))
          wrong.push(`${where}: ${outcome.isDone ? "not done" : "done"}, it says otherwise`);

        // a run that failed before it began leaves everything as it was, and its successor may have another aim
        const hasBegun = readStatus(target.settings, realPorts()).interrupted;
        const isUntouched = isSame(content, to === A ? B : A);
        const aim = !hasBegun && isUntouched ? aimOf(next, to) : to;
        const after = await next(target);
        const completed = contentOf(target.targetDir);
        const then = `${where}; then ${after.outcome}, ${after.message}`;
        wrong.push(...wrongIn(completed, aim, aim).map((what) => `${then}: ${what}`));
        if (!isSame(completed, aim)) wrong.push(`${then}: not what was to be published`);
        wrong.push(...leftovers(target, after).map((name) => `${then}: ${name} is left`));
        rmSync(target.targetDir, { recursive: true });
      }
      expect(wrong).toEqual([]);
    },
  );
});

/** What the next run makes of a target that the faulty one has not touched. */
function aimOf(next: Scenario["next"], to: Files): Files {
  if (next === SCENARIOS[1]?.next || next === SCENARIOS[2]?.next) return A;
  return to === A ? B : to;
}

function isSame(content: Record<string, string>, files: Files): boolean {
  const expected = Object.keys(files).filter((path) => content[path] !== files[path]);
  const more = Object.keys(content).filter(
    (path) => !path.endsWith("/") && !(path in files) && !(path in STRANGERS),
  );
  return expected.length + more.length === 0;
}

function leftovers({ stateDir }: Target, after: PublishOutcome): string[] {
  // a run with nothing to do takes no lock, so it does not take over that of a dead process either
  const isLockless = after.outcome === "unchanged" || after.outcome === "rejected";
  const left = readdirSync(stateDir).filter(
    (name) => name === "journal.json" || (name.startsWith("lock") && !isLockless),
  );
  return isLockless && after.reload === null ? left : [...left, ...readdirSync(join(stateDir, "staging"))];
}

test.each([
  ["published again", (target: Target) => publishB(target, realPorts())],
  ["rejected", rejectBad],
])(
  "the very first publication, with a kill at calls all over it, then %s",
  { timeout: 60_000 },
  async (_, next) => {
    const wrong: string[] = [];
    let isDone = false;
    for (let at = 1; !isDone; at += AT_EVERY_CALL ? 1 : 3) {
      const targetDir = join(root, `first-${at}`);
      const stateDir = join(targetDir, ".gateway");
      const settings = { ...original.settings, targetDir, stateDir };
      const first: Target = { ...original, targetDir, stateDir, settings };
      await writeInto(targetDir, STRANGERS);
      const { files, calls } = faulty("kill", at);
      const run = await publishB(first, realPorts({ files, self: DEAD }));
      isDone = calls.length < at;
      const where = `kill at call ${at}, ${calls[at - 1]}`;
      const content = contentOf(targetDir);
      wrong.push(...wrongIn(content, {}, B).map((what) => `${where}: ${what}`));
      const hasBegun = readStatus(settings, realPorts()).interrupted || run.outcome === "published";
      const after = await next(first);
      const aim = next === rejectBad && !hasBegun ? (isSame(content, B) ? B : {}) : B;
      if (!isSame(contentOf(targetDir), aim)) wrong.push(`${where}; then ${after.outcome}, ${after.message}`);
      if (after.reload !== null) {
        wrong.push(...leftovers(first, after).map((name) => `${where}; then ${name} is left`));
      }
      rmSync(targetDir, { recursive: true });
    }
    expect(wrong).toEqual([]);
  },
);
