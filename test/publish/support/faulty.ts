import { type FileSystem, nodeFileSystem } from "../../../src/publish/file-system.ts";

/** Stands for SIGKILL: from the chosen call on, nothing of the run reaches the file system any more. */
export class Killed extends Error {
  override readonly name = "Killed";
}

export type Fault = "EIO" | "ENOSPC" | "EROFS" | "EMFILE" | "kill";

/** Whether faults are tried at every call (FAULTS=all, as in CI), or by most tests at calls all over a run. */
export const AT_EVERY_CALL = process.env["FAULTS"] === "all";

const READS: ReadonlySet<keyof FileSystem> = new Set([
  "lstat",
  "stat",
  "readFile",
  "readPart",
  "readFolder",
  "readLink",
]);

export interface FaultyFileSystem {
  readonly files: FileSystem;
  /** the calls that were counted: `rename traefik/x` */
  readonly calls: readonly string[];
}

/**
 * The real file system, with a fault at one call: it throws, once, or kills the run. A write is torn first: half of
 * the bytes are there.
 *
 * @param at number of the call, from 1; 0 for none
 */
export function faulty(fault: Fault, at: number): FaultyFileSystem {
  const calls: string[] = [];
  let isDead = false;
  const guard = (name: keyof FileSystem, args: readonly unknown[], half: () => void): void => {
    if (isDead) throw new Killed("killed");
    if (String(args[0]).startsWith("/proc")) return;
    // reading fails of EIO; of the rest, and for a kill, only what changes something makes a difference
    if (fault !== "EIO" && READS.has(name)) return;
    calls.push(`${name} ${args.filter((arg) => typeof arg === "string").join(" ")}`);
    if (calls.length !== at) return;
    half();
    if (fault === "kill") {
      isDead = true;
      throw new Killed("killed");
    }
    throw Object.assign(new Error(`${fault}: injected, ${name}`), { code: fault });
  };
  const wrapped: Record<string, unknown> = {};
  for (const [name, call] of Object.entries(nodeFileSystem)) {
    wrapped[name] = (...args: never[]) => {
      guard(name as keyof FileSystem, args, () => {
        if (name === "write") tear(args);
        // a killed process closes its files, a failed close has closed it
        if (name === "close") (call as (fd: never) => void)(args[0] as never);
      });
      return (call as (...args: never[]) => unknown)(...args);
    };
  }
  return { files: wrapped as unknown as FileSystem, calls };
}

function tear([fd, bytes, offset]: readonly unknown[]): void {
  const whole = bytes as Uint8Array;
  const half = whole.subarray(0, Math.ceil(whole.length / 2));
  nodeFileSystem.write(fd as number, half, offset as number);
}
