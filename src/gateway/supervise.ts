import { setTimeout as sleep } from "node:timers/promises";
import type { Checkout } from "./checkout.ts";
import { exitCode, TRAEFIK_GRACE } from "./child.ts";
import { firstSync } from "./first-sync.ts";
import { countGitSync } from "./git-sync-counts.ts";
import { type GitSync, keepGitSync } from "./git-sync.ts";
import { hasSettled, NO_PROGRESS, progressAfter } from "./hook-progress.ts";
import type { Log } from "./log.ts";
import { type Serving, type ServingPorts, startServing } from "./serving.ts";
import type { Environment, Settings } from "./settings.ts";
import { UNKNOWN } from "./static-summary.ts";
import type { GatewayStatus } from "./status-file.ts";

/** What the gateway asks of the outside. */
export interface Ports extends Omit<ServingPorts, "stop" | "restarted" | "choice" | "leftStatic"> {
  readonly log: Log;
  /** own process id */
  readonly pid: number;
  readonly metrics: { readonly gitSyncRestarted: () => void; readonly traefikRestarted: () => void } | null;
  /** starts to serve /metrics and /healthz; gives what ends it */
  readonly serveHttp: () => Promise<() => void>;
  /** where git-sync shall serve its own metrics, and the variables that say so */
  readonly gitSyncHttp: () => Promise<{ readonly url: string; readonly env: Environment }>;
  /** the static file that Traefik is started on */
  readonly staticFile: () => Promise<string | null>;
  /** what git-sync has checked out */
  readonly checkout: () => Promise<Checkout | null>;
  /** the revision that the hook's last run rejected, or could not publish; null where it was a good one */
  readonly troubled: () => { readonly revision: string | null } | null;
  /** runs the hook for a commit, beside git-sync */
  readonly runHook: (checkout: Checkout, stop: AbortSignal) => Promise<void>;
  /** null: Traefik has not been started yet */
  readonly writeStatus: (status: GatewayStatus | null) => Promise<void>;
  readonly signals: Readonly<Record<string, number>>;
  /** calls back for SIGTERM, SIGINT, SIGHUP and SIGUSR1 */
  readonly onSignal: (handle: (signal: NodeJS.Signals) => void) => void;
}

/** Milliseconds. */
const POLL = 500;

/**
 * Runs Traefik and git-sync side by side until Traefik ends or a signal ends both.
 *
 * @returns the exit code: Traefik's, 2 where there is no configuration to start with or no port for /metrics and
 *   /healthz, 128 + n for a signal before that
 */
export async function supervise(settings: Settings, ports: Ports): Promise<number> {
  let closeHttp: () => void;
  try {
    closeHttp = await ports.serveHttp();
  } catch (error) {
    ports.log("error", "GATEWAY_HTTP_BIND cannot be listened on", { error: String(error) });
    return 2;
  }
  try {
    return await runBoth(settings, ports);
  } finally {
    closeHttp();
  }
}

async function runBoth(settings: Settings, ports: Ports): Promise<number> {
  const { log } = ports;
  const stop = new AbortController();
  let ending: NodeJS.Signals | null = null;
  let serving: Serving | null = null;
  ports.onSignal((signal) => {
    if (signal === "SIGHUP" || signal === "SIGUSR1") return serving?.current().signal(signal);
    ending ??= signal;
    stop.abort();
  });

  // what a gateway before this one has left says nothing of this one's Traefik
  await ports.announce(null);
  await ports.writeStatus(null);
  // they were started with what is published, unless that has changed since
  const leftStatic = ports.isRestartPending() ? UNKNOWN : await ports.readStatic();
  const start = await firstSync(settings, ports.published, log, stop.signal);
  if (ending !== null || start.from === "nothing")
    await Promise.all(ports.left.map(async (traefik) => traefik.stop(TRAEFIK_GRACE)));
  if (ending !== null) return 128 + (ports.signals[ending] ?? 0);
  if (start.from === "nothing") return 2;

  let gitSync: GitSync | null = null;
  try {
    serving = await startServing({
      ...ports,
      leftStatic,
      choice: settings.restart,
      restarted: () => ports.metrics?.traefikRestarted(),
      stop: stop.signal,
    });
    const http = await ports.gitSyncHttp();
    gitSync = keepGitSync(settings, http.env, log, (restarted) => {
      if (restarted) ports.metrics?.gitSyncRestarted();
    });
    await watch(settings, ports, { start: start.from, serving, gitSync, countsUrl: http.url }, stop.signal);
  } finally {
    const stopped = await serving?.stop();
    if (ending !== null) log("info", "Traefik has drained and ended", { signal: ending });
    else if (stopped?.error !== undefined)
      log("error", "Traefik cannot be started; stopping", { bin: settings.traefikBin, error: stopped.error });
    else if (stopped !== undefined)
      log("error", "Traefik ended; stopping", { code: exitCode(stopped, ports.signals) });
    await gitSync?.stop();
  }
  return exitCode(await serving.current().ended, ports.signals);
}

