import { againJob } from "./again.ts";
import { carryOut } from "./carry-out.ts";
import type { Done, Job } from "./job.ts";
import { readHistory } from "./history.ts";
import type { Lock } from "./lock.ts";
import type { Manifest } from "./manifest.ts";
import { summarise } from "./plan.ts";
import type { Ports } from "./ports.ts";
import { isForStatic } from "./restart.ts";
import { someOf } from "./some-of.ts";
import type { State } from "./state.ts";
import { finish } from "./finish.ts";
import type { LiveProblem, PublishOutcome } from "./types.ts";
import { Unfinished } from "./unfinished.ts";

/** How a job ended, and what is to be remembered of it. */
export interface Ended {
  readonly outcome: PublishOutcome;
  /** it was not taken for a reason that may have passed when it is tried again */
  readonly isPassing: boolean;
}

/** Publishes, and puts back what was there when the live Traefik does not take it. */
export async function runJob(job: Job, ports: Ports, lock: Lock, state: State): Promise<Ended> {
  const done = await carryOut(job, ports, lock, state);
  try {
    return await settle(job, ports, lock, state, done);
  } catch (error) {
    throw error instanceof Unfinished ? error : new Unfinished(error, summarise(done.plan));
  }
}

/** Finishes what the live Traefik has taken, or puts back what was there. */
async function settle(job: Job, ports: Ports, lock: Lock, state: State, done: Done): Promise<Ended> {
  const reason = reasonAgainst(done);
  const isExcused = isForRestart(done);
  const previous = reason === null || isExcused ? null : previousOf(job, ports, state);
  if (reason !== null && previous !== null) return putBack(job, ports, lock, done, previous, reason);
  await finish(ports, job, lock, done);
  const { write, delete: gone, disown } = done.plan;
  const isNothing = write.length + gone.length + disown.length === 0 && state.journal === null;
  const words = [
    isNothing ? "the target holds it already" : "published",
    reason === null
      ? ""
      : `${reason}; ${isExcused ? "the restart may mend it" : "there is nothing to go back to"}`,
    done.contested.dropped.length === 0
      ? ""
      : `Traefik takes these from files that are not the publisher's: ${someOf(done.contested.dropped)}`,
    done.why === "" || isNothing ? "" : `Traefik was not told: ${done.why}`,
    whatForRestart(done),
  ];
  const outcome = {
    ...described(done, state),
    // nobody was told
    ...(isNothing ? { reload: null } : {}),
    outcome: isNothing ? "unchanged" : "published",
    message: words.filter((word) => word !== "").join("; "),
  } as const;
  return { outcome, isPassing: false };
}

function whatForRestart({ restart, manifest }: Done): string {
  if (restart === null) return "";
  const unread = Object.keys(restart.unread ?? {});
  const reasons = [
    ...(isForStatic(restart, manifest) ? ["for the static configuration"] : []),
    ...(unread.length > 0 ? [`to read ${someOf(unread)} anew`] : []),
  ];
  return `Traefik has to be restarted ${reasons.join(", and ")}`;
}

function described(done: Done, state: State): Omit<PublishOutcome, "outcome" | "message"> {
  return {
    plan: summarise(done.plan),
    isDone: true,
    reload: done.reload,
    restartRequired: done.restart !== null,
    recovered: state.journal !== null,
    held: false,
    drift: done.plan.drift,
    live: done.confirmation?.problems ?? [],
  };
}

/** Why the publication cannot stay; null when it can. */
function reasonAgainst({ confirmation, why, contested: { unclear } }: Done): string | null {
  if (confirmation === null || confirmation.verdict === "live") return null;
  const { verdict, problems, differences } = confirmation;
  if (verdict === "gone") return "Traefik's API does not answer any more";
  if (verdict === "late") {
    return `Traefik does not show it${why === "" ? " in time" : ` (${why})`}: ${someOf(differences)}${
      unclear.length === 0 ? "" : `; others' files that could not be looked into: ${someOf(unclear)}`
    }`;
  }
  return `Traefik has errors for ${someOf(problems.map(describeProblem))}`;
}

/**
 * Until a restart Traefik runs with another static configuration than the one that the publication was judged by: it
 * cannot have a router's new entry point. Where the static file stays as it is, it has shown what was there before,
 * and so has to show what is now.
 */
function isForRestart({ confirmation, restart, manifest, sameStatic }: Done): boolean {
  if (restart === null || !isForStatic(restart, manifest)) return false;
  return confirmation?.verdict === "broken" || (confirmation?.verdict === "late" && !sameStatic);
}

function describeProblem({ object, error }: LiveProblem): string {
  return error === "" ? object : `${object} (${error})`;
}

/** What was published before; after an interrupted run that came as far as its manifest, what was before that. */
function previousOf({ content, settings }: Job, ports: Ports, { manifest, journal }: State): Manifest | null {
  if (manifest === null || manifest.tree !== content.tree) return manifest;
  const others = [journal?.previous ?? null, ...readHistory(ports.files, settings.stateDir)];
  return others.find((other) => other !== null && other.tree !== content.tree) ?? null;
}

/** git-sync ends a hook after 30 s: what is put back has worked before, and is not waited for as long */
const BACK_WITHIN_MS = 3_000;

async function putBack(
  job: Job,
  ports: Ports,
  lock: Lock,
  done: Done,
  previous: Manifest,
  reason: string,
): Promise<Ended> {
  const { settings } = job;
  ports.log("error", `${reason}; the previous revision is put back`);
  const { reload } = settings;
  const hasty = { ...settings, reload: { ...reload, confirmWithinMs: BACK_WITHIN_MS } };
  const back: Job = {
    ...againJob(ports.files, hasty, previous),
    restores: previous,
  };
  const state = { manifest: done.manifest, journal: done.journal, restart: done.restart };
  const undone = await carryOut(back, ports, lock, state);
  await finish(ports, back, lock, undone);
  const isBack = undone.confirmation?.verdict === "live";
  const words = [reason, "the previous revision is back", isBack ? "" : "Traefik has not confirmed that yet"];
  return {
    outcome: {
      ...described(done, { ...state, journal: null }),
      outcome: "rolled-back",
      isDone: false,
      restartRequired: undone.restart !== null,
      message: words.filter((word) => word !== "").join("; "),
    },
    isPassing: done.confirmation?.verdict !== "broken",
  };
}
