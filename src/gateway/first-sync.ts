import { endOrStop } from "./child.ts";
import { startOneTime } from "./git-sync.ts";
import type { Log } from "./log.ts";
import { lookBack } from "./look-back.ts";
import type { Settings } from "./settings.ts";

/**
 * What the gateway starts with.
 *
 * - `current`: the newest commit
 * - `published`: what was published before; the newest commit could not be had or was not accepted
 * - `older`: an earlier commit of the checkout, the newest one that was accepted
 * - `nothing`: there is no configuration to start with
 */
export type Start =
  | { readonly from: "current" }
  | { readonly from: "published"; readonly revision: string | null }
  | { readonly from: "older"; readonly revision: string }
  | { readonly from: "nothing" };

/**
 * Brings the first configuration into the target: the newest commit, else what is published already, else the newest
 * commit of the checkout that the hook accepts.
 *
 * @param published asks for the revision in the target; null where nothing is published
 * @param stop ends it early: then there is nothing to start with
 */
export async function firstSync(
  settings: Settings,
  published: () => { readonly revision: string | null } | null,
  log: Log,
  stop: AbortSignal,
): Promise<Start> {
  // with something to start with, what answers too late may as well come after Traefik
  const isDispensable = published() !== null;
  const late = isDispensable ? AbortSignal.timeout(settings.firstSyncWithin) : null;
  const { code, error } = await endOrStop(
    startOneTime(settings, isDispensable),
    late === null ? stop : AbortSignal.any([stop, late]),
  );
  if (code === 0) return { from: "current" };
  if (stop.aborted) return { from: "nothing" };
  if (error !== undefined) log("error", "git-sync cannot be started", { bin: settings.gitSyncBin, error });
  const before = published();
  if (before !== null) {
    const how = late?.aborted === true ? `took longer than ${settings.firstSyncWithin / 1000} s` : "failed";
    log("error", `DEGRADED: the first sync ${how}; starting with what is published already`, {
      revision: before.revision,
    });
    return { from: "published", revision: before.revision };
  }
  const { revision, isEmpty } = await lookBack(settings, log, stop);
  if (revision === null) {
    const why = isEmpty
      ? "git-sync has checked nothing out; its lines above say why"
      : "no commit is accepted";
    if (!stop.aborted) log("error", `no configuration to start with: nothing is published, and ${why}`);
    return { from: "nothing" };
  }
  log("error", "DEGRADED: the newest commit is not accepted; starting with an older one", { revision });
  return { from: "older", revision };
}
