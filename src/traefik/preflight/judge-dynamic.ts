import { type ChildProcess, spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DEFAULT_CERTIFICATE } from "./default-certificate.ts";
import { logLines } from "./log-lines.ts";

/** What the real Traefik makes of a folder of dynamic files. */
export type DynamicVerdict =
  | {
      readonly accepted: true;
      /** the texts of every object in error, by `http.routers.name` */
      readonly objects: ReadonlyMap<string, readonly string[]>;
      /** the objects that have none */
      readonly served: ReadonlySet<string>;
    }
  | { readonly accepted: false; readonly crashed: boolean; readonly says: string };

export interface DynamicQuestion {
  readonly bin: string;
  /** the staged dynamic files; a marker file is added to it */
  readonly directory: string;
  /** these files define the default store for certificates themselves: false where they do not, or it is not given */
  readonly hasDefaultStore?: boolean;
  /** what the static configuration decides: see `instanceOf` */
  readonly staticConfiguration: Readonly<Record<string, unknown>>;
  /** variables of the gateway that templates read */
  readonly variables?: Readonly<Record<string, string>>;
  /** a folder of the caller's for the instance's own static file */
  readonly scratch: string;
  /** milliseconds until the question is given up */
  readonly timeout?: number;
}

const MARKER = "gateway-preflight";
const MARKER_FILE = "~gateway-preflight.yaml";

/**
 * Asks a short-lived Traefik on 127.0.0.1 what it makes of a folder: 0.2 to 0.3 s. It has no provider but the file
 * provider, its entry points are on ports that the system chooses, and it is killed the moment it has answered:
 * before the first health check, which Traefik makes one interval after loading (see quiet.ts for shorter ones).
 * Nothing may leave this machine: default transports give up at once and proxies are a closed port.
 *
 * @returns only the file provider's objects
 * @throws when Traefik cannot be run or does not answer in time
 */
export async function judgeDynamic(question: DynamicQuestion): Promise<DynamicVerdict> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask(question);
    } catch (error) {
      // a port that was free is somebody else's by the time that Traefik wants it
      if (attempt === MAX_ATTEMPTS || !String(error).includes("address already in use")) throw error;
    }
  }
}

const MAX_ATTEMPTS = 3;

async function ask(question: DynamicQuestion): Promise<DynamicVerdict> {
  const port = await freePort();
  const staticFile = join(question.scratch, "preflight.json");
  await writeFile(staticFile, JSON.stringify(instance(question, port)));
  await writeFile(
    join(question.directory, MARKER_FILE),
    `http: {middlewares: {${MARKER}: {stripPrefix: {prefixes: [/]}}}}\n${question.hasDefaultStore ? "" : DEFAULT_CERTIFICATE}\n`,
  );
  const nowhere = "http://127.0.0.1:1";
  const child = spawn(question.bin, [`--configFile=${staticFile}`], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...question.variables,
      HTTP_PROXY: nowhere,
      HTTPS_PROXY: nowhere,
      http_proxy: nowhere,
      https_proxy: nowhere,
    },
  });
  const output = collect(child);
  try {
    return await answer(question, child, output, `http://127.0.0.1:${port}/api`);
  } finally {
    child.kill("SIGKILL");
    await output.ended;
  }
}

async function answer(
  question: DynamicQuestion,
  child: ChildProcess,
  output: Output,
  api: string,
): Promise<DynamicVerdict> {
  const deadline = performance.now() + (question.timeout ?? 30_000);
  for (;;) {
    if (output.error !== null) throw new Error(`cannot run ${question.bin}: ${output.error.message}`);
    const lines = logLines(output.text());
    const refusal = lines.find(({ message }) => LOADING_FAILED.test(message));
    if (refusal) return { accepted: false, crashed: false, says: refusal.error ?? refusal.message };
    if (/^(panic|fatal error|runtime: goroutine stack exceeds)/m.test(output.text()) || isPanic(lines)) {
      return { accepted: false, crashed: true, says: "Traefik died while loading this configuration" };
    }
    if (child.exitCode !== null || child.signalCode !== null) {
      const fatal = lines.find(({ message }) => message === "Command error");
      throw new Error(`Traefik ended before it answered: ${fatal?.error ?? "it said nothing"}`);
    }
    if (performance.now() > deadline) throw new Error("Traefik did not answer in time");
    if (await isLoaded(api)) return { accepted: true, ...objectsIn(await get(`${api}/rawdata`)) };
    await sleep(5);
  }
}

