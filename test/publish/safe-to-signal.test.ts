import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodeFileSystem } from "../../src/publish/file-system.ts";
import { publish } from "../../src/publish/publish.ts";
import { reasonNotToSignal } from "../../src/publish/safe-to-signal.ts";
import { ASSUMED_FACTS } from "../../src/traefik/static/facts.ts";
import { realPorts, requestFor, temporaryTarget } from "./support/target.ts";

test("one that has just started, and keeps silent, is waited for 10 s and no longer", async () => {
  let time = 1_000_000;
  const pass = async (ms: number): Promise<void> => {
    time += ms;
  };
  const ports = realPorts({
    files: { ...nodeFileSystem, readLink: () => "net:[1]" },
    self: { pid: process.pid, uid: null, platform: "linux" },
    now: () => new Date(time),
    wait: pass,
    run: async () => "Version: 3.7.15",
    getJson: async (_, withinMs) => {
      await pass(withinMs);
      throw new Error(`no answer within ${withinMs} ms`);
    },
  });
  const stopped = {
    pid: process.pid,
    started: "",
    upForMs: 500,
    ready: false,
    facts: null,
    lacksStaticFile: false,
    addresses: [],
    staticFile: null,
  };
  const facts = { ...ASSUMED_FACTS.file, fileProvider: true };
  const began = time;
  expect(await reasonNotToSignal(ports, stopped, { facts, addresses: [":80"] }, null)).toBeNull();
  expect(time - began).toBeGreaterThanOrEqual(9_500);
  expect(time - began).toBeLessThan(12_000);
});

test("a FIFO for a pidfile is not waited for", async () => {
  const target = await temporaryTarget();
  try {
    const pidfile = join(target.targetDir, "pid");
    execFileSync("mkfifo", [pidfile]);
    const reload = { ...target.settings.reload, choice: "auto", pidfile } as const;
    const outcome = await publish(
      requestFor({ ...target, settings: { ...target.settings, reload } }, { "a.yaml": "one" }),
      realPorts(),
    );
    expect(outcome.outcome).toBe("published");
  } finally {
    await target.remove();
  }
});
