import { setTimeout as sleep } from "node:timers/promises";
import { type Child, type Ended, startChild } from "./child.ts";
import type { Log } from "./log.ts";
import type { Environment, Settings } from "./settings.ts";

/**
 * Runs `git-sync --one-time` with the hook; it ends when the hook has ended.
 *
 * @param once it ends at the first failure, whatever the user says of failures before the first success
 */
export function startOneTime(settings: Settings, once: boolean): Child {
  // Traefik is not there yet: nobody to wake, nobody to ask.
  const env = {
    ...settings.gitSyncEnv,
    GITSYNC_ONE_TIME: "true",
    GITSYNC_MAX_FAILURES: "0",
    ...(once ? { GITSYNC_INIT_MAX_FAILURES: "0" } : {}),
    GATEWAY_RELOAD: "none",
    GATEWAY_TRAEFIK_API: "",
  };
  return startChild("git-sync", settings.gitSyncBin, [], env, true);
}

export interface GitSync {
  readonly current: () => Child | null;
  readonly restarts: () => number;
  /** ends it, and whatever it runs */
  readonly stop: () => Promise<void>;
}

/** A run that lasted this long was a good one: the next pause starts small again. Milliseconds. */
const SETTLED = 60_000;
const PAUSES = { first: 1_000, longest: 60_000 };
const GRACE = 10_000;

/**
 * Keeps git-sync running: whenever it ends it is started again, after pauses that double from one second to one
 * minute. Traffic does not depend on it.
 *
 * @param extra variables beside the settings' own
 * @param changed is called at every start; `restarted` unless it is the first
 */
export function keepGitSync(
  settings: Settings,
  extra: Environment,
  log: Log,
  changed: (restarted: boolean) => void,
): GitSync {
  const stopping = new AbortController();
  let child: Child | null = null;
  let restarts = 0;
  let pause = PAUSES.first;
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      child = startChild("git-sync", settings.gitSyncBin, [], { ...settings.gitSyncEnv, ...extra }, true);
      changed(restarts > 0);
      const ended = await child.ended;
      if (stopping.signal.aborted) return;
      if (Date.now() - child.startedAt >= SETTLED) pause = PAUSES.first;
      log("error", "git-sync ended; routes stay as they are until it is back", {
        ...describe(ended),
        restartInSeconds: pause / 1000,
      });
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      // A hook had time to finish; a git that hangs would work in the same checkout as the next one's.
      await child.sweep();
      pause = Math.min(pause * 2, PAUSES.longest);
      restarts++;
    }
  };
  const ran = run();
  return {
    current: () => child,
    restarts: () => restarts,
    stop: async () => {
      stopping.abort();
      await child?.stop(GRACE);
      await ran;
    },
  };
}

function describe({ code, signal, error }: Ended): Record<string, string | number> {
  if (error !== undefined) return { error };
  return signal === null ? { code: code ?? -1 } : { signal };
}
