import { type ChildProcess, fork } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, startTraefikWith, temporaryFolder } from "../../test/support/start-traefik.ts";
import { APPS, environmentOf, type Layout } from "./environment.ts";
import type { Seen } from "./load.ts";
import type { Publisher, Site } from "./publishers.ts";

export interface Arrangement {
  readonly layout: Layout;
  readonly watch: boolean;
}

export interface Measured {
  readonly pushes: number;
  readonly requests: number;
  readonly lost: number;
  /** milliseconds from the start of each push until every app had answered by it; null: not before the next push */
  readonly live: readonly (number | null)[];
}

/** a push that is not live by then never will be by itself */
const GIVE_UP_MS = 6_000;
/** between the moment that one push is live and the next: longer than Traefik is restless after one, and never in step */
const PAUSE_MS = 3_000;
const JITTER_MS = 600;

/** Pushes so many times under load into a fresh Traefik, and counts what the clients saw. */
export async function measure(
  traefik: string,
  publisher: Publisher,
  arrangement: Arrangement,
  pushes: number,
): Promise<Measured> {
  const folder = await temporaryFolder();
  const backend = await startBackend();
  const site = await siteIn(folder.path, arrangement);
  const ports = { web: await freePort(), traefik: await freePort() };
  await writeFile(join(site.targetDir, "traefik.yaml"), staticFile(site, ports));
  const environment = (push: number) => environmentOf(push, arrangement.layout, backend.url);
  await publisher.prepare(site, environment(0));
  const running = await startTraefikWith(
    traefik,
    [`--configFile=${join(site.targetDir, "traefik.yaml")}`],
    ports,
  );
  await writeFile(site.pidfile, `${running.pid}`);
  const whole = { ...site, pid: running.pid, api: running.api };
  const watcher = startLoad(ports.web);
  try {
    await watcher.untilLive(0, GIVE_UP_MS);
    await sleep(PAUSE_MS * 2);
    const before = watcher.counts();
    const live: (number | null)[] = [];
    for (let push = 1; push <= pushes; push++) {
      const began = Date.now();
      await publisher.push(whole, environment(push), push);
      const at = await watcher.untilLive(push, GIVE_UP_MS);
      live.push(at === null ? null : at - began);
      await sleep(PAUSE_MS + Math.random() * JITTER_MS);
    }
    const after = watcher.counts();
    return { pushes, requests: after.requests - before.requests, lost: after.lost - before.lost, live };
  } catch (error) {
    console.error(running.log());
    throw error;
  } finally {
    watcher.stop();
    await running.stop("SIGKILL");
    backend.server.closeAllConnections();
    backend.server.close();
    await folder.remove();
  }
}

async function siteIn(folder: string, { watch }: Arrangement): Promise<Site> {
  const site = {
    targetDir: join(folder, "traefik"),
    sourceDir: join(folder, "checkout"),
    pidfile: join(folder, "traefik.pid"),
    watch,
    pid: 0,
    api: "",
  };
  await mkdir(join(site.targetDir, "conf.d"), { recursive: true });
  return site;
}

function staticFile({ targetDir, watch }: Site, ports: { web: number; traefik: number }): string {
  return JSON.stringify({
    entryPoints: {
      web: { address: `127.0.0.1:${ports.web}` },
      traefik: { address: `127.0.0.1:${ports.traefik}` },
    },
    api: { insecure: true },
    global: { checkNewVersion: false, sendAnonymousUsage: false },
    log: { level: process.env["BENCH_LOG"] ?? "ERROR" },
    providers: { file: { directory: join(targetDir, "conf.d"), watch } },
  });
}

function startBackend(): Promise<{ server: Server; url: string }> {
  const server = createServer((_request, response) => response.end("ok"));
  server.keepAliveTimeout = 60_000;
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" ? address?.port : 0;
      resolve({ server, url: `http://127.0.0.1:${port}` });
    });
  });
}

interface Watcher {
  readonly counts: () => { requests: number; lost: number };
  /** when the last app first answered by this push; null when that did not happen in time */
  readonly untilLive: (push: number, withinMs: number) => Promise<number | null>;
  readonly stop: () => void;
}

function startLoad(port: number): Watcher {
  const child: ChildProcess = fork(new URL("./load.mjs", import.meta.url), [String(port)]);
  let requests = 0;
  let lost = 0;
  const first = new Map<string, number>();
  child.on("message", (seen: Seen[]) => {
    for (const { app, status, push, at } of seen) {
      requests++;
      if (status !== 200) lost++;
      const key = `${push} ${app}`;
      if (status === 200 && !first.has(key)) first.set(key, at);
    }
  });
  const liveSince = (push: number): number | null => {
    const times = Array.from({ length: APPS }, (_, app) => first.get(`${push} ${app}`));
    return times.every((time) => time !== undefined) ? Math.max(...times) : null;
  };
  return {
    counts: () => ({ requests, lost }),
    untilLive: async (push, withinMs) => {
      const deadline = Date.now() + withinMs;
      while (liveSince(push) === null && Date.now() < deadline) await sleep(10);
      return liveSince(push);
    },
    stop: () => child.disconnect(),
  };
}
