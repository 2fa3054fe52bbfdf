import { setTimeout as sleep } from "node:timers/promises";
import { type Child, endGroup, type Ended } from "./child.ts";
import { isThere, joinFamily, type Member } from "./family.ts";

/** Milliseconds. */
const LOOKED_AT_EVERY = 50;
/** Nobody but its parent is told how a process ended. */
const ENDED: Ended = { code: 0, signal: null };

/** Makes a process of a gateway that was killed one of this one's. */
export function adopt(member: Member): Child {
  const { name, pid } = member;
  const isRunning = (): boolean => isThere(member);
  const ended = untilGone(isRunning);
  joinFamily(name, pid, ended);
  const signal = (signal: NodeJS.Signals): void => {
    if (!isRunning()) return;
    try {
      process.kill(pid, signal);
    } catch {
      // it has just ended
    }
  };
  const sweep = async (): Promise<void> => {
    if (!isRunning()) await endGroup(pid);
  };
  return {
    name,
    pid,
    startedAt: Date.now(),
    ended,
    isRunning,
    signal,
    sweep,
    stop: async (grace) => {
      signal("SIGTERM");
      const timer = setTimeout(() => signal("SIGKILL"), grace);
      const how = await ended.finally(() => clearTimeout(timer));
      await sweep();
      return how;
    },
  };
}

async function untilGone(isRunning: () => boolean): Promise<Ended> {
  while (isRunning()) await sleep(LOOKED_AT_EVERY);
  return ENDED;
}
