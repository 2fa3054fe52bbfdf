import { isoTime } from "../iso-time.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { againJob } from "./again.ts";
import type { Job, Survey } from "./job.ts";
import { complete } from "./complete.ts";
import { contentOfTree } from "./content.ts";
import type { Lock } from "./lock.ts";
import { describeObstacles } from "./obstacles.ts";
import { isNothingToDo } from "./plan.ts";
import type { Ports } from "./ports.ts";
import { record, recordRecovery } from "./record.ts";
import { orNull } from "./or-null.ts";
import { runJob } from "./run-job.ts";
import { KNOWN_TO_TRAEFIK_ALONE } from "../known-to-traefik-alone.ts";
import { routersGone } from "../routers-gone.ts";
import { treeOfManifest } from "./store.ts";
import { makeStateFolders } from "./state-files.ts";
import { hasManifest, heldBy, shownBy, type State } from "./state.ts";
import { survey } from "./survey.ts";
import { loadState, nothingDone, orFailed, transact } from "./transaction.ts";
import type { Held, PublishOutcome, PublishRequest } from "./types.ts";
import { notPublishedAgain, recallVerdict, rememberVerdict } from "./verdicts.ts";
import { attempt } from "./write-whole.ts";

/**
 * Makes the target hold an accepted environment, and Traefik know of it. What happens when is in docs/publishing.md.
 * A run with nothing to do reads, and changes nothing: it does not even take the lock.
 *
 * @returns how it ended; a failure of the file system is an outcome, not an exception
 */
export async function publish(request: PublishRequest, ports: Ports): Promise<PublishOutcome> {
  const content = contentOfTree(request.tree, request.owner);
  const key = { tree: content.tree, judge: request.judge };
  const consider = (state: State): Considered => {
    const job = jobFor(request, content, ports, state);
    const { settled, survey: seen } = settle(request, job, ports, state, key);
    return { job: seen === null ? job : { ...job, survey: seen }, settled };
  };
  const early = orFailed(() => {
    const state = loadState(ports, request);
    const isSure =
      isAnother(request, content, state) &&
      recallVerdict(ports.files, request.stateDir, key, ports.now())?.live !== true;
    return state.journal === null && !isSure ? consider(state).settled : null;
  });
  const outcome =
    early ??
    (await transact(request, ports, async (lock, state) => {
      const { job, settled } = consider(state);
      if (settled !== null) return complete(settled, request, ports, lock, state);
      return publishAlone(request, job, ports, lock, state, key);
    }));
  remember(request, content.tree, ports, outcome);
  return outcome;
}

/** Something is to do for certain, or in the way: the target is looked at once, with the lock. */
function isAnother({ tree, routers }: PublishRequest, content: Job["content"], { manifest }: State): boolean {
  const isEmpty = tree.files.length === 0 || routers === 0;
  return manifest !== null && manifest.held === null && manifest.tree !== content.tree && !isEmpty;
}

interface Considered {
  readonly job: Job;
  /** how the run ends when there is nothing to write; null when there is */
  readonly settled: PublishOutcome | null;
}

/** Says what `publish` would do, by the very planning that it does; changes nothing. */
export function dryRun(request: PublishRequest, ports: Ports): PublishOutcome {
  const content = contentOfTree(request.tree, request.owner);
  const key = { tree: content.tree, judge: request.judge };
  return orFailed(() => {
    const state = loadState(ports, request);
    const job = jobFor(request, content, ports, state);
    const { settled, survey: seen } = settle(request, job, ports, state, key);
    if (settled !== null)
      return settled.outcome === "unchanged" ? { ...settled, outcome: "dry-run" } : settled;
    return nothingDone("dry-run", "nothing is written in a dry run", seen?.plan);
  });
}

/** The job of publishing the environment; while a rollback holds it off, that of keeping what was rolled back to. */
function jobFor(request: PublishRequest, content: Job["content"], ports: Ports, state: State): Job {
  const kept = state.journal?.next ?? state.manifest;
  if (kept !== null && heldBy(state, content.tree) !== null) return againJob(ports.files, request, kept);
  const { revision, path, staticFiles, routers, diagnostics } = request;
  return {
    settings: request,
    content,
    publication: {
      revision,
      path,
      staticFiles,
      routers,
      facts: request.reload.static,
      objects: isSureOf(diagnostics) ? request.objects : null,
    },
    changedObjects: changedSince(request, ports, state),
    held: null,
    restores: null,
    outline: request.outline ?? null,
  };
}

function isSureOf(diagnostics: readonly Diagnostic[]): boolean {
  return !diagnostics.some(({ rule }) => KNOWN_TO_TRAEFIK_ALONE.has(rule));
}

/** What would differ from what Traefik shows; null where nobody knows what it shows. */
function changedSince(
  { changedObjects, ...places }: PublishRequest,
  { files }: Ports,
  state: State,
): Job["changedObjects"] {
  const shown = shownBy(state);
  if (changedObjects === undefined || shown === null) return null;
  return () => orNull(() => changedObjects(treeOfManifest(files, places, shown)));
}

interface Settled {
  /** how the run ends when there is nothing to write; null when there is */
  readonly settled: PublishOutcome | null;
  /** null: the target was not looked at */
  readonly survey: Survey | null;
}

