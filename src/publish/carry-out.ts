import { isoTime } from "../iso-time.ts";
import { below } from "../below.ts";
import { askLive, isConfirmed, seeBefore } from "./ask-live.ts";
import { applyStep } from "./apply.ts";
import type { ContentFile } from "./content.ts";
import type { Before } from "./confirm.ts";
import { excusing, findContested, UNCONTESTED, withoutTheirs } from "./contested.ts";
import { journalOf } from "./journal.ts";
import type { Lock } from "./lock.ts";
import { filesOf, type Publication } from "./manifest.ts";
import { nextManifest, previousOf, withModesOnDisk } from "./next-manifest.ts";
import type { Observation } from "./observe.ts";
import { Obstructed, otherFileSystems } from "./obstacles.ts";
import { listedAs } from "./listed-name.ts";
import { orNull } from "./or-null.ts";
import type { Done, Job } from "./job.ts";
import { outlinesOf } from "./outlines.ts";
import { type Plan, summarise } from "./plan.ts";
import type { Ports } from "./ports.ts";
import { startQuietTime, untilIdle } from "./quiet.ts";
import { chooseReload, type ReloadPlan } from "./reload-choice.ts";
import { needsQuiet, tell } from "./reload.ts";
import { restartAfter, runningFacts } from "./restart.ts";
import { isSameStatic } from "./same-static.ts";
import type { State } from "./state.ts";
import { forget, STATE, writeJson } from "./state-files.ts";
import { mayGoWhole, stepsOf } from "./steps.ts";
import { stage, unstage } from "./stage.ts";
import { contentOfManifest, missingObjects, openStore } from "./store.ts";
import { survey } from "./survey.ts";
import { undo } from "./undo.ts";
import { Unfinished } from "./unfinished.ts";
import { unreadAfter } from "./unread.ts";
import { touchWatched } from "./wake.ts";
import { withhold } from "./withhold.ts";
import { makeDurable, putTogether } from "./write-whole.ts";

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
  const { observation, plan } = job.survey ?? survey(ports, job, state);
  const obstacles = [...plan.obstacles, ...otherFileSystems(files, stateDir, plan, observation)];
  if (obstacles.length > 0) throw new Obstructed(obstacles, plan);
  const sameStatic = await isSameStatic(files, job, state.manifest);
  const upcoming = { publication, files: filesOf(content), sameStatic };
  const facts = runningFacts(state, upcoming);
  const known = [...new Set([...Object.keys(state.manifest?.files ?? {}), ...Object.keys(upcoming.files)])];
  const { staticFiles: hadStatic = [] } = state.manifest ?? {};
  const { length: changes } = stepsOf(plan, null, new Map());
  const question = {
    settings: settings.reload,
    facts,
    targetDir,
    files: known,
    staticFiles: [...publication.staticFiles, ...hadStatic],
    hadStatic: hadStatic.length > 0,
    steps: changes,
  };
  const asked = chooseReload(ports, question).then((how) => withhold(how, job, ports, state, upcoming));
  const seen = seeBefore(job, ports, state);
  // both go on while files are written; what they throw is thrown where their answer is needed
  for (const answer of [asked, seen]) answer.catch(() => undefined);

  // 4. stage
  await saveInterrupted(job, ports, lock, state);
  const { owner } = settings;
  const durable = ports.self.uid !== 0 && (owner?.uid ?? null) !== null;
  const first = isFirst(state, observation);
  // nobody but root puts anything into a folder that was given away
  const whole = first && !durable && mayGoWhole(plan, await asked);
  const staging = { files: plan.write, folders: plan.makeFolders, owner, durable, whole };
  const { places: staged, written } = await stage(files, stateDir, staging, lock.unique);
  let hasBegun = false;
  let isChanged = false;
  try {
    const how = await asked;
    const before = await seen;
    const unread = await unreadAfter(files, job, state, upcoming, how.isWithheld);
    const { watched } = how;
    const steps = stepsOf(plan, watched, await outlinesFor(job, ports, state, plan, how), whole);
    // what a watching Traefik should not take yet it takes as late as it can
    const isQuiet = (needsQuiet(steps, how) || (how.isWithheld && how.isWatching)) && !first;
    if (isQuiet) await ports.wait(untilIdle(how.throttleMs, sinceWoken(state, how, ports.now())));

    // 5. journal
    const planned = nextManifest(job, state, plan, ports.now());
    const journal = journalOf(
      planned,
      previousOf(planned, state),
      state.journal,
      before?.inError ?? null,
      ports.now(),
    );
    // from here on what is staged may be all that is left of it for the next run
    hasBegun = true;
    // an earlier journal is replaced for good before anything rests on this one
    writeJson(files, stateDir, STATE.journal, journal, lock.unique, { durable: state.journal !== null });
    const holding = whole ? foldersIn(staged, plan) : [];
    await makeDurable(
      files,
      [...written, below(stateDir, STATE.journal)],
      [`${stateDir}/.`, below(stateDir, STATE.staging), ...holding],
    );

    // 6. quiet
    const wake = () => tell(ports, targetDir, how);
    if (isQuiet) await startQuietTime(ports, how.throttleMs, () => touchWatched(ports, targetDir, watched));

    // 7. publish, 8. prune
    const began = ports.now();
    const found = new Map([...observation.sights].map(([path, { status }]) => [path, status]));
    let done = 0;
    try {
      for (const step of steps) {
        applyStep(files, settings, step, staged, found);
        done++;
      }
    } catch (error) {
      throw await undo(error, job, ports, lock, state, { journal, steps: steps.slice(0, done), found });
    }

    isChanged = true;

    // 9. manifest
    const restart = restartAfter(state, upcoming, began, { isWithheld: how.isWithheld, unread });
    const woken = { ...planned, wokenAt: isoTime(began) };
    const manifest = withModesOnDisk(files, targetDir, woken, plan, observation);
    if (restart !== null) writeJson(files, stateDir, STATE.restart, restart, lock.unique);
    // until it is durable the journal is, and says the same
    writeJson(files, stateDir, STATE.manifest, manifest, lock.unique, { durable: false });
    // not before: who ends here must not leave the manifest of what Traefik never ran, and no word of it
    if (restart === null) forget(files, stateDir, STATE.restart);

    // 10. reload
    const isChange = steps.length + plan.disown.length > 0 || state.journal !== null;
    const method = isChange ? wake() : how.method;

    // 11. confirm
    const wanted = {
      objects: publication.objects,
      gone: goneSince(state, publication),
      changed: before && changedAmong(before, job),
    };
    const contested = isChange ? await findContested(job, ports, watched, wanted.gone) : UNCONTESTED;
    const expected = withoutTheirs(wanted, contested);
    const confirmation =
      isChange && before !== null && !how.isWithheld
        ? await askLive(job, ports, excusing(before, wanted, contested), expected, { ...how, method, wake })
        : null;
    const ms = isChange ? ports.now().getTime() - began.getTime() : null;
    const reload = { method, confirmed: isConfirmed(job, before, expected, confirmation), ms };
    const { why } = how;
    const told = { reload, why, contested, confirmation, before };
    return { plan, steps, journal, manifest, restart, sameStatic, ...told };
  } catch (error) {
    if (!hasBegun) unstage(files, staged);
    throw isChanged ? new Unfinished(error, summarise(plan)) : error;
  }
}

