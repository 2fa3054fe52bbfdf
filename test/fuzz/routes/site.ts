import { join } from "node:path";
import { DEFAULT_CERTIFICATE } from "../../../src/traefik/preflight/default-certificate.ts";
import {
  freePort,
  startTraefikWith,
  temporaryFolder,
  until,
  writeFiles,
  type RunningTraefik,
} from "../../support/start-traefik.ts";

/** A real Traefik with entry points of every kind, which is fed routers by SIGHUP. */
export interface Site {
  /** its static configuration, as it is written */
  readonly statics: string;
  readonly ports: Readonly<Record<string, number>>;
  /** waits until Traefik has these routers, and no others */
  readonly feed: (dynamic: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** The entry points, in the form of the static configuration, with `PORT` for the address of each. */
export const SITES: readonly ((port: (name: string) => number) => string)[] = [
  (port) => `
entryPoints:
  web: {address: "127.0.0.1:${port("web")}", asDefault: true}
  raw: {address: "127.0.0.1:${port("raw")}", http: {sanitizePath: false, encodeQuerySemicolons: true}}
  denying: {address: "127.0.0.1:${port("denying")}", http: {encodedCharacters: {allowEncodedSlash: false, allowEncodedPercent: false, allowEncodedHash: false}}}
  moved: {address: "127.0.0.1:${port("moved")}", http: {redirections: {entryPoint: {to: websecure, priority: 30, permanent: false}}}}
  websecure: {address: "127.0.0.1:${port("websecure")}", http: {tls: {}}}
  mixed: {address: "127.0.0.1:${port("mixed")}", asDefault: true, forwardedHeaders: {insecure: true}}
  traefik: {address: "127.0.0.1:${port("traefik")}"}
`,
  (port) => `
core: {defaultRuleSyntax: v2}
entryPoints:
  web: {address: "127.0.0.1:${port("web")}", http: {middlewares: [entry@file]}, forwardedHeaders: {trustedIPs: [127.0.0.2/31], connection: [X-Probe]}}
  raw: {address: "127.0.0.1:${port("raw")}", http: {sanitizePath: false, encodedCharacters: {allowEncodedSlash: false, allowEncodedSemicolon: false}}}
  denying: {address: "127.0.0.1:${port("denying")}", http: {encodeQuerySemicolons: true}}
  moved: {address: "127.0.0.1:${port("moved")}", http: {redirections: {entryPoint: {to: ":8443", scheme: https}}}}
  websecure: {address: "127.0.0.1:${port("websecure")}", http: {tls: {options: strict@file}}}
  mixed: {address: "127.0.0.1:${port("mixed")}"}
  traefik: {address: "127.0.0.1:${port("traefik")}"}
`,
];

const NAMES = ["web", "raw", "denying", "moved", "websecure", "mixed", "traefik"];

/** Starts one of the sites. */
export async function startSite(bin: string, which: number): Promise<Site> {
  const folder = await temporaryFolder({ "conf.d/certificate.yaml": DEFAULT_CERTIFICATE });
  const ports: Record<string, number> = {};
  for (const name of NAMES) ports[name] = await freePort();
  const make = SITES[which % SITES.length]!;
  const statics = `${make((name) => ports[name] ?? 0)}
providers: {file: {directory: ${join(folder.path, "conf.d")}, watch: false}, providersThrottleDuration: 0s}
api: {insecure: true, dashboard: false}
log: {level: ERROR}
global: {checkNewVersion: false, sendAnonymousUsage: false}
`;
  await writeFiles(folder.path, {
    "traefik.yaml": statics,
    "conf.d/none.yaml": "http: {middlewares: {none: {compress: {}}}}\n",
  });
  const traefik: RunningTraefik = await startTraefikWith(
    bin,
    [`--configFile=${join(folder.path, "traefik.yaml")}`],
    ports,
  );
  let batch = 0;
  return {
    statics,
    ports,
    feed: async (dynamic) => {
      const marker = `batch-${++batch}`;
      await writeFiles(folder.path, {
        "conf.d/none.yaml": dynamic,
        "conf.d/~marker.yaml": `http: {middlewares: {${marker}: {compress: {}}}}\n${DEFAULT_CERTIFICATE}\n`,
      });
      traefik.reload();
      await until(
        `Traefik has ${marker}`,
        async () => `${marker}@file` in ((await traefik.rawData()).middlewares ?? {}),
        20_000,
      );
      // its entry points are switched one after the other
      await new Promise((done) => setTimeout(done, 10));
    },
    stop: async () => {
      await traefik.stop("SIGKILL");
      await folder.remove();
    },
  };
}