function settle(
  request: PublishRequest,
  job: Job,
  ports: Ports,
  state: State,
  key: { tree: string; judge: string },
): Settled {
  const held = heldBy(state, key.tree);
  const known = recallVerdict(ports.files, request.stateDir, key, ports.now());
  if (known?.live === true) {
    return { settled: notPublishedAgain(known), survey: null };
  }
  const seen = survey(ports, job, state);
  const ends = (settled: PublishOutcome | null): Settled => ({ settled, survey: seen });
  const { plan } = seen;
  const empties = held === null ? reasonOfEmptiness(request, state) : null;
  if (empties !== null) return ends(nothingDone("rejected", empties, plan));
  if (plan.obstacles.length > 0) {
    const damaged = state.manifest === null && hasManifest(ports.files, request.stateDir);
    const why = describeObstacles(plan.obstacles) + (damaged ? `; ${DAMAGED}` : "");
    return ends(nothingDone("failed", why, plan));
  }
  // what was rolled back to is what the source holds by now: from here on it may come to anything again
  const isOver = held === null && (state.manifest?.held ?? null) !== null;
  if (isOver || !isNothingToDo(plan, state)) return ends(null);
  const message = held === null ? "nothing to do" : heldSince(held);
  return ends({
    ...nothingDone("unchanged", message, plan),
    restartRequired: state.restart !== null,
    held: held !== null,
  });
}

function heldSince({ since, reason }: Held): string {
  return `held since ${since}: ${reason}`;
}

const DAMAGED =
  "manifest.json in the state directory is damaged, so it is not known what was published: what is in the way and is of no use to anybody else has to be removed by hand";

/** An environment that leaves nothing to route is a mistake far more often than a wish; one without files always is. */
function reasonOfEmptiness(
  { tree, routers, allowEmpty }: PublishRequest,
  { manifest }: State,
): string | null {
  if (manifest === null) return null;
  if (tree.files.length === 0 && Object.keys(manifest.files).length > 0) {
    return "the environment holds no file: nothing is deleted for that";
  }
  if (routers > 0 || manifest.routers === 0 || allowEmpty) return null;
  return routersGone(manifest.routers, manifest.objects);
}

/** long enough not to be tried by every run, short enough for a Traefik that was only slow */
const PASSING_REASON_LASTS_MS = 600_000;

async function publishAlone(
  request: PublishRequest,
  job: Job,
  ports: Ports,
  lock: Lock,
  state: State,
  key: { tree: string; judge: string },
): Promise<PublishOutcome> {
  const { outcome, isPassing } = await runJob(job, ports, lock, state);
  const { diagnostics } = request;
  const { held } = job;
  const at = ports.now();
  const live = outcome.outcome === "rolled-back";
  if (live || outcome.outcome === "published") {
    const until = isPassing ? { until: isoTime(new Date(at.getTime() + PASSING_REASON_LASTS_MS)) } : {};
    const { message } = outcome;
    const { revision } = request;
    const verdict = { accepted: !live, live, at: isoTime(at), ...until, revision, diagnostics, message };
    // the target is as it is told, whether or not that is remembered
    const isKept = attempt(() => rememberVerdict(ports.files, request.stateDir, key, verdict, lock.unique));
    if (!isKept) ports.log("warn", "the verdict could not be remembered");
  }
  const told = held === null ? outcome : { ...outcome, message: `${heldSince(held)}; ${outcome.message}` };
  // while the source is held off, what was rolled back to is what is published
  const { revision } = held === null ? request : job.publication;
  record(ports, request, { ...told, revision, diagnostics, tree: key.tree });
  return { ...told, held: held !== null };
}

/** Notes what `status` tells of the last run; a run with nothing to do only notes that an earlier trouble is over. */
function remember(request: PublishRequest, tree: string, ports: Ports, outcome: PublishOutcome): void {
  const { revision, diagnostics } = request;
  const run = { ...outcome, revision, diagnostics, tree };
  if (outcome.outcome === "failed") makePlaceForNote(request, ports);
  if (outcome.outcome === "rejected" || outcome.outcome === "failed") record(ports, request, run);
  if (outcome.outcome !== "unchanged") return;
  recordRecovery(ports, request, run);
  if (!outcome.held) rememberAccepted(request, tree, ports);
}

/** The first run of all may end before it has made a state directory; where there is no target none is made. */
function makePlaceForNote({ targetDir, stateDir }: PublishRequest, { files }: Ports): void {
  attempt(() => {
    if (files.lstat(targetDir) !== undefined) makeStateFolders(files, targetDir, stateDir);
  });
}

/** Once for each judge, so that a run with nothing to do need not judge again; see `alreadyPublished`. */
function rememberAccepted(
  { stateDir, judge, revision, diagnostics }: PublishRequest,
  tree: string,
  ports: Ports,
) {
  const key = { tree, judge };
  attempt(() => {
    if (recallVerdict(ports.files, stateDir, key, ports.now()) !== null) return;
    const at = isoTime(ports.now());
    const verdict = { accepted: true, live: false, at, revision, diagnostics, message: "nothing to do" };
    rememberVerdict(ports.files, stateDir, key, verdict, `verdict.${ports.self.pid}`);
  });
}
