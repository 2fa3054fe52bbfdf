import { access } from "node:fs/promises";
import type { Server as HttpServer } from "node:http";
import { createServer, type Server } from "node:net";
import { constants } from "node:os";
import { startChild } from "./child.ts";
import { gatherHealth, healthExitCode } from "./health.ts";
import type { Log } from "./log.ts";
import { isRestartPending, readPublished, restartDone } from "./published.ts";
import type { HttpBind, Settings } from "./settings.ts";
import { readStaticSummary } from "./static-summary.ts";
import { supervise } from "./supervise.ts";
import { publishedStaticFile } from "./traefik.ts";

const SIGNALS: readonly NodeJS.Signals[] = ["SIGTERM", "SIGINT", "SIGHUP", "SIGUSR1"];

/** Joins the supervisor with this process: its signals, its clock, its files. */
export async function runSupervised(settings: Settings, hook: string, log: Log): Promise<number> {
  // Metrics cost memory: only where they are served.
  const metrics =
    settings.httpBind === null ? null : (await import("./metrics.ts")).makeMetrics(settings.metricsFile);
  return supervise(settings, {
    env: process.env,
    log,
    hook,
    pid: process.pid,
    exists,
    published: () => readPublished(settings.stateDir),
    readStatic: readStaticSummary,
    isRestartPending: () => isRestartPending(settings.stateDir),
    restartDone: () => restartDone(settings.stateDir),
    putBack: async () => {
      const env = { ...settings.gitSyncEnv, GATEWAY_RELOAD: "auto" };
      return (await startChild("hook", hook, ["rollback"], env).ended).code === 0;
    },
    metrics,
    serveHttp:
      settings.httpBind === null || metrics === null
        ? null
        : (): ReturnType<typeof servePages> => servePages(settings, settings.httpBind!, metrics),
    freePort,
    signals: constants.signals,
    onSignal: (handle) => {
      for (const signal of SIGNALS) process.on(signal, () => handle(signal));
    },
  });
}

async function servePages(
  settings: Settings,
  bind: HttpBind,
  metrics: { readonly contentType: string; readonly text: () => Promise<string> },
): Promise<HttpServer> {
  const { serve } = await import("./http.ts");
  return serve(bind, {
    "/metrics": async () => ({ status: 200, type: metrics.contentType, body: await metrics.text() }),
    "/healthz": async () => {
      const health = await gatherHealth({
        pingUrl: (await readStaticSummary(await publishedStaticFile(settings.targetDir, exists))).ping,
        statusFile: settings.statusFile,
        withGitSync: true,
        staleAfter: settings.staleAfter,
        now: Date.now(),
        isAlive,
        published: async () => readPublished(settings.stateDir) ?? { revision: null, rejection: null },
      });
      const status = healthExitCode(health.health, settings.healthStrict) === 0 ? 200 : 503;
      return { status, type: "application/json", body: `${JSON.stringify(health)}\n` };
    },
  });
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
