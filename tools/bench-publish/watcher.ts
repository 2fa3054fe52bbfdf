import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { APPS } from "./environment.ts";
import type { Seen } from "./load.ts";

/** The clients' side: a process that asks all the while, and what it has seen. */
export interface Watcher {
  readonly counts: () => { requests: number; lost: number };
  /** when the last app first answered by this push; null when that did not happen in time */
  readonly untilLive: (push: number, withinMs: number) => Promise<number | null>;
  readonly stop: () => Promise<void>;
}

/** Starts asking the web entry point at this port. */
export function startLoad(port: number): Watcher {
  const child: ChildProcess = fork(new URL("./load.mjs", import.meta.url), [String(port)]);
  let requests = 0;
  let lost = 0;
  const first = new Map<string, number>();
  child.on("message", (seen: Seen[]) => {
    for (const { app, status, push, at } of seen) {
      requests++;
      if (status !== 200) lost++;
      const key = `${push} ${app}`;
      if (status === 200 && !first.has(key)) first.set(key, at);
    }
  });
  const liveSince = (push: number): number | null => {
    const times = Array.from({ length: APPS }, (_, app) => first.get(`${push} ${app}`));
    return times.every((time) => time !== undefined) ? Math.max(...times) : null;
  };
  return {
    counts: () => ({ requests, lost }),
    untilLive: async (push, withinMs) => {
      const deadline = Date.now() + withinMs;
      while (liveSince(push) === null && Date.now() < deadline) await sleep(10);
      return liveSince(push);
    },
    stop: async () => {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}
