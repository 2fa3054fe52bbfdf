import { type Child, TRAEFIK_GRACE } from "./child.ts";
import { whyNotBeside } from "./restart.ts";
import type { RestartChoice } from "./settings.ts";
import { type Beside, startBeside } from "./start-beside.ts";

/** Traefiks that serve without a gateway, as one that was killed has left them. */
export interface TakeOver extends Omit<Beside, "old"> {
  readonly left: readonly Child[];
  readonly choice: RestartChoice;
}

/**
 * Starts Traefik where another serves that nobody looks after: beside it where they can share the ports, else once that
 * one has drained.
 *
 * @returns the Traefik that serves, and what ends once the old ones have drained
 */
export async function takeOver(
  given: TakeOver,
): Promise<{ serving: Child; draining: Promise<unknown> | null }> {
  const { left, start, log, stop } = given;
  const [old] = left;
  const reason = old === undefined ? null : whyNotBeside(given);
  if (old === undefined) return { serving: await start(), draining: null };
  if (reason === null) {
    const { fresh, lacks, readyMs, connections } = await startBeside("take-over", { ...given, old: old.pid });
    if (fresh.isRunning()) {
      const draining = endAll(left).then(() =>
        log("info", "take-over: the new Traefik serves, the old one has drained", {
          readyMs,
          ...connections,
        }),
      );
      return { serving: fresh, draining };
    }
    log("warn", "take-over: the new Traefik does not come up beside the old one, which ends", { why: lacks });
  } else
    log("warn", "take-over: Traefik starts once the old one has drained; its ports are closed meanwhile", {
      old: old.pid,
      why: reason,
    });
  await endAll(left);
  return { serving: stop.aborted ? old : await start(), draining: null };
}

/** Lets all of them drain. */
async function endAll(left: readonly Child[]): Promise<void> {
  await Promise.all(left.map(async (child) => child.stop(TRAEFIK_GRACE)));
}
