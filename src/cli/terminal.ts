import { fstatSync, writeSync } from "node:fs";
import { errorCode } from "../error-code.ts";
import { UsageError } from "./usage-error.ts";

/** What a command sees of its process: so that it can be called with another one. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly out: Stream;
  readonly err: Stream;
  readonly stdin: () => Promise<Uint8Array>;
}

export interface Stream {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
}

/** The variable that names the file descriptor of the log. */
export const LOG_DESCRIPTOR = "GATEWAY_LOG_FD";

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    env: { ...process.env },
    get cwd() {
      return currentFolder();
    },
    out: streamOf(1, () => process.stdout),
    err: streamOf(logDescriptor(process.env), () => process.stderr),
    stdin: async () => {
      const { buffer } = await import("node:stream/consumers");
      return buffer(process.stdin);
    },
  };
}

/** Somebody may have deleted it: that is no fault of the configuration, which exit code 1 would say. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch (error) {
    throw new UsageError(`the current directory cannot be found (${errorCode(error)})`);
  }
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
 * something. A reader that closes the pipe early (`| head`) is no error.
 */
function streamOf(fd: number, load: () => NodeJS.WriteStream): Stream {
  let loaded: NodeJS.WriteStream | undefined;
  const stream = () => {
    if (loaded === undefined) {
      loaded = load();
      loaded.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code !== "EPIPE") throw error;
      });
    }
    return loaded;
  };
  return {
    write: (text) => {
      const rest = loaded === undefined ? writeNow(fd, Buffer.from(text)) : Buffer.from(text);
      // whoever reads is slower than we are: Node waits for them
      if (rest !== null && rest.length > 0) stream().write(rest);
    },
    get isTerminal() {
      return isCharacterDevice(fd) && stream().isTTY;
    },
  };
}

/** @returns what could not be written at once; null where nobody reads any more */
function writeNow(fd: number, bytes: Buffer): Buffer | null {
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(fd, bytes, written);
  } catch (error) {
    if (errorCode(error) === "EPIPE") return null;
  }
  return bytes.subarray(written);
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
