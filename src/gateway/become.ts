import { spawn } from "node:child_process";
import { delimiter, isAbsolute, join } from "node:path";
import { accessSync, constants } from "node:fs";
import { type Ended, exitCode } from "./child.ts";
import type { Environment } from "./settings.ts";

const FORWARDED: readonly NodeJS.Signals[] = ["SIGTERM", "SIGINT", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGQUIT"];

/**
 * Becomes another program: same process id, same environment, nothing in between (execve, Node 22.15 and later). An
 * older Node stays as its parent, passes every signal on and ends with its exit code.
 *
 * @returns the exit code, where this process stayed; `error` where the program could not be started
 */
export async function become(
  bin: string,
  args: readonly string[],
  env: Environment,
  signals: Readonly<Record<string, number>>,
): Promise<{ readonly code: number; readonly error?: string }> {
  const file = findExecutable(bin, env["PATH"] ?? "");
  if (file !== null && canExec(process)) process.execve(file, [bin, ...args], definedOnly(env));
  const child = spawn(file ?? bin, args, { stdio: "inherit", env: definedOnly(env) });
  const handlers = FORWARDED.map((signal) => {
    const forward = (): void => void child.kill(signal);
    process.on(signal, forward);
    return [signal, forward] as const;
  });
  try {
    const ended = await new Promise<Ended>((resolve) => {
      child.once("error", ({ message }) => resolve({ code: null, signal: null, error: message }));
      child.once("exit", (code, signal) => resolve({ code, signal }));
    });
    const code = exitCode(ended, signals);
    return ended.error === undefined ? { code } : { code, error: ended.error };
  } finally {
    for (const [signal, forward] of handlers) process.off(signal, forward);
  }
}

interface Execve {
  readonly execve: (file: string, args: readonly string[], env: Readonly<Record<string, string>>) => never;
}

/** Node 22.15 and 23.11 brought it, on POSIX systems alone. */
function canExec(process: object): process is Execve {
  return "execve" in process && typeof process.execve === "function";
}

/** As the shell finds a program; null where there is none. */
export function findExecutable(bin: string, path: string): string | null {
  const candidates = bin.includes("/")
    ? [isAbsolute(bin) ? bin : join(process.cwd(), bin)]
    : path
        .split(delimiter)
        .filter(Boolean)
        .map((folder) => join(folder, bin));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function definedOnly(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
