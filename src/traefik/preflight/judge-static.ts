import { execFile } from "node:child_process";
import { logLines } from "./log-lines.ts";

/** How the real Traefik takes a static configuration file. */
export type StaticVerdict = { readonly accepted: true } | { readonly accepted: false; readonly says: string };

/**
 * Asks the real Traefik whether a static file decodes: `traefik healthcheck` reads it first and binds nothing.
 * It then asks the ping endpoint that the file names, so call it only for a file whose ping entry point is on
 * this machine.
 *
 * @param limits `timeout`: milliseconds until the question is given up; `signal`: gives it up
 * @throws when Traefik cannot be run, does not answer in time, or the question is given up
 */
export async function judgeStatic(
  bin: string,
  file: string,
  { timeout = 10_000, signal }: { readonly timeout?: number; readonly signal?: AbortSignal } = {},
): Promise<StaticVerdict> {
  const { output, ended } = await new Promise<{ output: string; ended: boolean }>((resolve, reject) => {
    // An empty environment but PATH: TRAEFIK_* variables of this machine are no part of the question.
    const options = { timeout, signal, killSignal: "SIGKILL", env: {}, maxBuffer: 1 << 20 } as const;
    execFile(bin, ["healthcheck", `--configFile=${file}`], options, (error, stdout, stderr) => {
      if (error && "code" in error && typeof error.code === "string") reject(error);
      else resolve({ output: `${stdout}\n${stderr}`, ended: error?.killed !== true });
    });
  });
  if (!ended) throw new Error(`${bin} healthcheck did not end within ${timeout} ms`);
  const panic = /^(?:panic|fatal error): .*$/m.exec(output)?.[0];
  if (panic !== undefined) return { accepted: false, says: panic };
  const refusal = logLines(output).find((line) => line.message === "Command error");
  return refusal?.error === undefined
    ? { accepted: true }
    : { accepted: false, says: refusal.error.replace(/^command healthcheck error: /, "") };
}
