import { mkdir, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, startTraefikWith, temporaryFolder } from "../../test/support/start-traefik.ts";
import { environmentOf, type Layout, STATIC_PATH } from "./environment.ts";
import type { Publisher, Site } from "./publishers.ts";
import { startLoad } from "./watcher.ts";

export interface Arrangement {
  readonly layout: Layout;
  readonly watch: boolean;
  /** the environment defines a default certificate: Traefik makes an RSA key at every load otherwise */
  readonly certificate: boolean;
}

/** What the publisher is told of the live Traefik. */
export interface Told {
  readonly api: boolean;
  readonly pidfile: boolean;
}

/** How long a push took to be live, in milliseconds. */
export interface Live {
  /** from the start of the publisher until all answers were by it */
  readonly sinceStart: number;
  /** from the first change of a file in the target */
  readonly sinceChange: number;
}

export interface Measured {
  readonly pushes: number;
  readonly requests: number;
  readonly lost: number;
  /** of each push; null: it was not live before the next */
  readonly live: readonly (Live | null)[];
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
  told: Told,
  progress: (push: number) => void,
): Promise<Measured> {
  const folder = await temporaryFolder();
  const backend = await startBackend();
  const site: Site = {
    targetDir: join(folder.path, "traefik"),
    sourceDir: join(folder.path, "checkout"),
    pidfile: null,
    watch: arrangement.watch,
    traefik,
    pid: 0,
    api: null,
  };
  await mkdir(join(site.targetDir, "conf.d"), { recursive: true });
  const ports = { web: await freePort(), traefik: await freePort() };
  const environment = (push: number) =>
    environmentOf(push, arrangement, backend.url, staticFile(site, ports));
  await publisher.prepare(site, environment(0));
  const configFile = join(site.targetDir, STATIC_PATH);
  const running = await startTraefikWith(traefik, [`--configFile=${configFile}`], ports);
  const pidfile = join(folder.path, "traefik.pid");
  await writeFile(pidfile, `${running.pid} ready\n`);
  const whole: Site = {
    ...site,
    pid: running.pid,
    api: told.api ? running.api : null,
    pidfile: told.pidfile ? pidfile : null,
  };
  const watcher = startLoad(ports.web);
  try {
    await watcher.untilLive(0, GIVE_UP_MS);
    await sleep(PAUSE_MS * 2);
    const before = watcher.counts();
    const live: (Live | null)[] = [];
    for (let push = 1; push <= pushes; push++) {
      progress(push);
      const tree = environment(push);
      const began = Date.now();
      await publisher.push(whole, tree, push);
      const at = await watcher.untilLive(push, GIVE_UP_MS);
      const paths = tree.files.map(({ path }) => join(site.targetDir, path));
      const changed = await firstChange(paths, began);
      live.push(at === null ? null : { sinceStart: at - began, sinceChange: at - changed });
      await sleep(PAUSE_MS + Math.random() * JITTER_MS);
    }
    const after = watcher.counts();
    return { pushes, requests: after.requests - before.requests, lost: after.lost - before.lost, live };
  } catch (error) {
    console.error(running.log());
    throw error;
  } finally {
    await watcher.stop();
    await running.stop("SIGKILL");
    backend.server.closeAllConnections();
    backend.server.close();
    await folder.remove();
  }
}

/** When the first of these files came to be as it is, by the file system's own clock. */
async function firstChange(paths: readonly string[], since: number): Promise<number> {
  const times = await Promise.all(paths.map(async (path) => (await stat(path)).ctimeMs));
  // the file system's clock ticks a few milliseconds behind
  return Math.min(...times.filter((time) => time >= since - 10));
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