/** Nothing of this is there yet: there is no older whole that could be mixed with it. */
function isFirst({ manifest, journal }: State, { sights }: Observation): boolean {
  const isEmpty = [...sights.values()].every(({ status }) => status === undefined);
  return manifest === null && journal === null && isEmpty;
}

/** The staged folders, all that hold something. */
function foldersIn(staged: ReadonlyMap<string, string>, { write }: Plan): string[] {
  const files = new Set(write.map(({ path }) => path));
  return [...staged].flatMap(([path, place]) => (files.has(path) ? [] : [place]));
}

async function outlinesFor(job: Job, ports: Ports, state: State, plan: Plan, { isWatching }: ReloadPlan) {
  // who does not watch sees no state in between, and one file has no order
  if (job.outline === null || !isWatching || plan.write.length < 2) return new Map();
  return outlinesOf(job.outline, plan.write, state.manifest, openStore(ports.files, job.settings.stateDir));
}

/**
 * An interrupted run may have come to publishing something, and not to keeping it: that is done before it is gone from
 * the target.
 */
async function saveInterrupted({ settings }: Job, { files }: Ports, lock: Lock, state: State): Promise<void> {
  if (state.journal === null || state.manifest === null) return;
  const { files: published } = contentOfManifest(files, settings, state.manifest);
  await putTogether(
    files,
    missingObjects(files, settings.stateDir, published.filter(canBeRead), lock.unique),
  );
}

function canBeRead(file: ContentFile): boolean {
  return orNull(() => file.read()) !== null;
}

/** Objects that were published and are no longer; while a run is interrupted, those of either revision. */
function goneSince({ manifest, journal }: State, { objects }: Publication): string[] {
  if (objects === null) return [];
  const known = new Set([...(manifest?.objects ?? []), ...(journal?.next.objects ?? [])]);
  for (const name of objects) known.delete(name);
  return [...known];
}

/** What of the shown changes; null where nobody knows. */
function changedAmong({ objects }: Before, { changedObjects }: Job): string[] | null {
  const changed = changedObjects?.() ?? null;
  return changed && listedAs(changed, objects);
}

/** Milliseconds since Traefik was last woken, or may have been; null when it never was. */
function sinceWoken({ manifest, journal }: State, { throttleMs }: ReloadPlan, now: Date): number | null {
  const times: number[] = [];
  if (manifest !== null) times.push(Date.parse(manifest.wokenAt));
  // an interrupted run may have gone on for its quiet time
  if (journal !== null) times.push(Date.parse(journal.startedAt) + throttleMs);
  return times.length === 0 ? null : now.getTime() - Math.max(...times);
}
