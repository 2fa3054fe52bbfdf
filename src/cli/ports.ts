import { setTimeout as sleep } from "node:timers/promises";
import { nodeFileSystem } from "../publish/file-system.ts";
import type { Ports } from "../publish/ports.ts";
import type { Log } from "./log.ts";

/** The real world, for the publisher. */
export function realPorts(log: Log): Ports {
  return {
    files: nodeFileSystem,
    now: () => new Date(),
    wait: async (ms) => sleep(ms),
    self: { pid: process.pid, uid: process.geteuid?.() ?? null, platform: process.platform },
    kill: (pid, signal) => void process.kill(pid, signal),
    // loaded when it is called for: Node's http costs more than all else that a run without changes does
    getJson: async (url, withinMs) => (await import("./get-json.ts")).getJson(url, withinMs),
    run,
    log,
  };
}

/** Runs a program for its standard output; what it prints is bounded, and it never waits for input. */
export async function run(program: string, args: readonly string[], withinMs: number): Promise<string> {
  const { execFile } = await import("node:child_process");
  return new Promise((resolve, reject) => {
    const options = { timeout: withinMs, killSignal: "SIGKILL", maxBuffer: 1024 * 1024 } as const;
    const child = execFile(program, args, options, (error, output) => {
      if (error) reject(error);
      else resolve(output);
    });
    child.stdin?.end();
  });
}
