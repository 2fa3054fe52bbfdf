import { join, relative } from "node:path";
import { readLiveObjects } from "../traefik/api.ts";
import { applyStep } from "./apply.ts";
import {
  type Before,
  confirm,
  type Confirmation,
  type Expectation,
  inErrorOf,
  isVisible,
} from "./confirm.ts";
import type { Content, ContentFile } from "./content.ts";
import type { FileSystem } from "./file-system.ts";
import { type Journal, journalOf } from "./journal.ts";
import type { Lock } from "./lock.ts";
import { filesOf, type Manifest, manifestOf, type Publication, withoutPrototype } from "./manifest.ts";
import { type Observation, observe } from "./observe.ts";
import { Obstructed, otherFileSystems } from "./obstacles.ts";
import { orNull } from "./or-null.ts";
import { outlinesOf } from "./outlines.ts";
import { type Claims, expectedSizes, makePlan, type Plan } from "./plan.ts";
import type { Ports } from "./ports.ts";
import { startQuietTime, untilIdle } from "./quiet.ts";
import { chooseReload } from "./reload-choice.ts";
import { needsQuiet, tell } from "./reload.ts";
import { restartAfter, runningFacts } from "./restart.ts";
import type { Restart, State } from "./state.ts";
import { forget, STATE, writeJson } from "./state-files.ts";
import { type Step, stepsOf } from "./steps.ts";
import { stage, unstage } from "./stage.ts";
import { contentOfManifest, putObjects } from "./store.ts";
import type { Held, Outline, PublishSettings, ReloadMethod, ReloadReport, StaticFacts } from "./types.ts";
import { touchWatched } from "./wake.ts";
import { watchedPlace } from "./watched.ts";

/** Something to be published, wherever it comes from. */
export interface Job {
  readonly settings: PublishSettings;
  readonly content: Content;
  readonly publication: Publication;
  /** see `PublishRequest.objects` */
  readonly objects: readonly string[] | null;
  readonly changedObjects: (() => readonly string[] | null) | null;
  /** set by a rollback */
  readonly held: Held | null;
  /** the manifest that is put back because what followed it was not taken: not a publication of its own */
  readonly restores: Manifest | null;
  readonly outline: ((path: string, bytes: Uint8Array) => Outline | null) | null;
}

export interface Done {
  readonly plan: Plan;
  readonly steps: readonly Step[];
  readonly journal: Journal;
  readonly reload: ReloadReport;
  /** why Traefik was not told, or could not be asked; empty when all is well */
  readonly why: string;
  /** null when nobody was asked */
  readonly confirmation: Confirmation | null;
  readonly manifest: Manifest;
  readonly restart: Restart | null;
  /** what the live Traefik showed before; null when nobody was asked or answered */
  readonly before: Before | null;
}

/** Looks at the target and plans; changes nothing. */
export function planFor(ports: Ports, { settings, content }: Job, claims: Claims): Plan {
  return planned(ports, settings, content, claims).plan;
}

function planned(ports: Ports, { targetDir, stateDir }: PublishSettings, content: Content, claims: Claims) {
  const observation = observe(ports.files, targetDir, expectedSizes(content, claims));
  const inside = relative(targetDir, stateDir);
  const isInside = inside !== "" && !inside.startsWith("..") && !inside.startsWith("/");
  return { observation, plan: makePlan(content, claims, observation, isInside ? inside : null) };
}

/**
 * Publishes a content. The numbers are those of docs/publishing.md; 1 (lock) and 2 (read the state) are the caller's,
 * who passes what came of them, and so are 12 and 13 (`finish`), once it has judged what the live Traefik says.
 * Whatever fails or is killed after any number, the next run ends at the new content.
 *
 * @throws Obstructed before anything is changed; what the file system throws, at any point
 */
