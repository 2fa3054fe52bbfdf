import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PublishRequest, ReloadSettings } from "../../../src/publish/types.ts";
import { DEFAULT_CERTIFICATE } from "../../../src/traefik/preflight/default-certificate.ts";
import { freePort, type RunningTraefik, startTraefikWith } from "../../support/start-traefik.ts";
import { type Files, requestFor, type Target, temporaryTarget } from "./target.ts";

export interface LiveSite extends Target {
  readonly traefik: RunningTraefik;
  readonly reload: ReloadSettings;
  readonly request: (files: Files, more?: Partial<PublishRequest>) => PublishRequest;
  /** asks the web entry point: the status and the marker header of the answer */
  readonly ask: () => Promise<{ status: number; marker: string | null }>;
  readonly end: () => Promise<void>;
}

export interface LiveOptions {
  readonly bin: string;
  readonly watch: boolean;
  /** false: Traefik has no file provider */
  readonly fileProvider?: boolean;
  /** besides the one that is asked */
  readonly entryPoints?: Readonly<Record<string, object>>;
  /** what is in conf.d when Traefik starts */
  readonly first?: Files;
}

/** a quarter of Traefik's default, so that tests do not wait */
const THROTTLE_MS = 500;
/** after that Traefik applies the next change at once */
export const REST_MS = THROTTLE_MS + 100;

/** the publisher's wait after it has started Traefik's quiet time */
export const QUIET_MS = THROTTLE_MS / 4;

/** A target with a static file of its own, and a real Traefik that was started with it. */
export async function startLiveSite({
  bin,
  watch,
  fileProvider = true,
  entryPoints = {},
  first = {},
}: LiveOptions): Promise<LiveSite> {
  const target = await temporaryTarget(first);
  const ports = { web: await freePort(), traefik: await freePort() };
  const directory = join(target.targetDir, "conf.d");
  await mkdir(directory, { recursive: true });
  // a stranger's, so that Traefik makes no key at every load
  await writeFile(join(directory, "~certificate.yaml"), `${DEFAULT_CERTIFICATE}\n`);
  const staticText = JSON.stringify({
    entryPoints: {
      ...entryPoints,
      web: { address: `127.0.0.1:${ports.web}` },
      traefik: { address: `127.0.0.1:${ports.traefik}` },
    },
    api: { insecure: true },
    global: { checkNewVersion: false, sendAnonymousUsage: false },
    log: { level: "DEBUG", format: "json" },
    providers: {
      providersThrottleDuration: `${THROTTLE_MS}ms`,
      ...(fileProvider ? { file: { directory, watch } } : { rest: {} }),
    },
  });
  const staticPath = join(target.targetDir, "traefik.yaml");
  await writeFile(staticPath, staticText);
  const traefik = await startTraefikWith(bin, [`--configFile=${staticPath}`], ports);
  const reload: ReloadSettings = {
    choice: "auto",
    pidfile: join(target.root, "traefik.pid"),
    apiUrl: traefik.api,
    static: { fileProvider, directory, filename: null, watch, throttleMs: THROTTLE_MS },
    confirmWithinMs: 3_000,
  };
  await writeFile(join(target.root, "traefik.pid"), `${traefik.pid}\n`);
  return {
    ...target,
    traefik,
    reload,
    request: (files, more = {}) =>
      requestFor(target, { "traefik.yaml": staticText, ...files }, { reload, ...more }),
    ask: async () => {
      const response = await fetch(`http://127.0.0.1:${ports.web}/`);
      await response.arrayBuffer();
      return { status: response.status, marker: response.headers.get("x-marker") };
    },
    end: async () => {
      await traefik.stop("SIGKILL");
      await target.remove();
    },
  };
}

/** A router that answers everything itself, through a middleware of another file that leaves a marker. */
export function shopOf(marker: string): Files {
  return {
    "conf.d/routers.yaml": `http: {routers: {shop: {rule: "PathPrefix(\`/\`)", middlewares: [m-${marker}], service: noop@internal}}}`,
    "conf.d/shared.yaml": `http: {middlewares: {m-${marker}: {headers: {customResponseHeaders: {x-marker: "${marker}"}}}}}`,
  };
}

export const SHOP_OBJECTS = (marker: string) => ["http.routers.shop", `http.middlewares.m-${marker}`];
