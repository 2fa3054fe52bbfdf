import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface RunningTraefik {
  readonly pid: number;
  /** base URL of its API */
  readonly api: string;
  /** port of each entry point */
  readonly ports: Readonly<Record<string, number>>;
  /** everything it logged so far */
  readonly log: () => string;
  /** sends SIGHUP: it reads its files again */
  readonly reload: () => void;
  readonly rawData: () => Promise<RawData>;
  /** ends when it has ended; SIGTERM unless another signal is given */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
  readonly ended: Promise<number | null>;
}

interface RuntimeObject {
  readonly status: "enabled" | "disabled" | "warning";
  readonly error?: readonly string[];
  readonly [field: string]: unknown;
}

/** `/api/rawdata`: objects by `name@provider`. */
export interface RawData {
  readonly routers?: Readonly<Record<string, RuntimeObject>>;
  readonly services?: Readonly<Record<string, RuntimeObject>>;
  readonly middlewares?: Readonly<Record<string, RuntimeObject>>;
  readonly tcpRouters?: Readonly<Record<string, RuntimeObject>>;
  readonly tcpServices?: Readonly<Record<string, RuntimeObject>>;
  readonly tcpMiddlewares?: Readonly<Record<string, RuntimeObject>>;
  readonly udpRouters?: Readonly<Record<string, RuntimeObject>>;
  readonly udpServices?: Readonly<Record<string, RuntimeObject>>;
}

export interface TraefikOptions {
  /** watched or signalled folder of dynamic files */
  readonly directory: string;
  readonly watch?: boolean;
  /** names of the entry points; `/udp` behind a name makes it one of UDP */
  readonly entryPoints?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** the executable */
  readonly bin: string;
}

/** Starts a real Traefik on 127.0.0.1 with free ports and waits until its API answers. */
export async function startTraefik(options: TraefikOptions): Promise<RunningTraefik> {
  const names = options.entryPoints ?? ["web", "websecure"];
  const ports: Record<string, number> = {};
  const args = [
    `--providers.file.directory=${options.directory}`,
    `--providers.file.watch=${options.watch ?? false}`,
    "--providers.providersThrottleDuration=0s",
    "--api.insecure=true",
    "--api.dashboard=true",
    "--log.level=DEBUG",
    "--log.format=json",
    "--global.checkNewVersion=false",
    "--global.sendAnonymousUsage=false",
  ];
  for (const entry of [...names, "traefik"]) {
    const [name = entry, protocol] = entry.split("/");
    ports[name] = await freePort();
    args.push(`--entryPoints.${name}.address=127.0.0.1:${ports[name]}${protocol ? `/${protocol}` : ""}`);
  }
  return startTraefikWith(options.bin, [...args, ...(options.args ?? [])], ports, options.env);
}

/** Starts a real Traefik with these arguments (`--configFile=…`); `ports.traefik` is where its API answers. */
export async function startTraefikWith(
  executable: string,
  args: readonly string[],
  ports: Readonly<Record<string, number>>,
  env: NodeJS.ProcessEnv = process.env,
): Promise<RunningTraefik> {
  const child = spawn(executable, args, {
    stdio: ["ignore", "pipe", "pipe"],
    // to collect garbage less often spares a third of the processor's time that a start takes
    env: { GOGC: "400", ...env },
  });
  let log = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (log += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
  const ended = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => resolve(code));
    child.once("error", () => resolve(null));
  });
  const api = `http://127.0.0.1:${ports["traefik"]}`;
  const running: RunningTraefik = {
    pid: child.pid ?? -1,
    api,
    ports,
    log: () => log,
    reload: () => void child.kill("SIGHUP"),
    rawData: async () => (await (await fetch(`${api}/api/rawdata`)).json()) as RawData,
    stop: async (signal = "SIGTERM") => (isAlive(child) && child.kill(signal), ended),
    ended,
  };
  const deadline = Date.now() + 15_000;
  while (!(await answers(`${api}/api/version`))) {
    if (!isAlive(child)) throw new Error(`Traefik ended at its start:\n${log}`);
    if (Date.now() > deadline) {
      await running.stop("SIGKILL");
      throw new Error(`Traefik's API does not answer:\n${log}`);
    }
    await sleep(20);
  }
  return running;
}

function isAlive(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    async (response) => (await response.arrayBuffer(), response.ok),
    () => false,
  );
}

/** Below these the system takes no port for connections of its own (Linux from 32768, macOS from 49152 on). */
const PORTS = { first: 12_000, count: 20_000 };

/** Test files run side by side, each in a worker with every so-many-th port. */
const WORKERS = 16;
const WORKER = Number(process.env["VITEST_POOL_ID"] ?? 0) % WORKERS;
const given = new Set<number>();

/** A TCP port of 127.0.0.1 that is free, and that nobody gets by chance until it is used. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = PORTS.first + Math.floor(Math.random() * (PORTS.count / WORKERS)) * WORKERS + WORKER;
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error("no free port");
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listens = await new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(false)).listen(port, "127.0.0.1", () => resolve(true));
  });
  if (listens) await new Promise((resolve) => server.close(resolve));
  return listens;
}

/** Waits until the condition holds. @throws after `timeout` milliseconds, with `what` in the message */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeout = 10_000,
): Promise<void> {
  const deadline = Date.now() + timeout;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited ${timeout} ms for: ${what}`);
    await sleep(15);
  }
}

/** A temporary folder with these files (path → content); `remove` deletes it. */
export async function temporaryFolder(
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "gateway-"));
  await writeFiles(path, files);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

export async function writeFiles(
  root: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
}
