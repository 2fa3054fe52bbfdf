import { below } from "../below.ts";
import { findTraefik, type Search, type TraefikProcess } from "../traefik/process.ts";
import { startedWith } from "../traefik/started-with.ts";
import type { Ports } from "./ports.ts";
import { reasonNotToSignal } from "./safe-to-signal.ts";
import type { ReloadMethod, ReloadSettings, StartedWith, StaticFacts } from "./types.ts";
import { type Watched, watchedPlace } from "./watched.ts";

/** How Traefik will be told, decided before anything is changed. */
export interface ReloadPlan {
  /** `watch` as soon as one may be watching */
  readonly method: ReloadMethod;
  /** the running Traefiks of the target */
  readonly found: readonly TraefikProcess[];
  /** whom to signal: with `watch` those that do not watch, or may not */
  readonly processes: readonly TraefikProcess[];
  /** what Traefik's file provider looks at */
  readonly watched: Watched;
  /** Traefik may see every single step: the steps are published within one quiet time of its own */
  readonly isWatching: boolean;
  readonly throttleMs: number;
  /** why nobody is told, or told otherwise than asked; empty when all is well */
  readonly why: string;
  /** somebody is not told who would not serve all of it before a restart; see `withhold` */
  readonly isWithheld: boolean;
}

export interface ReloadQuestion {
  readonly settings: ReloadSettings;
  /** what the static configuration says that Traefik runs with, which may be older than the one to publish */
  readonly facts: StaticFacts;
  readonly targetDir: string;
  /** paths in the target, published or about to be */
  readonly files: readonly string[];
  readonly staticFiles: readonly string[];
  /** static files were published before */
  readonly hadStatic: boolean;
  /** in how many steps the target is changed */
  readonly steps: number;
}

/** `providers.providersThrottleDuration` unless it is set */
const DEFAULT_THROTTLE_MS = 2_000;

export const WOULD_SERVE_LESS = "it would not serve all of this as it was started; a restart puts it live";

interface Known extends StartedWith {
  readonly process: TraefikProcess;
}

/**
 * Decides how Traefik is told: `auto` signals one that does not watch, and leaves one that watches to its watching.
 * What a running one was started with is nearer to the truth than what the environment says.
 */
export async function chooseReload(ports: Ports, question: ReloadQuestion): Promise<ReloadPlan> {
  const { settings, facts, targetDir, files, hadStatic } = question;
  const { choice, apiUrl } = settings;
  // nobody is to be told, and whoever watches cannot see a part of one step: it is all the same who runs
  const isAlike = choice === "none" && question.steps <= 1;
  const { processes, why } = isAlike ? NOBODY : search(ports, question);
  const known: Known[] = await Promise.all(
    processes.map(async (process) => ({
      process,
      ...(await startedWith(ports, process, {
        published: facts,
        hadSome: hadStatic,
        read: settings.staticFile ?? null,
      })),
    })),
  );
  const all = known.length > 0 ? known.map((one) => one.facts) : [facts];
  const loading = all.filter(({ fileProvider }) => fileProvider !== false);
  const watching = loading.filter(({ watch }) => watch !== false);
  const planned = (method: ReloadMethod, safe: readonly TraefikProcess[], reason: string): ReloadPlan => ({
    method,
    found: processes,
    processes: safe,
    watched: watchedPlace(watching[0] ?? loading[0] ?? facts, targetDir, files),
    // nobody is to be told: only who is known to watch all the same has to be thought of
    isWatching: choice === "none" ? loading.some(({ watch }) => watch === true) : watching.length > 0,
    throttleMs: Math.max(0, ...loading.map(({ throttleMs }) => throttleMs ?? DEFAULT_THROTTLE_MS)),
    why: reason,
    isWithheld: false,
  });

  if (choice === "none") return planned("none", [], "");
  if (loading.length === 0) {
    const isBelated = known.length > 0 && facts.fileProvider === true;
    const why = isBelated ? WOULD_SERVE_LESS : "the static configuration has no file provider";
    return { ...planned("none", [], why), isWithheld: isBelated };
  }
  if (choice === "watch") return planned("watch", [], "");
  const safe: TraefikProcess[] = [];
  let refusal = known.length > 0 ? "" : why;
  for (const one of known) {
    if (choice === "auto" && one.facts.watch === true) continue;
    const reason = await reasonNotToSignal(ports, one.process, one, apiUrl);
    if (reason === null) safe.push(one.process);
    // one that may be watching is told by the touch as well
    else if (choice === "signal" || one.facts.watch === false) refusal = reason;
  }
  if (choice === "auto" && watching.length > 0)
    return planned("watch", safe, known.length > 0 ? refusal : "");
  return planned(safe.length > 0 ? "signal" : "none", safe, refusal);
}

const NOBODY: Search = { processes: [], why: "" };

/** The running Traefiks of the target. */
export function search(
  ports: Ports,
  { settings, facts, targetDir, files, staticFiles }: Omit<ReloadQuestion, "steps" | "hadStatic">,
): Search {
  const inTarget = (path: string) => below(targetDir, path);
  const watched = watchedPlace(facts, targetDir, files);
  const landmarks = [targetDir, inTarget(watched.folder)];
  if (watched.file !== null) landmarks.push(inTarget(watched.file));
  return findTraefik(ports, {
    pidfile: settings.pidfile,
    landmarks,
    staticFiles: staticFiles.map(inTarget),
  });
}
