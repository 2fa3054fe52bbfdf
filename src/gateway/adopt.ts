import { setTimeout as sleep } from "node:timers/promises";
import { type Child, type Ended, handle } from "./child.ts";
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
  const send = (signal: NodeJS.Signals): void => {
    try {
      process.kill(pid, signal);
    } catch {
      // it has just ended
    }
  };
  return handle({ name, pid, ended, isRunning, send });
}

async function untilGone(isRunning: () => boolean): Promise<Ended> {
  while (isRunning()) await sleep(LOOKED_AT_EVERY);
  return ENDED;
}
