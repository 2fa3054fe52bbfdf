import { access, mkdir, readFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { readCheckout } from "./checkout.ts";
import { type Child, endOrStop, startChild } from "./child.ts";
import { keepDefaultCertificate } from "./default-certificate.ts";
import { noteFamily } from "./family.ts";
import { gatherHealth, type Health, healthExitCode } from "./health.ts";
import type { Log } from "./log.ts";
import { endPredecessor } from "./predecessor.ts";
import { isRestartPending, readPublished, readTrouble, restartDone, unreadFiles } from "./published.ts";
import type { HttpBind, Settings } from "./settings.ts";
import { readStaticSummary } from "./static-summary.ts";
import { writeStatus } from "./status-file.ts";
import { supervise } from "./supervise.ts";
import { startTraefik, staticFileOf, writePidfile } from "./traefik.ts";

/** As git-sync gives it by default. Milliseconds. */
const HOOK_WITHIN = 30_000;
const SIGNALS: readonly NodeJS.Signals[] = ["SIGTERM", "SIGINT", "SIGHUP", "SIGUSR1"];

/**
 * Joins the supervisor with this process: its signals, its clock, its files.
 *
 * @returns the exit code
 */
export async function runSupervised(
  given: Settings,
  hook: string,
  log: Log,
  collectGarbage: () => void,
): Promise<number> {
  try {
    await mkdir(dirname(given.pidfile), { recursive: true });
    await access(dirname(given.pidfile), 2);
  } catch (error) {
    log("error", "the folder of GATEWAY_TRAEFIK_PIDFILE cannot be written", { error: String(error) });
    return 2;
  }
  const family = join(dirname(given.pidfile), "family.json");
  const left = await endPredecessor(family, log);
  if (left === null) return 2;
  noteFamily(family);
  try {
    return await runAlone(given, hook, log, collectGarbage, left);
  } finally {
    noteFamily(null);
  }
}

async function runAlone(
  given: Settings,
  hook: string,
  log: Log,
  collectGarbage: () => void,
  left: readonly Child[],
): Promise<number> {
  // the same for Traefik and for the hook, which judges by it what templates make
  const certificate = await keepDefaultCertificate(dirname(given.pidfile), process.env, log);
  const settings = { ...given, gitSyncEnv: { ...given.gitSyncEnv, ...certificate } };
  const env = { ...process.env, ...certificate };
  // Metrics cost memory: only where they are served.
  const metrics =
    settings.httpBind === null || settings.metricsFile === null
      ? null
      : (await import("./metrics.ts")).makeMetrics(
          settings.metricsFile,
          async () => (await healthOf(settings)).health === "healthy",
        );
  const staticFile = async (): Promise<string | null> => staticFileOf(settings, exists);
  const readStatic = async () => {
    const summary = await readStaticSummary(await staticFile());
    return { ...summary, api: settings.traefikApi ?? summary.api };
  };
  return supervise(settings, {
    log,
    left,
    pid: process.pid,
    start: async () => startTraefik(settings, env, await staticFile()),
    announce: async (note) => writePidfile(settings.pidfile, note),
    published: () => readPublished(settings.stateDir),
    staticText: async () => {
      const file = await staticFile();
      return file === null ? null : readFile(file, "utf8").catch(() => null);
    },
    staticFile,
    readStatic,
    isRestartPending: () => isRestartPending(settings.stateDir),
    unread: () => unreadFiles(settings.stateDir),
    restartDone: () => restartDone(settings.stateDir),
    putBack: async () => {
      const child = startChild("hook", hook, ["rollback"], settings.gitSyncEnv);
      return (await child.ended).code === 0;
    },
    checkout: () => readCheckout(settings.gitSyncEnv),
    troubled: () => readTrouble(settings.stateDir),
    runHook: async ({ revision, worktree }, stop) => {
      const own = { ...settings.gitSyncEnv, GITSYNC_HASH: revision, GATEWAY_WORKTREE: worktree };
      const late = AbortSignal.any([stop, AbortSignal.timeout(HOOK_WITHIN)]);
      await endOrStop(startChild("hook", hook, [], own, true), late);
    },
    hold: async (ports) => (await import("./hold-connections.ts")).holdConnections(ports),
    metrics,
    collectGarbage,
    serveHttp: async () =>
      settings.httpBind === null || metrics === null
        ? () => undefined
        : servePages(settings, settings.httpBind, metrics),
    gitSyncHttp: async () => gitSyncHttp(settings.gitSyncEnv["GITSYNC_HTTP_BIND"]),
    writeStatus: async (status) => writeStatus(settings.statusFile, status),
    signals: constants.signals,
    onSignal: (handle) => {
      for (const signal of SIGNALS) process.on(signal, () => handle(signal));
    },
  });
}

async function healthOf(settings: Settings): Promise<Health> {
  return gatherHealth({
    pingUrl: (await readStaticSummary(await staticFileOf(settings, exists))).ping,
    traefikRuns: null,
    statusFile: settings.statusFile,
    withGitSync: true,
    staleAfter: settings.staleAfter,
    now: Date.now(),
    isAlive,
    published: async () => readPublished(settings.stateDir) ?? { revision: null, trouble: null },
  });
}

/** @returns what ends it */
async function servePages(
  settings: Settings,
  bind: HttpBind,
  metrics: { readonly contentType: string; readonly text: () => Promise<string> },
): Promise<() => void> {
  const { serve } = await import("./http.ts");
  const server = await serve(bind, {
    "/metrics": async () => ({ status: 200, type: metrics.contentType, body: await metrics.text() }),
    "/healthz": async () => {
      const health = await healthOf(settings);
      const status = healthExitCode(health.health, settings.healthStrict) === 0 ? 200 : 503;
      return { status, type: "application/json", body: `${JSON.stringify(health)}\n` };
    },
  });
  return () => {
    server.close();
    server.closeAllConnections();
  };
}

/** git-sync's metrics tell when it has reached its repository: at the user's address, else at a free port. */
async function gitSyncHttp(
  given: string | undefined,
): Promise<{ url: string; env: Readonly<Record<string, string>> }> {
  const bind = given || `127.0.0.1:${await freePort()}`;
  const port = bind.slice(bind.lastIndexOf(":"));
  const host = bind.slice(0, -port.length).replace(/^(0\.0\.0\.0|\[::\]|)$/, "127.0.0.1");
  return {
    url: `http://${host}${port}/metrics`,
    env: { GITSYNC_HTTP_BIND: bind, GITSYNC_HTTP_METRICS: "true" },
  };
}

/** Whether a process is there; one of another user is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

export async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}