/** By the log of 3.0 to 3.7, with `watch: false`. */
const LOADING_FAILED =
  /^(Cannot start the provider|Error while building configuration|Error occurred during watcher)/;

/** Traefik's goroutine pool recovers from a panic and says so; nothing is loaded from then on. */
function isPanic(lines: ReturnType<typeof logLines>): boolean {
  return lines.some(
    ({ message, error }) => /^(Error in Go routine|panic)/i.test(message) && error !== undefined,
  );
}

async function isLoaded(api: string): Promise<boolean> {
  const found: unknown = await get(`${api}/http/middlewares/${MARKER}@file`).catch(() => null);
  return typeof found === "object" && found !== null && "name" in found && found.name === `${MARKER}@file`;
}

async function get(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  return response.json();
}

function instance(question: DynamicQuestion, port: number): Record<string, unknown> {
  const { entryPoints, api, experimental, ...rest } = question.staticConfiguration;
  return {
    ...rest,
    global: { checkNewVersion: false, sendAnonymousUsage: false },
    entryPoints: {
      ...asRecord(entryPoints),
      traefik: { ...asRecord(asRecord(entryPoints)["traefik"]), address: `127.0.0.1:${port}` },
    },
    api: { ...asRecord(api), insecure: true },
    providers: {
      ...asRecord(rest["providers"]),
      providersThrottleDuration: "0s",
      file: { directory: question.directory, watch: false },
    },
    serversTransport: { forwardingTimeouts: { dialTimeout: "1ns" } },
    tcpServersTransport: { dialTimeout: "1ns" },
    ...(experimental === undefined ? {} : { experimental }),
    log: { level: "ERROR", format: "json" },
  };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

const KINDS: Readonly<Record<string, string>> = {
  routers: "http.routers",
  services: "http.services",
  middlewares: "http.middlewares",
  tcpRouters: "tcp.routers",
  tcpServices: "tcp.services",
  tcpMiddlewares: "tcp.middlewares",
  udpRouters: "udp.routers",
  udpServices: "udp.services",
};

function objectsIn(raw: unknown): Omit<Extract<DynamicVerdict, { accepted: true }>, "accepted"> {
  const objects = new Map<string, readonly string[]>();
  const served = new Set<string>();
  for (const [section, kind] of Object.entries(KINDS)) {
    for (const [name, object] of Object.entries(asRecord(asRecord(raw)[section]))) {
      if (!name.endsWith("@file") || name === `${MARKER}@file`) continue;
      const id = `${kind}.${name.slice(0, -"@file".length)}`;
      const errors = asRecord(object)["error"];
      if (Array.isArray(errors)) objects.set(id, errors.map(String));
      else served.add(id);
    }
  }
  return { objects, served };
}

interface Output {
  readonly text: () => string;
  readonly ended: Promise<void>;
  error: Error | null;
}

/** Collects what the process prints, up to a megabyte: a stack overflow prints far more. */
function collect(child: ChildProcess): Output {
  const limit = 1 << 20;
  let text = "";
  const add = (chunk: Buffer): void => void (text.length < limit && (text += chunk.toString("utf8")));
  child.stdout?.on("data", add);
  child.stderr?.on("data", add);
  const output: Output = {
    text: () => text,
    error: null,
    ended: new Promise((resolve) => {
      child.once("close", () => resolve());
      child.once("error", (error) => ((output.error = error), resolve()));
    }),
  };
  return output;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
