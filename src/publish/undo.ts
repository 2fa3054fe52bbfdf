import { errorCode } from "../error-code.ts";
import { applyStep, changedFolders } from "./apply.ts";
import type { Content } from "./content.ts";
import type { FileStatus } from "./file-system.ts";
import type { Job } from "./job.ts";
import type { Journal } from "./journal.ts";
import type { Lock } from "./lock.ts";
import type { Plan } from "./plan.ts";
import type { Ports } from "./ports.ts";
import { stage, tidyStaging } from "./stage.ts";
import type { State } from "./state.ts";
import { forget, STATE, writeJson } from "./state-files.ts";
import { stepsOf, type Step } from "./steps.ts";
import { contentOfManifest } from "./store.ts";
import { survey } from "./survey.ts";
import type { PlanSummary } from "./types.ts";
import { Unfinished } from "./unfinished.ts";
import { makeDurable } from "./write-whole.ts";

/** What a run has done to the target until one of its steps failed. */
export interface Begun {
  readonly journal: Journal;
  /** those that were done */
  readonly steps: readonly Step[];
  /** what stood at each path before */
  readonly found: ReadonlyMap<string, FileStatus | undefined>;
}

const NOTHING: Content = { tree: "", files: [] };

/**
 * Puts back what a run has changed before one of its steps failed, at once: what keeps a file from being replaced may
 * last for days, and parts of two revisions would be served as long. The journal is what it was before the run.
 *
 * @returns the error to go on with; where it could not be done, the journal stays, and the next run completes it
 */
export async function undo(
  error: unknown,
  { settings }: Job,
  ports: Ports,
  lock: Lock,
  state: State,
  { journal, steps, found }: Begun,
): Promise<Error> {
  const { files } = ports;
  const { targetDir, stateDir, owner } = settings;
  const reason = error instanceof Error ? error.message : errorCode(error);
  try {
    const { manifest } = state;
    const content = manifest === null ? NOTHING : contentOfManifest(files, settings, manifest);
    const back = { settings, content };
    const { plan, observation } = survey(ports, back, { manifest, journal });
    const part = partOf(plan, isChangedBy(steps), found);
    const staging = { files: part.write, folders: part.makeFolders, owner, durable: true, whole: false };
    const { places } = await stage(files, stateDir, staging, lock.unique);
    const now = new Map([...observation.sights].map(([path, { status }]) => [path, status]));
    const backwards = stepsOf(part, null, new Map());
    for (const step of backwards) applyStep(files, settings, step, places, now);
    await makeDurable(files, [], changedFolders(files, targetDir, [...steps, ...backwards]));
    if (state.journal === null) forget(files, stateDir, STATE.journal);
    else writeJson(files, stateDir, STATE.journal, state.journal, lock.unique);
    tidyStaging(files, stateDir, state.journal?.next ?? null);
    return new Error(`${reason}; the target is as it was before`);
  } catch (failure) {
    const why = failure instanceof Error ? failure.message : errorCode(failure);
    const left = new Error(`${reason}; what was changed could not be put back: ${why}`);
    return new Unfinished(left, summaryOf(journal, steps));
  }
}

/** What a run has done of its plan. */
function summaryOf({ next }: Journal, steps: readonly Step[]): PlanSummary {
  const files = Object.keys(next.files);
  const write = files.filter(isChangedBy(steps));
  const gone = steps.filter(({ kind }) => kind === "delete").map(({ path }) => path);
  return { write, delete: gone, unchanged: files.length - write.length };
}

/** Tells which files a run has changed: of a folder that went in whole, all that is in it. */
function isChangedBy(steps: readonly Step[]): (path: string) => boolean {
  const changed = new Set(steps.map(({ path }) => path));
  const whole = steps.filter(({ kind }) => kind === "put-folder").map(({ path }) => `${path}/`);
  return (path) => changed.has(path) || whole.some((folder) => path.startsWith(folder));
}

/** The part of a plan that undoes what was done: what was otherwise before is left so, and what was there stays. */
function partOf(plan: Plan, isChanged: (path: string) => boolean, found: Begun["found"]): Plan {
  const isNew = (path: string): boolean => isChanged(path) && found.get(path)?.kind !== "file";
  const write = plan.write.filter(({ path }) => isChanged(path));
  const wanted = new Set(write.map(({ path }) => path));
  return {
    ...plan,
    write,
    delete: plan.delete.filter(isNew),
    clear: plan.clear.filter(isNew),
    clearFolders: plan.clearFolders.filter((folder) => wanted.has(folder) || isInOne(folder, wanted)),
    makeFolders: plan.makeFolders.filter((folder) => write.some(({ path }) => path.startsWith(`${folder}/`))),
  };
}

function isInOne(path: string, folders: ReadonlySet<string>): boolean {
  return [...folders].some((folder) => path.startsWith(`${folder}/`));
}