export async function carryOut(job: Job, ports: Ports, lock: Lock, state: State): Promise<Done> {
  const { settings, content, publication } = job;
  const { files } = ports;
  const { targetDir, stateDir } = settings;

  // 3. plan
  const { observation, plan } = planned(ports, settings, content, state);
  const obstacles = [...plan.obstacles, ...otherFileSystems(files, stateDir, plan, observation)];
  if (obstacles.length > 0) throw new Obstructed(obstacles, plan);
  const upcoming = { publication, files: filesOf(content) };
  const facts = runningFacts(state, upcoming);
  const watched = watchedPlace(facts, targetDir, [
    ...Object.keys(state.manifest?.files ?? {}),
    ...Object.keys(upcoming.files),
  ]);
  const steps = stepsOf(plan, watched, outlinesFor(job, ports, state, plan, facts));
  const staticFiles = [...publication.staticFiles, ...(state.manifest?.staticFiles ?? [])];
  const asked = chooseReload(ports, { settings: settings.reload, facts, targetDir, watched, staticFiles });
  const seen = seeBefore(job, ports, state);
  // both go on while files are written; what they throw is thrown where their answer is needed
  for (const answer of [asked, seen]) answer.catch(() => undefined);

  // 4. stage
  await saveInterrupted(job, ports, lock, state);
  const staging = { files: plan.write, folders: plan.makeFolders, owner: settings.owner };
  const staged = await stage(files, stateDir, staging, lock.unique);
  let hasBegun = false;
  try {
    const how = await asked;
    const before = await seen;

    // 5. quiet
    if (needsQuiet(steps, how, watched) && !isFirst(state, observation)) {
      await ports.wait(untilIdle(how.throttleMs, sinceWoken(state, ports.now())));
      await startQuietTime(ports, how.throttleMs, () => touchWatched(ports, targetDir, watched));
    }

    // 6. journal
    const began = ports.now();
    const next = nextManifest(job, state, plan, began);
    const journal = journalOf(next, previousOf(next, state), state.journal, before?.inError ?? null, began);
    // from here on what is staged may be all that is left of it for the next run
    hasBegun = true;
    writeJson(files, stateDir, STATE.journal, journal, lock.unique);

    // 7. publish, 8. prune
    const found = new Map([...observation.sights].map(([path, { status }]) => [path, status]));
    for (const step of steps) applyStep(files, settings, step, staged, found);

    // 9. manifest
    const restart = restartAfter(state, upcoming, began);
    const manifest = withModesOnDisk(files, targetDir, next, plan, observation);
    if (restart !== null) writeJson(files, stateDir, STATE.restart, restart, lock.unique);
    else forget(files, stateDir, STATE.restart);
    // until it is durable the journal is, and says the same
    writeJson(files, stateDir, STATE.manifest, manifest, lock.unique, { durable: false });

    // 10. reload
    const isChange = steps.length > 0 || state.journal !== null;
    const method = isChange ? tell(ports, targetDir, how, watched, steps) : how.method;

    // 11. confirm
    const expected = {
      objects: job.objects,
      changed: before === null ? null : (job.changedObjects?.() ?? null),
    };
    const confirmation =
      isChange && before !== null
        ? await askLive(job, ports, before, expected, method, how.throttleMs)
        : null;
    const ms = isChange ? ports.now().getTime() - began.getTime() : null;
    const reload = { method, confirmed: isConfirmed(job, before, expected, confirmation), ms };
    return { plan, steps, journal, manifest, restart, reload, why: how.why, confirmation, before };
  } catch (error) {
    if (!hasBegun) unstage(files, staged);
    throw error;
  }
}

/** Nothing of this is there yet: there is no older whole that could be mixed with it. */
function isFirst({ manifest, journal }: State, { sights }: Observation): boolean {
  const isEmpty = [...sights.values()].every(({ status }) => status === undefined);
  return manifest === null && journal === null && isEmpty;
}

function nextManifest(job: Job, { manifest }: State, { folders }: Plan, at: Date): Manifest {
  if (job.restores !== null) return { ...job.restores, folders, wokenAt: at.toISOString() };
  const next = manifestOf(job.content, job.publication, { previous: manifest, folders, held: job.held, at });
  if (manifest === null || manifest.tree !== next.tree) return next;
  // the same content once more, repaired or completed, is no new publication
  const { sequence, publishedAt, revision } = manifest;
  return { ...next, sequence, publishedAt, revision };
}

