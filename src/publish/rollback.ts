import { isoTime } from "../iso-time.ts";
import { againJob } from "./again.ts";
import type { Job } from "./job.ts";
import { findEntries, readHistory } from "./history.ts";
import type { Manifest } from "./manifest.ts";
import { orNull } from "./or-null.ts";
import type { Ports } from "./ports.ts";
import { record } from "./record.ts";
import { runJob } from "./run-job.ts";
import { readLastRun, shownBy, type State } from "./state.ts";
import { treeOfManifest } from "./store.ts";
import { nothingDone, orFailed, transact } from "./transaction.ts";
import type { Held, PublishOutcome, RollbackRequest } from "./types.ts";

/** How a rollback ended. */
export interface RollbackOutcome extends PublishOutcome {
  /** there is no such revision: nothing was tried, and the call is wrong */
  readonly isUnknown?: true;
}

/**
 * Publishes an earlier revision again, with the same care as a new one, and keeps what the source holds now from
 * being published until it changes.
 *
 * @returns a `failed` outcome when it cannot be done, `isUnknown` when there is no such revision
 */
export async function rollback(request: RollbackRequest, ports: Ports): Promise<RollbackOutcome> {
  // no folder is made for a target that was misspelt
  const nowhere = orFailed(() => ports.files.lstat(request.stateDir) === undefined);
  if (nowhere === true) return unknown(`nothing was ever published in ${request.targetDir}`);
  return transact(request, ports, async (lock, state): Promise<RollbackOutcome> => {
    const history = readHistory(ports.files, request.stateDir);
    const [entry, ...others] = findEntries(state.manifest, history, request.to);
    if (entry === undefined) return unknown(whyNotFound(request, history));
    if (others.length > 0) return unknown(whyUnclear(request, [entry, ...others]));
    if (entry.tree === state.manifest?.tree && state.journal === null) {
      return nothingDone("unchanged", `${revisionOf(entry)} is what is published`);
    }
    const job: Job = {
      ...againJob(ports.files, request, entry),
      entry,
      held: holdOff(request, ports, state, entry),
      changedObjects: changedSince(request, ports, state, entry),
    };
    const { outcome } = await runJob(job, ports, lock, state);
    const isBack = outcome.outcome === "published";
    const told = isBack
      ? { ...outcome, message: `rolled back to ${revisionOf(entry)}: ${outcome.message}` }
      : outcome;
    record(ports, request, {
      ...told,
      revision: entry.revision,
      tree: entry.tree,
      diagnostics: [],
    });
    return told;
  });
}

function unknown(message: string): RollbackOutcome {
  return { ...nothingDone("failed", message), isUnknown: true };
}

/** Unknown where nobody knows what Traefik shows, or where names are not certain: values are not either then. */
function changedSince(
  { changedObjects, ...places }: RollbackRequest,
  { files }: Ports,
  state: State,
  entry: Manifest,
): Job["changedObjects"] {
  const shown = shownBy(state);
  if (changedObjects === undefined || shown === null) return null;
  if (shown.objects === null || entry.objects === null) return null;
  const treeOf = (published: Manifest) => treeOfManifest(files, places, published);
  return () => orNull(() => changedObjects(treeOf(shown), treeOf(entry)));
}

/** What the source held when the rollback was wished: what is published, and what the last run was for. */
function holdOff(
  request: RollbackRequest,
  { files, now }: Ports,
  state: State,
  entry: Manifest,
): Held | null {
  const trees = [
    state.manifest?.tree,
    state.journal?.next.tree,
    readLastRun(files, request.stateDir)?.tree,
    ...(state.manifest?.held?.trees ?? []),
  ].filter((tree): tree is string => tree !== undefined && tree !== entry.tree);
  if (trees.length === 0) return null;
  return {
    since: isoTime(now()),
    reason: `rolled back to ${revisionOf(entry)}; the next change of the source is published again`,
    trees: [...new Set(trees)],
  };
}

function whyNotFound({ to }: RollbackRequest, history: readonly Manifest[]): string {
  if (to === null) return "the history holds nothing else to roll back to";
  const known = history.map(nameOf).join(", ");
  return `the history holds no revision ${JSON.stringify(to)}${known === "" ? "" : `; it holds ${known}`}`;
}

function whyUnclear({ to }: RollbackRequest, found: readonly Manifest[]): string {
  return `several revisions begin with ${JSON.stringify(to)}: ${found.map(nameOf).join(", ")}`;
}

/** One of several: not every checkout is one of git. */
function nameOf({ revision, publishedAt }: Manifest): string {
  return revision ?? `the one published at ${publishedAt}`;
}

function revisionOf({ revision, publishedAt }: Manifest): string {
  return revision === null ? `what was published at ${publishedAt}` : `revision ${revision}`;
}
