import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { APPS } from "./environment.ts";
import type { Seen } from "./load.ts";

/** The clients' side: a process that asks all the while, and what it has seen. */
export interface Watcher {
  readonly counts: () => { requests: number; lost: number };
  /**
   * Waits until every app has answered by this push. Returns since when all answers are by it: the first one, or the
   * last by an earlier push where the two were mixed. Null when that did not happen in time.
   */
  readonly untilLive: (push: number, withinMs: number) => Promise<number | null>;
  readonly stop: () => Promise<void>;
}

/** Starts asking the web entry point at this port. */
export function startLoad(port: number): Watcher {
  const child: ChildProcess = fork(new URL("./load.mjs", import.meta.url), [String(port)]);
  let requests = 0;
  let lost = 0;
  const pushes = new Map<number, { first: number; last: number; apps: Set<number> }>();
  child.on("message", (seen: Seen[]) => {
    for (const { app, status, push, at } of seen) {
      requests++;
      if (status !== 200) {
        lost++;
        continue;
      }
      const answers = pushes.get(push) ?? { first: at, last: at, apps: new Set() };
      pushes.set(push, { ...answers, last: at });
      answers.apps.add(app);
    }
  });
  const liveSince = (push: number): number | null => {
    const answers = pushes.get(push);
    if (answers?.apps.size !== APPS) return null;
    const lastOfEarlier = [...pushes].filter(([other]) => other < push).map(([, { last }]) => last);
    return Math.max(answers.first, ...lastOfEarlier);
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
