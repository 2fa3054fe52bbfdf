import { fstatSync, writeSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { errorCode } from "../error-code.ts";
import { isUndecoded } from "./undecoded.ts";
import { UsageError } from "./usage-error.ts";

/** What a command sees of its process: so that it can be called with another one. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * The absolute path of one that may be relative to the current directory.
   *
   * @throws UsageError for a relative one where that directory is gone
   */
  readonly at: (path: string) => string;
  readonly out: Stream;
  readonly err: Stream;
  readonly stdin: () => Promise<Uint8Array>;
}

export interface Stream {
  /** what cannot be written is lost, and no error: whatever else the command does is done */
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
}

export interface ProcessTerminal extends Terminal {
  /** why something of the report could not be written: `ENOSPC`; null where all of it is, or nobody reads it */
  readonly lost: () => string | null;
}

/** The variable that names the file descriptor of the log. */
export const LOG_DESCRIPTOR = "GATEWAY_LOG_FD";

/** The terminal of this process. */
export function processTerminal(): ProcessTerminal {
  const { lost, ...out } = streamOf(1, () => process.stdout);
  return {
    lost,
    env: { ...process.env },
    at: (path) => (isAbsolute(path) ? resolve(path) : resolve(currentFolder(), path)),
    out,
    err: streamOf(logDescriptor(process.env), () => process.stderr),
    stdin: async () => {
      const { buffer } = await import("node:stream/consumers");
      return buffer(process.stdin);
    },
  };
}

/** Somebody may have deleted it: that is no fault of the configuration, which exit code 1 would say. */
function currentFolder(): string {
  let folder: string;
  try {
    folder = process.cwd();
  } catch (error) {
    throw new UsageError(`the current directory cannot be found (${errorCode(error)})`);
  }
  if (isUndecoded(folder)) throw new UsageError("the name of the current directory is not UTF-8");
  return folder;
}

/**
 * Where the log goes: stderr, or the file descriptor that `gateway` passes through git-sync, which would show what a
 * hook says only when it fails. What cannot be written there is said on stderr.
 */
function logDescriptor(env: Terminal["env"]): number {
  const given = env[LOG_DESCRIPTOR] ?? "";
  if (!/^\d{1,3}$/.test(given)) return 2;
  try {
    fstatSync(Number(given));
    return Number(given);
  } catch {
    return 2;
  }
}

/**
 * Writes without Node's streams as long as that can be done: loading them takes longer than most runs have to say
 * something, and their errors come too late to be told. A reader that closes the pipe early (`| head`) is no error.
 */
function streamOf(fd: number, load: () => NodeJS.WriteStream): Stream & Pick<ProcessTerminal, "lost"> {
  let loaded: NodeJS.WriteStream | undefined;
  let failure: string | null = null;
  const fail = (error: unknown): void => {
    failure ??= errorCode(error);
  };
  const stream = () => (loaded ??= load().on("error", fail));
  return {
    write: (text) => {
      // what comes after a gap makes no sense
      if (failure !== null) return;
      const bytes = Buffer.from(text);
      const isWaiting = loaded !== undefined && loaded.writableLength > 0;
      const rest = isWaiting ? bytes : writeNow(fd, bytes, fail);
      // whoever reads is slower than we are: Node waits for them
      if (rest.length > 0) stream().write(rest);
    },
    get isTerminal() {
      return isCharacterDevice(fd) && stream().isTTY;
    },
    lost: () => (failure === "EPIPE" ? null : failure),
  };
}

const NOTHING = Buffer.alloc(0);

/** @returns what could not be written yet */
function writeNow(fd: number, bytes: Buffer, fail: (error: unknown) => void): Buffer {
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(fd, bytes, written);
  } catch (error) {
    if (errorCode(error) === "EAGAIN") return bytes.subarray(written);
    fail(error);
  }
  return NOTHING;
}

/** `/dev/null` is none that anybody looks at. */
function isCharacterDevice(fd: number): boolean {
  try {
    const stats = fstatSync(fd);
    return stats.isCharacterDevice() && stats.rdev !== NULL_DEVICE;
  } catch {
    return false;
  }
}

/** Linux: major 1, minor 3 */
const NULL_DEVICE = 0x103;

/** Whether to colour what goes to a stream: https://no-color.org, then FORCE_COLOR, then the stream itself. */
export function wantsColour(stream: Stream, env: Terminal["env"]): boolean {
  if (env["NO_COLOR"]) return false;
  if (env["FORCE_COLOR"]) return env["FORCE_COLOR"] !== "0";
  return stream.isTerminal && env["TERM"] !== "dumb";
}
