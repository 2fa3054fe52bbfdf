import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { joinFamily } from "./family.ts";
import type { Environment } from "./settings.ts";

/** A program that the gateway runs, in a process group of its own: a terminal's Ctrl-C reaches the gateway alone. */
export interface Child {
  readonly name: string;
  /** null where it could not be started */
  readonly pid: number | null;
  readonly startedAt: number;
  /** how it ended; `error` where it could not be started */
  readonly ended: Promise<Ended>;
  readonly isRunning: () => boolean;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** sends SIGTERM, and SIGKILL when it has not ended after `grace` milliseconds; nothing of its group is left */
  readonly stop: (grace: number) => Promise<Ended>;
  /** ends what it has left behind: SIGTERM, then SIGKILL */
  readonly sweep: () => Promise<void>;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error?: string;
}

/**
 * The file descriptor by which a grandchild finds our stderr: no line of the hook has to pass through git-sync. It is
 * above what a program opens by itself when it starts.
 */
export const LOG_FD = 63;
/**
 * Traefik drains by its own grace times, and is killed only after longer than its default for open requests (10 s) and
 * what people set. Milliseconds.
 */
export const TRAEFIK_GRACE = 180_000;
/** Milliseconds. */
const STOPS_WITHIN = 5_000;
const SWEPT_WITHIN = 2_000;

/**
 * Starts a program whose output goes straight to ours: no line passes through the gateway, none is lost or delayed.
 *
 * @param passesLog its own children inherit our stderr as `LOG_FD`
 */
export function startChild(
  name: string,
  bin: string,
  args: readonly string[],
  env: Environment,
  passesLog = false,
): Child {
  const stdio: StdioOptions = ["ignore", "inherit", "inherit"];
  if (passesLog) stdio.push(...Array.from({ length: LOG_FD - stdio.length }, () => "ignore" as const), 2);
  const child: ChildProcess = spawn(bin, args, { env: { ...env }, stdio, detached: true });
  const ended = new Promise<Ended>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.once("error", (error) => {
      if (child.pid === undefined) resolve({ code: null, signal: null, error: error.message });
    });
  });
  if (child.pid !== undefined) joinFamily(name, child.pid, ended);
  const isRunning = (): boolean =>
    child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  return handle({
    name,
    pid: child.pid ?? null,
    ended,
    isRunning,
    send: (signal) => void child.kill(signal),
  });
}

/** What differs between a child and a process that another gateway has started. */
export interface Process extends Pick<Child, "name" | "pid" | "ended" | "isRunning"> {
  /** only called while it runs */
  readonly send: (signal: NodeJS.Signals) => void;
}

/** All that is done with a process and its group. */
export function handle({ name, pid, ended, isRunning, send }: Process): Child {
  const signal = (signal: NodeJS.Signals): void => {
    if (isRunning()) send(signal);
  };
  const sweep = async (): Promise<void> => {
    if (pid !== null && !isRunning()) await endGroup(pid);
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

/** Waits until it ends by itself, or makes it end. */
export async function endOrStop(child: Child, stop: AbortSignal): Promise<Ended> {
  const onAbort = (): void => void child.stop(STOPS_WITHIN);
  stop.addEventListener("abort", onAbort);
  if (stop.aborted) onAbort();
  try {
    const ended = await child.ended;
    await child.sweep();
    return ended;
  } finally {
    stop.removeEventListener("abort", onAbort);
  }
}

/** The leader has ended: its number stays taken as long as there is anybody in its group. */
async function endGroup(leader: number): Promise<void> {
  const deadline = Date.now() + SWEPT_WITHIN;
  for (let there = signalGroup(leader, "SIGTERM"); there; there = signalGroup(leader, 0)) {
    if (Date.now() > deadline) return void signalGroup(leader, "SIGKILL");
    await sleep(20);
  }
}

/** @returns whether anybody is there */
function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-leader, signal);
  } catch {
    return false;
  }
}

/** The exit code a shell would give: 128 + n for a signal, 127 for a program that could not be started. */
export function exitCode({ code, signal, error }: Ended, signals: Readonly<Record<string, number>>): number {
  if (error !== undefined) return 127;
  return code ?? 128 + (signal === null ? 0 : (signals[signal] ?? 0));
}