/** What is to go into the history: what was published, or was before the run that was interrupted. */
function previousOf(next: Manifest, { manifest, journal }: State): Manifest | null {
  return manifest !== null && manifest.sequence !== next.sequence ? manifest : (journal?.previous ?? null);
}

function outlinesFor(job: Job, ports: Ports, state: State, plan: Plan, facts: StaticFacts) {
  // who does not watch sees no state in between
  if (job.outline === null || facts.watch === false) return new Map();
  return outlinesOf(job.outline, plan.write, state.manifest, {
    files: ports.files,
    stateDir: job.settings.stateDir,
  });
}

/**
 * An interrupted run may have come to publishing something, and not to keeping it: that is done before it is gone from
 * the target.
 */
async function saveInterrupted({ settings }: Job, { files }: Ports, lock: Lock, state: State): Promise<void> {
  if (state.journal === null || state.manifest === null) return;
  const { files: published } = contentOfManifest(files, settings, state.manifest);
  await putObjects(files, settings.stateDir, published.filter(canBeRead), lock.unique);
}

function canBeRead(file: ContentFile): boolean {
  return orNull(() => file.read()) !== null;
}

/** Milliseconds since Traefik was last woken, or may have been; null when it never was. */
function sinceWoken({ manifest, journal }: State, now: Date): number | null {
  const times = [manifest?.wokenAt, journal?.startedAt].filter((time) => time !== undefined);
  return times.length === 0 ? null : now.getTime() - Math.max(...times.map((time) => Date.parse(time)));
}

/** Notes where the file system keeps other modes than it is given, so that they are not taken for a change. */
function withModesOnDisk(
  files: FileSystem,
  targetDir: string,
  manifest: Manifest,
  plan: Plan,
  seen: Observation,
): Manifest {
  const written = new Set(plan.write.map(({ path }) => path));
  const records = withoutPrototype(manifest.files);
  for (const [path, record] of Object.entries(records)) {
    const status = written.has(path) ? files.lstat(join(targetDir, path)) : seen.sights.get(path)?.status;
    if (status !== undefined && status.mode !== record.mode) {
      records[path] = { ...record, modeOnDisk: status.mode };
    }
  }
  return { ...manifest, files: records };
}

const ANSWERS_WITHIN_MS = 2_000;
const CONFIRM_WITHIN_MS = 10_000;

/** What the live Traefik shows before the first change; null when nobody is to be asked, or nobody answers. */
async function seeBefore({ settings }: Job, ports: Ports, state: State): Promise<Before | null> {
  const { apiUrl } = settings.reload;
  if (apiUrl === null) return null;
  try {
    const objects = await readLiveObjects(ports.getJson, apiUrl, ANSWERS_WITHIN_MS);
    return { objects, inError: state.journal?.inError ?? inErrorOf(objects) };
  } catch {
    return null;
  }
}

async function askLive(
  job: Job,
  ports: Ports,
  before: Before,
  expected: Expectation,
  method: ReloadMethod,
  throttleMs: number,
): Promise<Confirmation | null> {
  const { apiUrl, confirmWithinMs, choice } = job.settings.reload;
  if (apiUrl === null || choice === "none") return null;
  const withinMs = method === "none" ? 0 : (confirmWithinMs ?? CONFIRM_WITHIN_MS) + throttleMs;
  return confirm(ports, apiUrl, before, expected, withinMs);
}

/** null: nobody was asked, or what changed is not among the things that Traefik's API shows */
function isConfirmed(
  job: Job,
  before: Before | null,
  expected: Expectation,
  confirmation: Confirmation | null,
): boolean | null {
  if (job.settings.reload.apiUrl === null) return null;
  if (before === null || confirmation === null) return false;
  if (confirmation.verdict !== "live") return false;
  return isVisible(before.objects, expected) ? true : null;
}
