import { below } from "../below.ts";
import { errorCode } from "../error-code.ts";
import { digest } from "./digest.ts";
import type { FileSystem } from "./file-system.ts";
import { isRecord } from "../is-record.ts";
import { identify, isGone, type Identity } from "./process-identity.ts";
import type { Ports } from "./ports.ts";
import { readOwn, STATE } from "./state-files.ts";
import { attempt, writeWhole } from "./write-whole.ts";

/** Another run is publishing, or may be. */
export class Busy extends Error {
  override readonly name = "Busy";
}

export interface Lock {
  /** names this run among all that ever held the lock */
  readonly unique: string;
  readonly release: () => void;
}

interface Holder extends Identity {
  readonly id: string;
}

/** poll interval: a publication takes tens of milliseconds */
const POLL_MS = 20;

/**
 * Takes the lock of a state directory. It is a file that says who holds it, put there whole by `link`, which fails
 * when it exists. The lock of a process that has ended is taken over; who may do that is decided by a lock of its
 * own, named after the one that ended, so that two that find it at once never both believe to hold it.
 *
 * @param withinMs how long to wait for a holder that is alive
 * @throws Busy
 */
export async function takeLock(ports: Ports, stateDir: string, withinMs: number): Promise<Lock> {
  const me = identify(ports);
  const unique = digest(Buffer.from(JSON.stringify([me, stateDir, ports.now().getTime(), count++]))).slice(
    0,
    16,
  );
  const own: Holder = { ...me, id: unique };
  const path = below(stateDir, STATE.lock);
  for (let waited = 0; ; waited += POLL_MS) {
    const holder = seize(ports, path, own);
    if (holder === null) return { unique, release: () => release(ports.files, path, own) };
    if (waited >= withinMs) {
      const who = holder.pid === 0 ? `somebody who cannot be told from ${path}` : `process ${holder.pid}`;
      throw new Busy(`${who} has been publishing for more than ${withinMs} ms`);
    }
    await ports.wait(POLL_MS);
  }
}

let count = 0;

/** One attempt; returns null when the lock is ours, else who holds it. */
function seize(ports: Ports, path: string, own: Holder): Holder | null {
  const { files } = ports;
  const holder = readHolder(files, path);
  if (holder === undefined) return put(files, path, own, "link") ? null : own;
  if (!isGone(ports, holder, files.lstat(path)?.modifiedMs ?? null)) return holder;
  const right = `${path}.${holder.id}`;
  const other = seize(ports, right, own);
  if (other !== null) return other;
  try {
    // only who holds that right ever replaces this lock, and its owner has ended: what is read here stays true
    if (readHolder(files, path)?.id !== holder.id) return holder;
    return put(files, path, own, "rename") ? null : holder;
  } finally {
    release(files, right, own);
  }
}

const NO_LINKS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/**
 * Puts a whole lock file in place: never a moment at which it is there without saying whose it is.
 *
 * @returns whether it is ours; not when another was faster
 */
function put(files: FileSystem, path: string, own: Holder, how: "link" | "rename"): boolean {
  const draft = `${path}.${own.id}.draft`;
  const bytes = Buffer.from(JSON.stringify(own));
  const options = { mode: 0o644, durable: false };
  attempt(() => files.unlink(draft));
  writeWhole(files, draft, [bytes], options);
  try {
    if (how === "rename") files.rename(draft, path);
    else files.link(draft, path);
    return true;
  } catch (error) {
    const code = errorCode(error);
    // ENOENT: the new holder has tidied the draft away
    if (code === "EEXIST" || code === "ENOENT") return false;
    if (how !== "link" || !NO_LINKS.has(code)) throw error;
    return createdHere(() => writeWhole(files, path, [bytes], options));
  } finally {
    attempt(() => files.unlink(draft));
  }
}

/** Where there are no hard links: exclusive creation, whose moment without content is covered by `isGone`'s patience. */
function createdHere(create: () => void): boolean {
  try {
    create();
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

/** undefined: nobody holds it. What cannot be read as a holder is one that nobody can be asked about. */
function readHolder(files: FileSystem, path: string): Holder | undefined {
  const bytes = readOwn(files, path);
  if (bytes === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
    if (isHolder(value)) return value;
  } catch {
    // torn by a power cut, or somebody else's
  }
  return { id: digest(bytes).slice(0, 16), pid: 0, started: "", boot: "", space: "" };
}

function isHolder(value: unknown): value is Holder {
  if (!isRecord(value)) return false;
  const { id, pid, started, boot, space } = value;
  const texts = [started, boot, space].every((text) => typeof text === "string");
  return texts && Number.isSafeInteger(pid) && typeof id === "string" && /^[0-9a-f]{16}$/.test(id);
}

function release(files: FileSystem, path: string, own: Holder): void {
  attempt(() => {
    if (readHolder(files, path)?.id === own.id) files.unlink(path);
  });
}

/** Removes what interrupted runs left beside the lock; to be called by its holder. */
export function tidyLock(files: FileSystem, stateDir: string): void {
  for (const name of files.readFolder(stateDir)) {
    if (name.startsWith(`${STATE.lock}.`)) attempt(() => files.unlink(below(stateDir, name)));
  }
}
