import { errorCode } from "../error-code.ts";
import { Busy, type Lock, takeLock, tidyLock } from "./lock.ts";
import { Obstructed } from "./obstacles.ts";
import { type Plan, summarise } from "./plan.ts";
import type { Ports } from "./ports.ts";
import { search } from "./reload-choice.ts";
import { haveRestarted } from "./restart.ts";
import { tidyStaging } from "./stage.ts";
import { readState, type State } from "./state.ts";
import { makeStateFolders } from "./state-files.ts";
import type { PublishOutcome, PublishSettings } from "./types.ts";
import { Unfinished } from "./unfinished.ts";

const LOCK_WITHIN_MS = 5_000;

/**
 * Does something to the target and the state directory alone: takes the lock, makes the folders, reads the state as
 * it is then, and gives the lock back whatever happens.
 *
 * @returns a `busy` or `failed` outcome when it cannot be done
 */
export async function transact<T extends PublishOutcome>(
  settings: PublishSettings,
  ports: Ports,
  action: (lock: Lock, state: State) => Promise<T>,
): Promise<T | PublishOutcome> {
  const { targetDir, stateDir } = settings;
  try {
    makeStateFolders(ports.files, targetDir, stateDir);
    // 1. lock
    const lock = await takeLock(ports, stateDir, settings.lockWithinMs ?? LOCK_WITHIN_MS);
    try {
      tidyLock(ports.files, stateDir);
      // 2. read the state
      const state = loadState(ports, settings);
      tidyStaging(ports.files, stateDir, state.journal?.next ?? null);
      return await action(lock, state);
    } finally {
      lock.release();
    }
  } catch (error) {
    return outcomeOfError(error);
  }
}

/** Does what only reads; what the file system throws becomes a `failed` outcome. */
export function orFailed<T>(action: () => T): T | PublishOutcome {
  try {
    return action();
  } catch (error) {
    return outcomeOfError(error);
  }
}

function outcomeOfError(error: unknown): PublishOutcome {
  if (error instanceof Busy) return nothingDone("busy", error.message);
  if (error instanceof Obstructed) return nothingDone("failed", error.message, error.plan);
  // Node's own words for a failed system call name the call and the path; they hold no content
  const message = `could not publish: ${error instanceof Error ? error.message : errorCode(error)}`;
  const failed = nothingDone("failed", message);
  return error instanceof Unfinished ? { ...failed, plan: error.plan, isDone: true } : failed;
}

/** An outcome without anything in it. */
export function nothingDone(
  outcome: PublishOutcome["outcome"],
  message: string,
  plan?: Plan,
): PublishOutcome {
  return {
    outcome,
    plan: plan === undefined ? { write: [], delete: [], unchanged: 0 } : summarise(plan),
    isDone: false,
    reload: null,
    restartRequired: false,
    recovered: false,
    held: false,
    drift: plan?.drift ?? [],
    live: [],
    message,
  };
}

/** The state, without a note about a restart when all Traefiks that can be seen have started since. */
export function loadState(ports: Ports, { targetDir, stateDir, reload }: PublishSettings): State {
  const state = readState(ports.files, stateDir);
  if (state.restart === null || state.manifest === null) return state;
  const { facts, files, staticFiles } = state.manifest;
  const question = { settings: reload, facts, targetDir, files: Object.keys(files), staticFiles };
  const { processes } = search(ports, question);
  return haveRestarted(state.restart, processes, ports.now()) ? { ...state, restart: null } : state;
}
