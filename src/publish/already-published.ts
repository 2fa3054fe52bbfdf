import type { Tree } from "../environment/tree.ts";
import { againJob } from "./again.ts";
import { contentOfTree } from "./content.ts";
import { isNothingToDo } from "./plan.ts";
import type { Ports } from "./ports.ts";
import { recordRecovery } from "./record.ts";
import { readState } from "./state.ts";
import { survey } from "./survey.ts";
import { loadState, nothingDone } from "./transaction.ts";
import type { PublishOutcome, PublishSettings, ReloadSettings } from "./types.ts";
import type { Verdict } from "./verdicts.ts";

/** Everything but what the static configuration says, which nobody has read yet. */
export type GivenSettings = Omit<PublishSettings, "reload"> & {
  readonly reload: Omit<ReloadSettings, "static">;
};

/**
 * Whether content that the same judge has accepted before is what the target holds: then nothing has to be judged,
 * and nothing is to do. The target is looked at as closely as for a publication.
 *
 * @param known the judge's verdict on this content
 * @returns null when something is to do, or when it cannot be told: `publish` finds out
 */
export function alreadyPublished(
  given: GivenSettings,
  { tree, revision }: { readonly tree: Tree; readonly revision: string | null },
  known: Verdict,
  ports: Ports,
): PublishOutcome | null {
  const content = contentOfTree(tree, given.owner);
  try {
    const { manifest } = readState(ports.files, given.stateDir);
    if (manifest === null) return null;
    const settings = { ...given, reload: { ...given.reload, static: manifest.facts } };
    const state = loadState(ports, settings);
    if (state.journal !== null || manifest.held !== null) return null;
    const { plan } = survey(ports, { ...againJob(ports.files, settings, manifest), content }, state);
    if (plan.obstacles.length > 0 || !isNothingToDo(plan, state)) return null;
    const outcome = {
      ...nothingDone("unchanged", "nothing to do", plan),
      restartRequired: state.restart !== null,
    };
    recordRecovery(ports, settings, {
      ...outcome,
      revision,
      diagnostics: known.diagnostics,
      tree: content.tree,
    });
    return outcome;
  } catch {
    return null;
  }
}
