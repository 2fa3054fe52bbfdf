import { below } from "../below.ts";
import { errorCode } from "../error-code.ts";
import { changedFolders } from "./apply.ts";
import type { Done, Job } from "./job.ts";
import { collectGarbage } from "./garbage.ts";
import { giveFolders } from "./give-folders.ts";
import { DEFAULT_HISTORY_SIZE, forgetOld, missingEntry, namedInHistory, takeBack } from "./history.ts";
import type { Lock } from "./lock.ts";
import { filesOfPart } from "./manifest.ts";
import type { Ports } from "./ports.ts";
import { tidyStaging } from "./stage.ts";
import { forget, STATE } from "./state-files.ts";
import { missingObjects } from "./store.ts";
import { putTogether } from "./write-whole.ts";

/**
 * Ends a publication that stays, once Traefik is at work with it: nothing here is waited for by a request.
 *
 * @throws what the file system throws; the journal is still there then, and the next run does this again
 */
export async function finish(ports: Ports, job: Job, lock: Lock, done: Done): Promise<void> {
  const { files } = ports;
  const { settings } = job;
  const { stateDir, targetDir, historySize = DEFAULT_HISTORY_SIZE } = settings;

  // 12. keep: what is published can be come back to, and is durable
  const previous = job.restores === null ? done.journal.previous : null;
  for (const again of [job.restores, job.entry]) if (again) takeBack(files, stateDir, again);
  const wanted = missingObjects(files, stateDir, job.content.files, lock.unique);
  if (previous !== null) wanted.push(...missingEntry(files, stateDir, previous, lock.unique));
  const kept = putTogether(files, wanted, {
    paths: [below(stateDir, STATE.manifest)],
    folders: [...changedFolders(files, targetDir, done.steps), `${stateDir}/.`],
  });
  // by the time that they are read the disk has done its part
  const named = await beside(kept, () => namedInHistory(files, stateDir, historySize - 1, previous));

  giveFolders(ports, settings, done.manifest.folders);

  // 13. forget the journal
  forget(files, stateDir, STATE.journal);
  try {
    tidyStaging(files, stateDir, null);
    forgetOld(files, stateDir, historySize - 1);
    const used = named();
    for (const { object } of Object.values(done.manifest.files)) used.add(object);
    // until its restart Traefik has to be thought of with what it was started with
    for (const { object } of filesOfPart(done.restart?.running ?? "")) used.add(object);
    const { content } = job;
    const failure = await collectGarbage(files, stateDir, { content, used, unique: lock.unique });
    if (failure !== null) throw failure;
  } catch (error) {
    ports.log("warn", `the state directory could not be tidied: ${errorCode(error)}`);
  }
}

/**
 * Does something while something else is waited for, once that is under way.
 *
 * @returns what gives what was found out, or throws what was thrown
 * @throws what the other throws
 */
async function beside<T>(awaited: Promise<void>, action: () => T): Promise<() => T> {
  const acted = Promise.resolve().then(action);
  const [end, result] = await Promise.allSettled([awaited, acted]);
  if (end.status === "rejected") throw end.reason;
  return () => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  };
}
