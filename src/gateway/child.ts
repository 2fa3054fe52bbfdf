import { type ChildProcess, spawn } from "node:child_process";
import type { Environment } from "./settings.ts";

/** A program that the gateway runs. */
export interface Child {
  readonly name: string;
  /** null where it could not be started */
  readonly pid: number | null;
  readonly startedAt: number;
  /** how it ended; `error` where it could not be started */
  readonly ended: Promise<Ended>;
  readonly isRunning: () => boolean;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** sends SIGTERM, and SIGKILL when it has not ended after `grace` milliseconds */
  readonly stop: (grace: number) => Promise<Ended>;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error?: string;
}

/**
 * Starts a program whose output goes straight to ours: no line passes through the gateway, none is lost or delayed.
 */
export function startChild(name: string, bin: string, args: readonly string[], env: Environment): Child {
  const child: ChildProcess = spawn(bin, args, { env: { ...env }, stdio: ["ignore", "inherit", "inherit"] });
  const ended = new Promise<Ended>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.once("error", (error) => {
      if (child.pid === undefined) resolve({ code: null, signal: null, error: error.message });
    });
  });
  const isRunning = (): boolean =>
    child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  const signal = (name: NodeJS.Signals): void => {
    if (isRunning()) child.kill(name);
  };
  return {
    name,
    pid: child.pid ?? null,
    startedAt: Date.now(),
    ended,
    isRunning,
    signal,
    stop: async (grace) => {
      signal("SIGTERM");
      const timer = setTimeout(() => signal("SIGKILL"), grace);
      return ended.finally(() => clearTimeout(timer));
    },
  };
}

/** The exit code a shell would give: 128 + n for a signal, 127 for a program that could not be started. */
export function exitCode({ code, signal, error }: Ended, signals: Readonly<Record<string, number>>): number {
  if (error !== undefined) return 127;
  return code ?? 128 + (signal === null ? 0 : (signals[signal] ?? 0));
}