interface Watched {
  readonly start: GatewayStatus["start"];
  readonly serving: Serving;
  readonly gitSync: GitSync;
  readonly countsUrl: string;
}

/** Follows what git-sync and the hook do, and says how all is, until Traefik ends or the gateway is to end. */
async function watch(settings: Settings, ports: Ports, all: Watched, stop: AbortSignal): Promise<void> {
  const { serving, gitSync, countsUrl } = all;
  const startedAt = iso();
  let { start } = all;
  let lastSyncAt = start === "current" ? startedAt : null;
  let syncs = 0;
  let progress = NO_PROGRESS;
  let said = "";
  const say = async (): Promise<void> => {
    const status: GatewayStatus = {
      pid: ports.pid,
      startedAt,
      start,
      traefik: { pid: serving.current().pid, staticFile: await ports.staticFile() },
      gitSync: { pid: gitSync.current()?.pid ?? null, restarts: gitSync.restarts() },
      lastSyncAt,
      hookFailed: progress.failed === progress.checkout ? progress.failed : null,
      failedRestart: serving.failure(),
    };
    const text = JSON.stringify(status);
    if (text === said) return;
    said = text;
    await ports.writeStatus(status).catch((error: unknown) => {
      ports.log("warn", "cannot write the status file", { error: String(error) });
    });
  };
  const stopped = new Promise<void>((resolve) => {
    if (stop.aborted) resolve();
    stop.addEventListener("abort", () => resolve(), { once: true });
  });
  while (!stop.aborted && serving.current().isRunning()) {
    await say();
    await Promise.race([sleep(POLL), serving.current().ended, stopped]);
    const counts = await countGitSync(countsUrl);
    if (counts !== null && (counts.syncs !== syncs || settings.pinned)) lastSyncAt = iso();
    syncs = counts?.syncs ?? 0;
    if (counts !== null && counts.hooks > 0) start = "current";
    const checkout = await ports.checkout();
    const before = progress;
    progress = progressAfter(before, counts, checkout?.revision ?? null, Date.now());
    const isOver = checkout !== null && hasSettled(before, progress, settings.hookBackoff);
    if (isOver && (await takeAgain(checkout, ports, stop))) progress = { ...progress, failed: null };
    if (!stop.aborted && serving.current().isRunning()) await serving.follow();
  }
}

/**
 * A bad commit was taken back by moving the branch: git-sync does not run its hook for what the hook took last, which
 * would go on telling of the bad one in its metrics and by `status`.
 *
 * @returns whether that is over
 */
async function takeAgain(checkout: Checkout, ports: Ports, stop: AbortSignal): Promise<boolean> {
  const troubled = ports.troubled();
  if (troubled === null || troubled.revision === checkout.revision) return false;
  ports.log("info", "the branch was moved back to a commit that the hook has taken before: it runs again", {
    revision: checkout.revision,
  });
  await ports.runHook(checkout, stop);
  return ports.troubled() === null;
}

function iso(): string {
  return new Date().toISOString();
}
