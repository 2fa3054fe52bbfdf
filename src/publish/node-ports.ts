import { nodeFileSystem } from "./file-system.ts";
import { getJson } from "../get-json.ts";
import type { Ports } from "./ports.ts";
import { syncTogether } from "./sync-together.ts";

/** What of the process the publisher needs: `process` itself fits. */
export interface ProcessLike {
  readonly pid: number;
  readonly platform: string;
  readonly env: Record<string, string | undefined>;
  readonly getuid?: (() => number) | undefined;
  readonly kill: (pid: number, signal: "SIGHUP" | 0) => unknown;
}

/** The real world. */
export function nodePorts(process: ProcessLike, log: Ports["log"]): Ports {
  return {
    files: { ...nodeFileSystem, syncSoon: syncTogether(nodeFileSystem, process.env) },
    now: () => new Date(),
    // node:timers/promises would have to be loaded for it
    wait: (ms) => new Promise((resolve) => void setTimeout(resolve, ms)),
    self: { pid: process.pid, uid: process.getuid?.() ?? null, platform: process.platform },
    kill: (pid, signal) => void process.kill(pid, signal),
    getJson,
    run,
    log,
  };
}

const MOST_OUTPUT = 64 * 1024;

async function run(program: string, args: readonly string[], withinMs: number): Promise<string> {
  // loaded when it is needed: a run with nothing to do starts no program
  const { execFile } = await import("node:child_process");
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      { timeout: withinMs, maxBuffer: MOST_OUTPUT, encoding: "utf8" },
      (error, stdout) => (error === null ? resolve(stdout) : reject(error)),
    );
  });
}
