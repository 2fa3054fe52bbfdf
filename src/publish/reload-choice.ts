import { join } from "node:path";
import { readVersion } from "../traefik/api.ts";
import { findTraefik, isVersion3, type TraefikProcess, versionOf } from "../traefik/process.ts";
import { errorCode } from "../error-code.ts";
import type { Ports } from "./ports.ts";
import type { ReloadMethod, ReloadSettings, StaticFacts } from "./types.ts";
import type { Watched } from "./watched.ts";

/** How Traefik will be told, decided before anything is changed. */
export interface ReloadPlan {
  readonly method: ReloadMethod;
  /** whom to signal; with `watch` only where it is not known whether Traefik watches */
  readonly processes: readonly TraefikProcess[];
  /** Traefik may see every single step: the steps are published within one quiet time of its own */
  readonly isWatching: boolean;
  readonly throttleMs: number;
  /** why nobody is told, or told otherwise than asked; empty when all is well */
  readonly why: string;
}

export interface ReloadQuestion {
  readonly settings: ReloadSettings;
  /** what the static configuration says that Traefik runs with, which may be older than the one to publish */
  readonly facts: StaticFacts;
  readonly targetDir: string;
  readonly watched: Watched;
  readonly staticFiles: readonly string[];
}

/** `providers.providersThrottleDuration` unless it is set */
const DEFAULT_THROTTLE_MS = 2_000;

/** Decides how Traefik is told: `auto` signals one that does not watch, and leaves one that watches to its watching. */
export async function chooseReload(ports: Ports, question: ReloadQuestion): Promise<ReloadPlan> {
  const { settings, facts } = question;
  const { choice } = settings;
  // nobody is to be told: only who is known to watch all the same has to be thought of
  if (choice === "none") return planned({ ...facts, watch: facts.watch === true }, "none", [], "");
  if (facts.fileProvider === false) {
    return planned(facts, "none", [], "the static configuration has no file provider");
  }
  if (choice === "watch" || (choice === "auto" && facts.watch === true))
    return planned(facts, "watch", [], "");
  const { processes, why } = search(ports, question);
  // what a process was started with is nearer to the truth than what a file says now
  const known = processes.find((process) => process.facts !== null)?.facts ?? facts;
  if (choice === "auto" && known.watch === true) return planned(known, "watch", [], "");
  const safe: TraefikProcess[] = [];
  let refusal = why;
  for (const process of processes) {
    const reason = await reasonNotToSignal(ports, process, settings, known);
    if (reason === null) safe.push(process);
    else refusal = reason;
  }
  if (choice === "auto" && known.watch === null) return planned(known, "watch", safe, "");
  if (safe.length > 0) return planned(known, "signal", safe, "");
  return planned(known, "none", [], refusal);
}

function planned(
  facts: StaticFacts,
  method: ReloadMethod,
  processes: readonly TraefikProcess[],
  why: string,
): ReloadPlan {
  const isWatching = facts.fileProvider !== false && facts.watch !== false;
  return { method, processes, isWatching, throttleMs: facts.throttleMs ?? DEFAULT_THROTTLE_MS, why };
}

/** The running Traefiks of the target. */
export function search(
  ports: Ports,
  { settings, targetDir, watched, staticFiles }: ReloadQuestion,
): { processes: readonly TraefikProcess[]; why: string } {
  const inTarget = (path: string) => join(targetDir, path);
  const landmarks = [targetDir, inTarget(watched.folder)];
  if (watched.file !== null) landmarks.push(inTarget(watched.file));
  return findTraefik(ports, {
    pidfile: settings.pidfile,
    landmarks,
    staticFiles: staticFiles.map(inTarget),
  });
}

/** by then a Traefik has launched its providers; the API or a pidfile that says `ready` tells it sooner */
const SETTLED_AFTER_MS = 10_000;
const ANSWERS_WITHIN_MS = 2_000;

/**
 * A SIGHUP ends a Traefik of v2, and one of v3 whose file provider is not running (yet). So it is sent only when
 * both are known not to be the case.
 */
async function reasonNotToSignal(
  ports: Ports,
  process: TraefikProcess,
  { apiUrl }: ReloadSettings,
  facts: StaticFacts,
): Promise<string | null> {
  const fromApi =
    apiUrl === null ? null : await answerOf(readVersion(ports.getJson, apiUrl, ANSWERS_WITHIN_MS));
  try {
    if (ports.self.platform !== "linux" && !(await isCalledTraefik(ports, process))) {
      return `process ${process.pid} is not Traefik`;
    }
    const version = fromApi ?? (await versionOf(ports, process));
    if (!isVersion3(version)) return `process ${process.pid} is Traefik ${version}, which a SIGHUP would end`;
  } catch (error) {
    return `the version of process ${process.pid} cannot be told (${errorCode(error)})`;
  }
  if (facts.fileProvider !== true) return `it is not known that process ${process.pid} has a file provider`;
  if (fromApi !== null || process.ready) return null;
  if (process.upForMs === null)
    return `it is not known since when process ${process.pid} runs; its API would tell`;
  if (process.upForMs < SETTLED_AFTER_MS) await ports.wait(SETTLED_AFTER_MS - process.upForMs);
  return null;
}

/** Where there is no /proc, POSIX's `ps` tells the name. */
async function isCalledTraefik({ run }: Ports, { pid }: TraefikProcess): Promise<boolean> {
  const name = await run("ps", ["-o", "comm=", "-p", String(pid)], ANSWERS_WITHIN_MS);
  return /(?:^|\/)traefik[^/]*$/i.test(name.trim());
}

async function answerOf<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch {
    return null;
  }
}
