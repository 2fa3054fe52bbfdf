import { againJob } from "./again.ts";
import type { Lock } from "./lock.ts";
import type { Ports } from "./ports.ts";
import { runJob } from "./run-job.ts";
import type { State } from "./state.ts";
import type { PublishOutcome, PublishSettings } from "./types.ts";

/**
 * Ends a run that has nothing to publish of its own: what an interrupted one had begun is completed first, since half
 * of a revision is worse than the whole of it.
 *
 * @returns the outcome as it was settled, with what was done besides
 */
export async function complete(
  settled: PublishOutcome,
  settings: PublishSettings,
  ports: Ports,
  lock: Lock,
  state: State,
): Promise<PublishOutcome> {
  if (state.journal === null) return settled;
  const job = againJob(ports.files, settings, state.journal.next);
  const { outcome } = await runJob(job, ports, lock, state);
  return { ...settled, plan: outcome.plan, isDone: outcome.isDone, reload: outcome.reload, recovered: true };
}
