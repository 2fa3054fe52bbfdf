import { errorCode } from "../error-code.ts";
import type { Ports } from "./ports.ts";

/** A process, told apart from any other that had or will have its number. */
export interface Identity {
  readonly pid: number;
  /** when it started, in clock ticks since boot (field 22 of Linux's `/proc/PID/stat`); empty where unknown */
  readonly started: string;
  /** Linux's id of this boot; empty elsewhere */
  readonly boot: string;
  /** Linux's name of the PID namespace: numbers of another one say nothing here; empty elsewhere */
  readonly space: string;
}

/** Who is running. */
export function identify({ files, self }: Ports): Identity {
  return {
    pid: self.pid,
    started: startOf(files, self.pid) ?? "",
    boot: textOf(() => Buffer.from(files.readFile("/proc/sys/kernel/random/boot_id")).toString().trim()),
    space: textOf(() => files.readLink("/proc/self/ns/pid")),
  };
}

/** no publication takes as long: waits, confirmation and a rollback are bounded far below */
const FORGOTTEN_AFTER_MS = 120_000;

/**
 * Whether a process has ended for certain. One that cannot be looked at, in another container or before a reboot, is
 * taken for ended when it has held on for longer than any publication lasts.
 *
 * @param sinceMs since when it holds what it holds; null when that has just gone
 */
export function isGone(ports: Ports, holder: Identity, sinceMs: number | null): boolean {
  const me = identify(ports);
  const isForgotten = sinceMs !== null && ports.now().getTime() - sinceMs > FORGOTTEN_AFTER_MS;
  if (holder.pid === 0 || holder.boot !== me.boot || holder.space !== me.space) return isForgotten;
  const started = startOf(ports.files, holder.pid);
  if (started !== "") return started !== holder.started;
  try {
    ports.kill(holder.pid, 0);
    // the number may have been given to another since, where the start cannot be compared
    return holder.started === "" && isForgotten;
  } catch (error) {
    return errorCode(error) === "ESRCH";
  }
}

/**
 * Field 22 of `/proc/PID/stat`, counted after the name in parentheses, which may hold anything; null for a zombie,
 * which has ended though its parent has not taken note; empty where there is nothing to be read.
 */
export function startOf(files: Ports["files"], pid: number): string | null {
  const text = textOf(() => Buffer.from(files.readFile(`/proc/${pid}/stat`)).toString());
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return null;
  return fields[19] ?? "";
}

function textOf(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
