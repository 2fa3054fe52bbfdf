import type { Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "./ask.ts";
import { type Child, exitCode } from "./child.ts";
import { firstSync, type Start } from "./first-sync.ts";
import { keepGitSync } from "./git-sync.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { restart, type StaticSummary } from "./restart.ts";
import type { Environment, Settings } from "./settings.ts";
import { writeStatus } from "./status-file.ts";
import { publishedStaticFile, removePidfile, startTraefik, writePidfile } from "./traefik.ts";

/** What the gateway asks of the outside. */
export interface Ports {
  readonly env: Environment;
  readonly log: Log;
  /** path of the hook's executable */
  readonly hook: string;
  /** own process id */
  readonly pid: number;
  readonly exists: (file: string) => Promise<boolean>;
  /** what is published in the target; null: nothing */
  readonly published: () => { readonly revision: string | null } | null;
  readonly readStatic: (file: string | null) => Promise<StaticSummary>;
  /** a static change is published that Traefik has not read */
  readonly isRestartPending: () => boolean;
  readonly restartDone: () => void;
  /** publishes the previous revision again */
  readonly putBack: () => Promise<boolean>;
  readonly metrics: Metrics | null;
  readonly serveHttp: (() => Promise<Server>) | null;
  /** a free port of 127.0.0.1, for git-sync's own liveness and metrics */
  readonly freePort: () => Promise<number>;
  readonly signals: Readonly<Record<string, number>>;
  /** calls back for SIGTERM, SIGINT, SIGHUP and SIGUSR1 */
  readonly onSignal: (handle: (signal: NodeJS.Signals) => void) => void;
}

const POLL = 500;
const GIT_SYNC_GRACE = 10_000;
/** Traefik drains by its own grace time; only then is it killed. Milliseconds. */
const TRAEFIK_GRACE = 180_000;

/**
 * Runs Traefik and git-sync side by side until Traefik ends or a signal ends both.
 *
 * @returns the exit code: Traefik's, or 2 where there is no configuration to start with
 */
export async function supervise(settings: Settings, ports: Ports): Promise<number> {
  const { log } = ports;
  let ending: NodeJS.Signals | null = null;
  let serving: Child | null = null;
  ports.onSignal((signal) => {
    if (signal === "SIGHUP" || signal === "SIGUSR1") return serving?.signal(signal);
    ending ??= signal;
    serving?.signal("SIGTERM");
  });

  const start = await firstSync(settings, ports.hook, ports.published, log);
  if (start.from === "nothing") {
    log("error", "no configuration to start with: nothing is published and no commit is accepted");
    return 2;
  }
  if (ending !== null) return 128 + (ports.signals[ending] ?? 15);

  const staticFile = await publishedStaticFile(settings.targetDir, ports.exists);
  let summary = await ports.readStatic(staticFile);
  ports.restartDone();
  const startOne = (): Child => startTraefik(settings, ports.env, staticFile);
  serving = startOne();
  await announce(settings, serving);

  const state = {
    start: start.from,
    lastSyncAt: start.from === "current" ? iso() : null,
    failedRestart: null as string | null,
  };
  const startedAt = iso();
  const gitSyncPort = settings.gitSyncEnv["GITSYNC_HTTP_BIND"] ? null : await ports.freePort();
  const say = (): void => void writeStatus(settings.statusFile, {
    pid: ports.pid,
    startedAt,
    start: state.start,
    traefik: { pid: serving?.pid ?? null },
    gitSync: { pid: gitSync?.current()?.pid ?? null, restarts: gitSync?.restarts() ?? 0 },
    lastSyncAt: state.lastSyncAt,
    failedRestart: state.failedRestart,
  }).catch((error: unknown) => log("warn", "cannot write the status file", { error: String(error) })); // prettier-ignore
  let gitSync: ReturnType<typeof keepGitSync> | null = null;
  gitSync = keepGitSync(settings, gitSyncHttp(gitSyncPort), log, (restarted) => {
    if (restarted) ports.metrics?.gitSyncRestarted();
    say();
  });
  const server = await ports.serveHttp?.();
  ports.metrics?.degraded(start.from !== "current");

  let syncs = 0;
  while (ending === null && serving.isRunning()) {
    await Promise.race([sleep(POLL), serving.ended]);
    const counted = gitSyncPort === null ? null : await countSyncs(gitSyncPort);
    if (counted !== null && counted !== syncs) {
      syncs = counted;
      state.lastSyncAt = iso();
      ports.metrics?.degraded(false);
      say();
    }
    if (ending !== null || !serving.isRunning() || !ports.isRestartPending()) continue;
    const after = await ports.readStatic(await publishedStaticFile(settings.targetDir, ports.exists));
    const { serving: next, failed } = await restart({
      old: serving,
      start: startOne,
      before: summary,
      after,
      choice: settings.restart,
      announce: (child) => announce(settings, child),
      putBack: ports.putBack,
      log,
    });
    state.failedRestart = failed;
    ports.restartDone();
    if (failed === null) summary = after;
    if (next !== null) {
      if (next !== serving) ports.metrics?.traefikRestarted();
      serving = next;
    }
    say();
  }

  if (ending !== null) serving.signal("SIGTERM");
  const stopped = ending === null ? await serving.ended : await serving.stop(TRAEFIK_GRACE);
  await removePidfile(settings.pidfile);
  if (ending === null) log("error", "Traefik ended; stopping", { code: exitCode(stopped, ports.signals) });
  await gitSync.stop(GIT_SYNC_GRACE);
  server?.closeAllConnections();
  server?.close();
  return exitCode(stopped, ports.signals);
}

async function announce(settings: Settings, child: Child | null): Promise<void> {
  if (child?.pid == null) await removePidfile(settings.pidfile);
  else await writePidfile(settings.pidfile, child.pid);
}

function gitSyncHttp(port: number | null): Environment {
  return port === null ? {} : { GITSYNC_HTTP_BIND: `127.0.0.1:${port}`, GITSYNC_HTTP_METRICS: "true" };
}

/** How often git-sync has reached its repository, with or without a new commit; null: it does not answer. */
async function countSyncs(port: number): Promise<number | null> {
  try {
    const { body } = await ask(`http://127.0.0.1:${port}/metrics`, 1_000);
    const counts = body.matchAll(/^git_sync_count_total\{status="(?:success|noop)"\} (\d+)/gm);
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  } catch {
    return null;
  }
}

function iso(): string {
  return new Date().toISOString();
}

export type { Start };
