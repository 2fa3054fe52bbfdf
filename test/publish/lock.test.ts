import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nodeFileSystem } from "../../src/publish/file-system.ts";
import { Busy, takeLock } from "../../src/publish/lock.ts";
import { identify } from "../../src/publish/process-identity.ts";
import { bundle } from "./support/bundle.ts";
import { realPorts } from "./support/target.ts";

const ports = realPorts();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gateway-lock-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const lockFile = () => join(folder, "lock");

async function leave(holder: object): Promise<void> {
  await writeFile(lockFile(), JSON.stringify({ ...identify(ports), id: "0123456789abcdef", ...holder }));
}

function refuseLink(): never {
  throw Object.assign(new Error("no links here"), { code: "EPERM" });
}

/** the number of a process that has ended, and was waited for */
async function deadPid(): Promise<number> {
  const child = spawn("true");
  await once(child, "exit");
  return child.pid ?? 0;
}

test("is held by one, then by the next, and leaves nothing behind", async () => {
  const first = await takeLock(ports, folder, 0);
  await expect(takeLock(ports, folder, 50)).rejects.toThrow(Busy);
  const waiting = takeLock(ports, folder, 5_000);
  await sleep(30);
  first.release();
  const second = await waiting;
  expect(second.unique).not.toBe(first.unique);
  // a lock that is not ours any more is not given away
  first.release();
  await expect(takeLock(ports, folder, 0)).rejects.toThrow(Busy);
  second.release();
  expect(await readdir(folder)).toEqual([]);
});

test("a wait is bounded, and names who is waited for", async () => {
  await takeLock(ports, folder, 0);
  const began = Date.now();
  await expect(takeLock(ports, folder, 200)).rejects.toThrow(`process ${process.pid}`);
  expect(Date.now() - began).toBeGreaterThanOrEqual(190);
});

describe("is taken over at once from", () => {
  test("a process that has ended", async () => {
    await leave({ pid: await deadPid(), started: "12345" });
    (await takeLock(ports, folder, 0)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  test.skipIf(process.platform !== "linux")("a process whose number another has now", async () => {
    await leave({ pid: process.pid, started: "1" });
    (await takeLock(ports, folder, 0)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  test.skipIf(process.platform !== "linux")("a zombie", async () => {
    // by the time the child ends the shell has turned into a sleep, which waits for nobody
    const shell = spawn("sh", ["-c", "sleep 0.5 & echo $!; exec sleep 60"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [text] = (await once(shell.stdout, "data")) as [Buffer];
    const pid = Number(text.toString());
    await expect.poll(() => readFile(`/proc/${pid}/stat`, "utf8"), { timeout: 10_000 }).toMatch(/\) Z /);
    const started = (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ")[1]?.split(" ")[19] ?? "";
    await leave({ pid, started });
    (await takeLock(ports, folder, 0)).release();
    shell.kill("SIGKILL");
    await once(shell, "exit");
  });

  test("a run that died while it took over from another", async () => {
    await leave({ pid: await deadPid(), started: "1", id: "a".repeat(16) });
    const right = { ...identify(ports), pid: await deadPid(), started: "1", id: "b".repeat(16) };
    await writeFile(`${lockFile()}.${"a".repeat(16)}`, JSON.stringify(right));
    (await takeLock(ports, folder, 0)).release();
    expect(await readdir(folder)).toEqual([]);
  });
});

describe("is not taken from", () => {
  test("a process that runs", async () => {
    const child = spawn("sleep", ["60"]);
    const self = { pid: child.pid ?? 0, uid: null, platform: process.platform };
    await takeLock(realPorts({ self }), folder, 0);
    await expect(takeLock(ports, folder, 0)).rejects.toThrow(Busy);
    child.kill("SIGKILL");
    await once(child, "exit");
    (await takeLock(ports, folder, 0)).release();
  });

  test.each([
    ["another PID namespace", { space: "pid:[1]" }],
    ["another boot", { boot: "00000000-0000-0000-0000-000000000000" }],
  ])(
    "a process of %s, unless it has held on for longer than any publication takes",
    async (_where, other) => {
      await leave({ pid: await deadPid(), ...other });
      await expect(takeLock(ports, folder, 0)).rejects.toThrow(Busy);
      const longAgo = Date.now() / 1000 - 300;
      await utimes(lockFile(), longAgo, longAgo);
      (await takeLock(ports, folder, 0)).release();
    },
  );

  test("nobody knows whom: it may be being written", async () => {
    await writeFile(lockFile(), "");
    await expect(takeLock(ports, folder, 0)).rejects.toThrow(Busy);
    const longAgo = Date.now() / 1000 - 300;
    await utimes(lockFile(), longAgo, longAgo);
    (await takeLock(ports, folder, 0)).release();
  });
});

test("where there are no hard links it is created exclusively", async () => {
  const linkless = realPorts({ files: { ...nodeFileSystem, link: refuseLink } });
  const lock = await takeLock(linkless, folder, 0);
  await expect(takeLock(linkless, folder, 0)).rejects.toThrow(Busy);
  lock.release();
  expect(await readdir(folder)).toEqual([]);
});

/** Runs two attempts against each other, the second at every call of the first: no order may let both in. */
test("two that find a dead lock at once are never both let in, whatever the order", async () => {
  const pid = await deadPid();
  const both: string[] = [];
  for (let at = 1; at < 60; at++) {
    await leave({ pid, started: "1", id: "c".repeat(16) });
    let calls = 0;
    const inside: string[] = [];
    const rivals: Promise<void>[] = [];
    const files: Record<string, unknown> = {};
    for (const [name, call] of Object.entries(nodeFileSystem)) {
      files[name] = (...args: never[]) => {
        if (++calls === at) {
          rivals.push(
            takeLock(ports, folder, 0).then(
              () => void inside.push("rival"),
              () => undefined,
            ),
          );
        }
        return (call as (...args: never[]) => unknown)(...args);
      };
    }
    const slow = realPorts({ files: files as unknown as typeof nodeFileSystem });
    await takeLock(slow, folder, 0).then(
      () => void inside.push("first"),
      () => undefined,
    );
    await Promise.all(rivals);
    if (inside.length !== 1) both.push(`at call ${at}: ${inside.join(" and ")}`);
    await rm(lockFile(), { force: true });
  }
  expect(both).toEqual([]);
});

test(
  "many processes at once, some of which are killed, are let in one at a time",
  { timeout: 60_000 },
  async () => {
    const script = await bundle("contender.ts");
    const log = join(folder, "log");
    const contenders = Array.from({ length: 6 }, (_, number) =>
      spawn(process.execPath, [script.path, folder, log, String(number)], { stdio: "inherit" }),
    );
    await Promise.all(contenders.map((child) => once(child, "exit")));
    await script.remove();
    const lines = (await readFile(log, "utf8")).trim().split("\n");
    const overlaps = lines.filter(
      (line, index) => line.startsWith("in") && lines[index - 1]?.startsWith("in") === true,
    );
    // three go all 20 rounds, three die in their 8th
    expect(lines).toHaveLength(2 * (3 * 20 + 3 * 8));
    expect(overlaps).toEqual([]);
  },
);
