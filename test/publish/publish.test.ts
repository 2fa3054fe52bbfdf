import { mkdirSync, readdirSync } from "node:fs";
import { chmod, lstat, mkdir, rm, symlink, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { Tree } from "../../src/environment/tree.ts";
import type { Ports } from "../../src/publish/ports.ts";
import { dryRun, publish } from "../../src/publish/publish.ts";
import { rollback } from "../../src/publish/rollback.ts";
import type { StaticFacts } from "../../src/publish/types.ts";
import { readStatus } from "../../src/publish/status.ts";
import { faulty } from "./support/faulty.ts";
import {
  contentOf,
  type Files,
  NO_PROCESS,
  realPorts,
  requestFor,
  temporaryTarget,
  type Target,
  traces,
  UNKNOWN,
  writeInto,
} from "./support/target.ts";

const ports = realPorts();
const open: Target[] = [];
afterEach(async () => {
  for (const target of open.splice(0)) await target.remove();
});

async function targetWith(
  strangers: Files = {},
  settings: Parameters<typeof temporaryTarget>[1] = {},
): Promise<Target> {
  const target = await temporaryTarget(strangers, settings);
  open.push(target);
  return target;
}

const A: Files = {
  "traefik.yaml": "static",
  "conf.d/app/config.yaml": "one",
  "conf.d/shared.yaml": "shared",
};
const B: Files = {
  "traefik.yaml": "static",
  "conf.d/app/config.yaml": "two",
  "conf.d/new/config.yaml": "new",
};
const A_HELD = {
  "conf.d/": "",
  "conf.d/app/": "",
  "conf.d/app/config.yaml": "one",
  "conf.d/shared.yaml": "shared",
  "traefik.yaml": "static",
};

test("publishes what the tree holds, and what it held no longer is deleted", async () => {
  const target = await targetWith();
  const first = await publish(requestFor(target, A), ports);
  expect(first).toMatchObject({
    outcome: "published",
    plan: {
      write: ["conf.d/app/config.yaml", "conf.d/shared.yaml", "traefik.yaml"],
      delete: [],
      unchanged: 0,
    },
    drift: [],
    recovered: false,
  });
  expect(contentOf(target.targetDir)).toEqual(A_HELD);

  const second = await publish(requestFor(target, B), ports);
  expect(second.plan).toEqual({
    write: ["conf.d/app/config.yaml", "conf.d/new/config.yaml"],
    delete: ["conf.d/shared.yaml"],
    unchanged: 1,
  });
  expect(contentOf(target.targetDir)).toEqual({
    "conf.d/": "",
    "conf.d/app/": "",
    "conf.d/app/config.yaml": "two",
    "conf.d/new/": "",
    "conf.d/new/config.yaml": "new",
    "traefik.yaml": "static",
  });
});

test("a folder of ours that is empty goes, one that holds a stranger or was there before stays", async () => {
  const target = await targetWith({ "old/acme.json": "{}" });
  await publish(requestFor(target, { "a/b/x.yaml": "1", "old/x.yaml": "2", "c/x.yaml": "3", y: "4" }), ports);
  await writeInto(target.targetDir, { "c/stranger": "s" });
  await publish(requestFor(target, { y: "4" }), ports);
  expect(contentOf(target.targetDir)).toEqual({
    "c/": "",
    "c/stranger": "s",
    "old/": "",
    "old/acme.json": "{}",
    y: "4",
  });
});

test("a run with nothing to do leaves no trace at all", async () => {
  const target = await targetWith({ "acme.json": "{}" });
  await publish(requestFor(target, A), ports);
  const before = await traces(target.targetDir);
  const again = await publish(requestFor(target, A, { revision: "another" }), ports);
  expect(again).toMatchObject({
    outcome: "unchanged",
    plan: { write: [], delete: [], unchanged: 3 },
    reload: null,
  });
  expect(await traces(target.targetDir)).toEqual(before);
});

test("a dry run plans as a run does, and leaves no trace at all", async () => {
  const target = await targetWith();
  await publish(requestFor(target, A), ports);
  const before = await traces(target.targetDir);
  const dry = dryRun(requestFor(target, B), ports);
  expect(dry.outcome).toBe("dry-run");
  expect(await traces(target.targetDir)).toEqual(before);
  expect((await publish(requestFor(target, B), ports)).plan).toEqual(dry.plan);
});

test("a dry run on a target that does not exist makes none", async () => {
  const target = await targetWith();
  await rm(target.targetDir, { recursive: true });
  expect(dryRun(requestFor(target, A), ports).plan.write).toHaveLength(3);
  await expect(lstat(target.targetDir)).rejects.toThrow("ENOENT");
});

test("files are 0644, private ones 0600, folders 0755, whatever the umask", async () => {
  const target = await targetWith();
  await rm(target.targetDir, { recursive: true });
  const umask = process.umask(0o077);
  try {
    await publish(
      requestFor(target, {
        "a/open.yaml": { text: "x", mode: 0o664 },
        "a/executable": { text: "x", mode: 0o755 },
        "a/closed": { text: "x", mode: 0o600 },
        "a/key.pem": "-----BEGIN EC PRIVATE KEY-----\n",
      }),
      ports,
    );
  } finally {
    process.umask(umask);
  }
  const modeOf = async (path: string) => (await lstat(join(target.targetDir, path))).mode & 0o7777;
  expect(await modeOf("")).toBe(0o755);
  expect(await modeOf("a")).toBe(0o755);
  expect(await modeOf("a/open.yaml")).toBe(0o644);
  expect(await modeOf("a/executable")).toBe(0o644);
  expect(await modeOf("a/closed")).toBe(0o600);
  expect(await modeOf("a/key.pem")).toBe(0o600);
  expect(await modeOf(".gateway/objects")).toBe(0o700);
});

test.each([
  { what: "edited", drift: "changed", spoil: (path: string) => writeFile(path, "by hand") },
  { what: "edited to the same size", drift: "changed", spoil: (path: string) => writeFile(path, "One") },
  { what: "closed", drift: "changed", spoil: (path: string) => chmod(path, 0o600) },
  { what: "deleted", drift: "deleted", spoil: (path: string) => unlink(path) },
  {
    what: "replaced by a link",
    drift: "changed",
    spoil: async (path: string) => (await unlink(path), symlink("/etc/passwd", path)),
  },
])("a published file that was $what is reported and put back", async ({ drift, spoil }) => {
  const target = await targetWith();
  await publish(requestFor(target, A), ports);
  await spoil(join(target.targetDir, "conf.d/app/config.yaml"));
  const expected = [{ file: "conf.d/app/config.yaml", kind: drift }];
  expect(readStatus(target.settings, ports).drift).toEqual(expected);
  const run = await publish(requestFor(target, A), ports);
  expect(run).toMatchObject({
    outcome: "published",
    drift: expected,
    plan: { write: ["conf.d/app/config.yaml"] },
  });
  expect(contentOf(target.targetDir)).toEqual(A_HELD);
  expect(readStatus(target.settings, ports).drift).toEqual([]);
});

test("a whole folder that was deleted is put back", async () => {
  const target = await targetWith();
  await publish(requestFor(target, A), ports);
  await rm(join(target.targetDir, "conf.d"), { recursive: true });
  expect((await publish(requestFor(target, A), ports)).drift).toEqual([
    { file: "conf.d/app/config.yaml", kind: "deleted" },
    { file: "conf.d/shared.yaml", kind: "deleted" },
  ]);
  expect(contentOf(target.targetDir)).toEqual(A_HELD);
});

test("a file that was deleted by hand, and then in the source, is ours no longer", async () => {
  const target = await targetWith();
  await publish(requestFor(target, A), ports);
  await unlink(join(target.targetDir, "conf.d/shared.yaml"));
  const { "conf.d/shared.yaml": _, ...rest } = A;
  const drift = [{ file: "conf.d/shared.yaml", kind: "deleted" }];
  const run = await publish(requestFor(target, rest, { revision: "two" }), ports);
  expect(run).toMatchObject({ outcome: "published", plan: { write: [], delete: [] }, drift });
  expect(readStatus(target.settings, ports)).toMatchObject({ revision: "two", drift: [] });
  await writeInto(target.targetDir, { "conf.d/shared.yaml": "theirs" });
  expect(await publish(requestFor(target, rest), ports)).toMatchObject({ outcome: "unchanged" });
  expect(contentOf(target.targetDir)).toMatchObject({ "conf.d/shared.yaml": "theirs" });
});

test("a file becomes a folder and a folder a file", async () => {
  const target = await targetWith();
  const file: Files = { "conf.d/app": "file", "conf.d/b/c/d.yaml": "deep" };
  const folder: Files = { "conf.d/app/a.yaml": "in it", "conf.d/b": "flat" };
  await publish(requestFor(target, file), ports);
  expect(await publish(requestFor(target, folder), ports)).toMatchObject({
    outcome: "published",
    message: "published",
  });
  expect(contentOf(target.targetDir)).toEqual({
    "conf.d/": "",
    "conf.d/app/": "",
    "conf.d/app/a.yaml": "in it",
    "conf.d/b": "flat",
  });
  expect(await publish(requestFor(target, file), ports)).toMatchObject({ outcome: "published" });
  expect(contentOf(target.targetDir)).toEqual({
    "conf.d/": "",
    "conf.d/app": "file",
    "conf.d/b/": "",
    "conf.d/b/c/": "",
    "conf.d/b/c/d.yaml": "deep",
  });
});

test.each([
  { what: "another file", stand: { "conf.d/shared.yaml": "theirs" }, named: "conf.d/shared.yaml" },
  { what: "a file instead of a folder", stand: { "conf.d": "theirs" }, named: "conf.d" },
  {
    what: "a folder instead of a file",
    stand: { "conf.d/shared.yaml/x": "theirs" },
    named: "conf.d/shared.yaml",
  },
])("a stranger in the way is named and stays: $what", async ({ stand, named }) => {
  const target = await targetWith(stand);
  // beside the state directory, in which the run is noted
  const seen = async () =>
    Object.entries(await traces(target.targetDir)).filter(([path]) => !/^(\.gateway|$)/.test(path));
  const before = await seen();
  const run = await publish(requestFor(target, A), ports);
  expect(run.outcome).toBe("failed");
  expect(run.message).toContain(JSON.stringify(named));
  expect(await seen()).toEqual(before);
  expect(readStatus(target.settings, ports)).toMatchObject({
    revision: null,
    lastRun: { outcome: "failed", message: run.message },
  });
});

test("a stranger in a folder of ours that has to become a file is named and stays", async () => {
  const target = await targetWith();
  await publish(requestFor(target, { "conf.d/b/c.yaml": "x" }), ports);
  await writeInto(target.targetDir, { "conf.d/b/theirs": "t" });
  const run = await publish(requestFor(target, { "conf.d/b": "file" }), ports);
  expect(run.outcome).toBe("failed");
  expect(run.message).toContain('"conf.d/b/theirs"');
  expect(contentOf(target.targetDir)).toMatchObject({ "conf.d/b/c.yaml": "x", "conf.d/b/theirs": "t" });
});

test("a symbolic link to a folder is never written through", async () => {
  const target = await targetWith();
  await mkdir(join(target.root, "outside"));
  await symlink(join(target.root, "outside"), join(target.targetDir, "conf.d"));
  const run = await publish(requestFor(target, A), ports);
  expect(run.outcome).toBe("failed");
  expect(run.message).toContain('"conf.d" is a symbolic link');
  expect(contentOf(join(target.root, "outside"))).toEqual({});
});

test("what is published is not deleted through a link that took its folder's place", async () => {
  const target = await targetWith();
  await publish(requestFor(target, A), ports);
  await rm(join(target.targetDir, "conf.d/app"), { recursive: true });
  await writeInto(target.root, { "outside/config.yaml": "one" });
  await symlink(join(target.root, "outside"), join(target.targetDir, "conf.d/app"));
  expect((await publish(requestFor(target, { "traefik.yaml": "static" }), ports)).outcome).toBe("published");
  expect(contentOf(join(target.root, "outside"))).toEqual({ "config.yaml": "one" });
});

test.each(["a link", "a file"])(
  "%s where folders of ours were is left alone when they are needed no longer",
  async (what) => {
    const target = await targetWith();
    await publish(requestFor(target, { "conf.d/app/x.yaml": "x", "traefik.yaml": "static" }), ports);
    await rm(join(target.targetDir, "conf.d"), { recursive: true });
    await mkdir(join(target.root, "outside/app"), { recursive: true });
    const place = join(target.targetDir, "conf.d");
    await (what === "a link" ? symlink(join(target.root, "outside"), place) : writeFile(place, "theirs"));
    const before = await traces(target.root);
    expect(await publish(requestFor(target, { "traefik.yaml": "static" }), ports)).toMatchObject({
      outcome: "published",
      drift: [{ file: "conf.d/app/x.yaml", kind: "deleted" }],
    });
    const after = await traces(target.root);
    for (const path of ["traefik/conf.d", "outside/app"]) expect(after[path]).toBe(before[path]);
    expect(readStatus(target.settings, ports)).toMatchObject({ interrupted: false, drift: [] });
  },
);

test("a target that is itself reached through a link is published to", async () => {
  const target = await targetWith();
  const link = join(target.root, "link");
  await symlink(target.targetDir, link);
  const run = await publish(
    { ...requestFor(target, A), targetDir: link, stateDir: join(link, ".gateway") },
    ports,
  );
  expect(run.outcome).toBe("published");
  expect(contentOf(target.targetDir)).toEqual(A_HELD);
});

test("files that are there already with the same bytes are taken over without being written", async () => {
  const target = await targetWith();
  await publish(requestFor(target, A), ports);
  await rm(target.stateDir, { recursive: true });
  const before = await traces(join(target.targetDir, "conf.d"));
  expect(await publish(requestFor(target, A), ports)).toMatchObject({
    outcome: "unchanged",
    plan: { write: [] },
  });
  expect(await traces(join(target.targetDir, "conf.d"))).toEqual(before);
  await publish(requestFor(target, B), ports);
  expect(contentOf(target.targetDir)).not.toHaveProperty(["conf.d/shared.yaml"]);
});

test.each([["../x"], ["a/../../x"], ["/x"], ["a//x"], [".gateway/manifest.json"], ["a/\0"]])(
  "a path that does not belong there is refused: %j",
  async (path) => {
    const target = await targetWith();
    const run = await publish(requestFor(target, { [path]: "x" }), ports);
    expect(run.outcome).toBe("failed");
    expect(readdirSync(target.root)).toEqual(["traefik"]);
    expect(contentOf(target.targetDir)).toEqual({});
    expect(readdirSync(target.stateDir)).not.toContain("manifest.json");
  },
);

test.each(["link/.gateway", "state"])(
  "nor is one into the state directory, though that is called %s",
  async (name) => {
    const target = await targetWith();
    await symlink(target.targetDir, join(target.root, "link"));
    await symlink(join(target.targetDir, ".gateway"), join(target.root, "state"));
    const stateDir = join(target.root, name);
    await mkdir(target.stateDir);
    await publish({ ...requestFor(target, A), stateDir }, ports);
    const files = { ...A, ".gateway/journal.json": "{}" };
    const run = await publish({ ...requestFor(target, files), stateDir }, ports);
    expect(run).toMatchObject({ outcome: "failed", message: expect.stringContaining("state directory") });
    expect(readStatus({ ...target.settings, stateDir }, ports)).toMatchObject({ interrupted: false });
  },
);

test("names that JavaScript's objects have are names like any other", async () => {
  const target = await targetWith();
  const odd = { constructor: "c", "__proto__/x": "p", ["__proto__.yaml"]: "q", hasOwnProperty: "h" };
  await publish(requestFor(target, odd), ports);
  expect(await publish(requestFor(target, odd), ports)).toMatchObject({ outcome: "unchanged" });
  await publish(requestFor(target, { x: "x" }), ports);
  expect(contentOf(target.targetDir)).toEqual({ x: "x" });
});

test("a pidfile that cannot be read keeps nothing from being published, and is named", async () => {
  const target = await targetWith();
  // what Docker makes of a file to mount that is not there
  const pidfile = join(target.root, "traefik.pid");
  await mkdir(pidfile);
  const facts = { ...UNKNOWN, fileProvider: true, watch: false };
  const reload = { ...target.settings.reload, choice: "auto", pidfile, static: facts } as const;
  const run = await publish(requestFor(target, A, { reload }), ports);
  expect(run.outcome).toBe("published");
  expect(run.message).toContain(`the pidfile ${pidfile} cannot be read (EISDIR)`);
  expect(contentOf(target.targetDir)).toEqual(A_HELD);
});

test("an environment that leaves no router is rejected, unless that is allowed", async () => {
  const target = await targetWith();
  await publish(requestFor(target, A, { routers: 3 }), ports);
  const before = contentOf(target.targetDir);
  const run = await publish(requestFor(target, B, { routers: 0 }), ports);
  expect(run).toMatchObject({ outcome: "rejected", plan: { delete: ["conf.d/shared.yaml"] } });
  expect(run.message).toContain("no router");
  expect(contentOf(target.targetDir)).toEqual(before);
  expect(readStatus(target.settings, ports).lastRun).toMatchObject({
    outcome: "rejected",
    message: run.message,
  });
  const allowed = await publish(requestFor(target, B, { routers: 0, allowEmpty: true }), ports);
  expect(allowed.outcome).toBe("published");
});

test("an environment without a file never empties the target", async () => {
  const target = await targetWith();
  await publish(requestFor(target, A), ports);
  const run = await publish(requestFor(target, {}, { routers: 0, allowEmpty: true }), ports);
  expect(run.outcome).toBe("rejected");
  expect(contentOf(target.targetDir)).toEqual(A_HELD);
});

test("a static file that says the same in other bytes asks for no restart, neither on the way back", async () => {
  const target = await targetWith();
  const asked: string[] = [];
  const textOf = ({ files }: Tree) => files.map(({ bytes }) => Buffer.from(bytes).toString()).join();
  const sayTheSame = async (before: Tree, after: Tree): Promise<boolean> => {
    asked.push(`${textOf(before)} -> ${textOf(after)}`);
    return textOf(before).split("#", 1)[0] === textOf(after).split("#", 1)[0];
  };
  const { reload } = target.settings;
  const push = (text: string) =>
    publish(requestFor(target, { ...A, "traefik.yaml": text }, { reload: { ...reload, sayTheSame } }), ports);
  expect((await push("one")).restartRequired).toBe(false);
  expect((await push("one#comment")).restartRequired).toBe(false);
  expect(await push("one#comment")).toMatchObject({ outcome: "unchanged", restartRequired: false });
  expect(contentOf(target.targetDir)).toMatchObject({ "traefik.yaml": "one#comment" });
  const back = await rollback({ ...target.settings, reload: { ...reload, sayTheSame }, to: null }, ports);
  expect(back).toMatchObject({ outcome: "published", restartRequired: false });
  expect(asked).toEqual(["one -> one#comment", "one#comment -> one"]);
  expect((await push("two")).restartRequired).toBe(true);
  // what is lost cannot be compared
  await rm(join(target.stateDir, "restart-required.json"));
  await rm(join(target.stateDir, "objects"), { recursive: true });
  await writeFile(join(target.targetDir, "traefik.yaml"), "by hand");
  expect((await push("two#comment")).restartRequired).toBe(true);
});

test("a restart that is needed is not forgotten by a run that ends halfway back", async () => {
  const changed = { ...A, "traefik.yaml": "changed" };
  let ends = 0;
  for (let calls = 1; ends === calls - 1; calls++) {
    const target = await targetWith();
    await publish(requestFor(target, A), ports);
    expect((await publish(requestFor(target, changed), ports)).restartRequired).toBe(true);
    const back = await publish(requestFor(target, A), endingAfter(calls));
    if (back.outcome === "failed") ends++;
    // of a process that is gone
    await rm(join(target.stateDir, "lock"), { force: true });
    const { restartRequired } = await publish(requestFor(target, changed), ports);
    expect(restartRequired, `after ${calls} calls`).toBe(true);
  }
  expect(ends).toBeGreaterThan(6);
});

/** Where nothing can be changed any more after so many calls, as for a process that was killed. */
function endingAfter(calls: number): Ports {
  const { files } = ports;
  let left = calls;
  const counted =
    <T extends unknown[]>(change: (...paths: T) => void) =>
    (...paths: T): void => {
      if (left-- <= 0) throw Object.assign(new Error("ended"), { code: "EIO" });
      change(...paths);
    };
  return realPorts({
    files: {
      ...files,
      rename: counted(files.rename),
      link: counted(files.link),
      unlink: counted(files.unlink),
    },
  });
}

test("a static change asks for a restart until it is taken back or done", async () => {
  const target = await targetWith();
  expect((await publish(requestFor(target, A), ports)).restartRequired).toBe(false);
  const changed = { ...A, "traefik.yaml": "changed" };
  expect((await publish(requestFor(target, changed), ports)).restartRequired).toBe(true);
  expect((await publish(requestFor(target, changed), ports)).restartRequired).toBe(true);
  expect(readStatus(target.settings, ports).restartRequired).toBe(true);
  expect((await publish(requestFor(target, A), ports)).restartRequired).toBe(false);
  expect(readStatus(target.settings, ports).restartRequired).toBe(false);
});

test("where nothing was before, a new folder goes in with all that is in it", async () => {
  const deep: Files = { ...A, "conf.d/app/deep/x.yaml": "x" };
  const target = await targetWith({ "acme.json": "theirs" });
  const { files, calls } = faulty("kill", 0);
  await publish(requestFor(target, deep), realPorts({ files }));
  const renamed = calls.filter((call) => call.startsWith("rename")).map((call) => call.split(" ")[2] ?? "");
  const put = renamed.filter((path) => !path.startsWith(target.stateDir));
  const journalled = calls.slice(calls.findIndex((call) => call.endsWith("/journal.json")));
  const synced = journalled
    .filter((call) => call.startsWith("openFolder"))
    .map((call) => call.split("/staging/")[1]);
  const image = synced.find((path) => path?.startsWith("target.") && !path.includes("/")) ?? "";
  for (const folder of ["", "/conf.d", "/conf.d/app", "/conf.d/app/deep"])
    expect(synced).toContain(image + folder);
  expect(put).toEqual(["conf.d", "traefik.yaml"].map((path) => join(target.targetDir, path)));
  expect(contentOf(target.targetDir)).toMatchObject({ "conf.d/app/deep/x.yaml": "x", "acme.json": "theirs" });
});

test("a folder that somebody made meanwhile is not replaced", async () => {
  const target = await targetWith();
  const { files } = realPorts();
  const staged: Ports = realPorts({
    files: {
      ...files,
      syncSoon: async (fd) => {
        mkdirSync(join(target.targetDir, "conf.d"), { recursive: true });
        return files.syncSoon(fd);
      },
    },
  });
  const outcome = await publish(requestFor(target, A), staged);
  expect(outcome).toMatchObject({ outcome: "failed" });
  expect(outcome.message).toContain("conf.d was changed by somebody else just now");
  expect(await publish(requestFor(target, A), ports)).toMatchObject({ outcome: "published" });
  expect(contentOf(target.targetDir)).toMatchObject(A_HELD);
});

test("a file system that keeps other modes is not written to again and again", async () => {
  const target = await targetWith();
  const { files } = realPorts();
  // as one that was mounted with `umask=022`, which knows no modes
  const foreign: Ports = realPorts({
    files: {
      ...files,
      lstat: (path) => {
        const status = files.lstat(path);
        return status?.kind === "file" ? { ...status, mode: 0o755 } : status;
      },
    },
  });
  const request = requestFor(target, { ...A, "conf.d/key.pem": { text: "key", mode: 0o600 } });
  expect(await publish(request, foreign)).toMatchObject({ outcome: "published" });
  expect(await publish(request, foreign)).toMatchObject({ outcome: "unchanged", plan: { unchanged: 4 } });
  // on one that knows them they are put right
  expect(await publish(request, ports)).toMatchObject({ outcome: "published", drift: { length: 4 } });
  expect(await publish(request, ports)).toMatchObject({ outcome: "unchanged" });
});

test("below a folder that Traefik watches every file goes in by itself", async () => {
  const target = await targetWith({ "conf.d/theirs.txt": "theirs" });
  const watch: StaticFacts = {
    ...UNKNOWN,
    fileProvider: true,
    directory: "/etc/traefik/conf.d",
    watch: true,
  };
  const request = requestFor(target, {
    "conf.d/one/a.yaml": "a",
    "conf.d/two/b.yaml": "b",
    "traefik.yaml": "s",
  });
  const { files, calls } = faulty("kill", 0);
  const reload = { ...request.reload, static: watch };
  expect(await publish({ ...request, reload }, realPorts({ files }))).toMatchObject({ outcome: "published" });
  const renamed = calls.filter((call) => call.startsWith("rename")).map((call) => call.split(" ")[2] ?? "");
  const put = renamed.filter((path) => path.startsWith(join(target.targetDir, "conf.d")));
  const expected = ["one", "two", "one/a.yaml", "two/b.yaml"];
  expect(put).toEqual(expected.map((path) => join(target.targetDir, "conf.d", path)));
});

/** A target whose first publication was killed before its `conf.d` was there. */
async function interruptedFirst(content: Files): Promise<Target> {
  const recorded = faulty("kill", 0);
  const whole = await targetWith();
  await publish(requestFor(whole, content), realPorts({ files: recorded.files }));
  const at = recorded.calls.findIndex((call) => call.endsWith(`${whole.targetDir}/conf.d`)) + 1;
  const target = await targetWith();
  const dead = { pid: NO_PROCESS, uid: null, platform: "linux" } as const;
  const killed = realPorts({ files: faulty("kill", at).files, self: dead });
  await publish(requestFor(target, content), killed).catch(() => undefined);
  expect(contentOf(target.targetDir)).toEqual({});
  return target;
}

test("what another user's run left in staging is of no use, and stops nothing", async () => {
  const target = await interruptedFirst(A);
  const { files } = realPorts();
  const refused = realPorts({
    files: {
      ...files,
      lstat: (path) => {
        if (/\/staging\/target\.[^/]*\//.test(path))
          throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
        return files.lstat(path);
      },
    },
  });
  expect(await publish(requestFor(target, B), refused)).toMatchObject({ outcome: "published" });
});

test("after a first publication that was interrupted a folder may be a file", async () => {
  const target = await interruptedFirst({ "traefik.yaml": "s", "conf.d/deep/er/b.yaml": "b" });
  const other = { "traefik.yaml": "s", "conf.d/deep": "a file now" };
  expect(await publish(requestFor(target, other), ports)).toMatchObject({ outcome: "published" });
  expect(contentOf(target.targetDir)).toMatchObject(other);
});
