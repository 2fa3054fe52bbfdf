import type { Ports } from "./ports.ts";
import type { ReloadPlan } from "./reload-choice.ts";
import type { Step } from "./steps.ts";
import { isWatched } from "./steps.ts";
import type { ReloadMethod } from "./types.ts";
import { signalAll, touchWatched } from "./wake.ts";

/**
 * Lets Traefik know that everything is in place. A last step that is watched has told it already; once more costs
 * nothing, since Traefik passes over what it has, and helps where its first reading failed.
 *
 * @returns how it was told
 */
export function tell(ports: Ports, targetDir: string, how: ReloadPlan): ReloadMethod {
  const told = signalAll(ports, how);
  if (how.method === "signal") return told > 0 ? "signal" : "none";
  if (how.method === "none") return "none";
  touchWatched(ports, targetDir, how.watched);
  return "watch";
}

/** Whether Traefik could see a part of the steps without the rest. */
export function needsQuiet(steps: readonly Step[], { isWatching, watched }: ReloadPlan): boolean {
  if (!isWatching) return false;
  const seen = steps.filter((step) => isWatched(step, watched));
  return seen.length > 1 || (seen.length === 1 && seen[0] !== steps.at(-1));
}
