import type { FileSystem } from "./file-system.ts";

/** What the publisher needs of the world: the command line gives the real ones, a test its own. */
export interface Ports {
  readonly files: FileSystem;
  readonly now: () => Date;
  /** resolves after so many milliseconds */
  readonly wait: (ms: number) => Promise<void>;
  /** who is running: for the lock */
  readonly self: { readonly pid: number; readonly uid: number | null; readonly platform: string };
  /** sends a signal; throws as `process.kill` does */
  readonly kill: (pid: number, signal: "SIGHUP" | 0) => void;
  /** fetches JSON; throws when nobody answers in time, or not with a success */
  readonly getJson: (url: string, withinMs: number) => Promise<unknown>;
  /** runs a program for its standard output; throws when it fails or takes longer than so many milliseconds */
  readonly run: (program: string, args: readonly string[], withinMs: number) => Promise<string>;
  readonly log: (level: "debug" | "info" | "warn" | "error", message: string, fields?: LogFields) => void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | null>>;
