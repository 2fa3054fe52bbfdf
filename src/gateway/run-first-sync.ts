import { constants } from "node:os";
import { firstSync } from "./first-sync.ts";
import type { Log } from "./log.ts";
import { readPublished } from "./published.ts";
import type { Settings } from "./settings.ts";

/**
 * Brings a first configuration into the target, as the gateway does at its start, and nothing else: for where another
 * program starts Traefik.
 *
 * @returns the exit code: 0 where there is one now, 2 where there is none, 128 + n for a signal
 */
export async function runFirstSync(settings: Settings, log: Log): Promise<number> {
  const stop = new AbortController();
  let ending: "SIGTERM" | "SIGINT" | null = null;
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.on(signal, () => {
      ending ??= signal;
      stop.abort();
    });
  const start = await firstSync(settings, () => readPublished(settings.stateDir), log, stop.signal);
  if (ending !== null) return 128 + constants.signals[ending];
  return start.from === "nothing" ? 2 : 0;
}
