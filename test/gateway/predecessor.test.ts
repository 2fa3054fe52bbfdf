import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startChild } from "../../src/gateway/child.ts";
import { type Family, noteFamily, ownPlace, readFamily } from "../../src/gateway/family.ts";
import { endPredecessor, judgePredecessor } from "../../src/gateway/predecessor.ts";
import { temporaryFolder } from "../support/start-traefik.ts";

const isLinux = process.platform === "linux";
const dead = { name: "gateway", pid: 1, started: "not then" };

let folder: { path: string; remove: () => Promise<void> };
beforeEach(async () => void (folder = await temporaryFolder()));
afterEach(async () => {
  noteFamily(null);
  await folder.remove();
});

const file = (): string => join(folder.path, "family.json");

/** What a gateway with one child notes; and the child, which is there until it is ended. */
async function noted(name: string) {
  const child = startChild(name, "sleep", ["60"], process.env);
  noteFamily(file());
  const family = readFamily(file())!;
  return { child, family, left: { ...family, gateway: dead } satisfies Family };
}

describe.skipIf(!isLinux)("what a gateway before this one has left", () => {
  it("is noted as long as it runs", async () => {
    const { child, family } = await noted("git-sync");
    expect(family.gateway.pid).toBe(process.pid);
    expect(family.children).toEqual([
      { name: "git-sync", pid: child.pid, started: expect.any(String) as string },
    ]);
    await child.stop(1_000);
    expect(readFamily(file())?.children).toEqual([]);
    noteFamily(null);
    expect(existsSync(file())).toBe(false);
  });

  it.each(["", "{", "[]", '{"place": "", "children": [{}]}'])(
    "is nothing where its note is damaged: %s",
    async (text) => {
      await writeFile(file(), text);
      expect(readFamily(file())).toBeNull();
    },
  );

  it("is told from strangers that have got its numbers, and from another machine's", async () => {
    const { child, family, left } = await noted("git-sync");
    const judge = (given: Family | null): string => judgePredecessor(given, ownPlace()).kind;
    expect(judge(left)).toBe("left");
    expect(judge(family)).toBe("alive");
    expect(judge(null)).toBe("nothing");
    expect(judge({ ...left, place: "another start of the machine" })).toBe("nothing");
    const other = left.children.map((member) => ({ ...member, started: "1" }));
    expect(judge({ ...left, children: other })).toBe("nothing");
    expect(judge({ ...left, children: other.map((member) => ({ ...member, started: "" })) })).toBe("nothing");
    await child.stop(1_000);
    expect(judge(left)).toBe("nothing");
  });

  it("is ended, with what it runs, but for Traefik", async () => {
    const own = startChild("traefik", "sleep", ["60"], process.env);
    const shell = startChild("git-sync", "sh", ["-c", "sleep 60 & wait"], process.env);
    noteFamily(file());
    await writeFile(file(), JSON.stringify({ ...readFamily(file()), gateway: dead }));
    const said: string[] = [];
    const left = await endPredecessor(file(), (level, msg) => said.push(`${level}: ${msg}`));
    expect(said).toEqual([
      "warn: a gateway before this one was killed; this one takes over what it has left",
    ]);
    expect(left?.map(({ pid }) => pid)).toEqual([own.pid]);
    expect(shell.isRunning()).toBe(false);
    expect(left?.[0]?.isRunning()).toBe(true);
    await left?.[0]?.stop(1_000);
    expect(own.isRunning()).toBe(false);
  });

  it("is left alone where its gateway runs", async () => {
    const { child } = await noted("traefik");
    expect(await endPredecessor(file(), () => undefined)).toBeNull();
    expect(child.isRunning()).toBe(true);
    await child.stop(1_000);
  });
});

describe("where the system does not tell when a process was started", () => {
  it("nobody is ended, and the numbers are told", async () => {
    const stranger = spawn("sleep", ["60"]);
    const member = { name: "traefik", pid: stranger.pid ?? 0, started: "" };
    const family = { place: "", gateway: { ...dead, started: "" }, children: [member] };
    expect(judgePredecessor(family, "")).toEqual({ kind: "unknown", gateway: 1, members: [member] });
    expect(judgePredecessor({ ...family, children: [] }, "")).toEqual({ kind: "nothing" });
    stranger.kill();
    await writeFile(file(), "{}");
    expect(readFamily(file())).toBeNull();
    expect(await readFile(file(), "utf8")).toBe("{}");
  });
});
