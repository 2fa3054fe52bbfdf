import { execFile, spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { ENVIRONMENT, type GatewayRepository } from "../../e2e/gateway-repository.ts";

/** The scripts of `bin/`; `GATEWAY_BIN` is another gateway, with `gateway-healthz` beside it. */
const COMMANDS = process.env["GATEWAY_BIN"]
  ? {
      gateway: [resolve(process.env["GATEWAY_BIN"])],
      healthz: [join(dirname(resolve(process.env["GATEWAY_BIN"])), "gateway-healthz")],
    }
  : {
      gateway: [process.execPath, resolve("bin", "gateway.js")],
      healthz: [process.execPath, resolve("bin", "gateway-healthz.js")],
    };

/** A line of the one log stream; text of programs that write no JSON has `msg` alone. */
export interface LogLine {
  readonly msg: string;
  readonly level?: string;
  readonly [field: string]: unknown;
}

export interface RunningGateway {
  readonly pid: number;
  readonly lines: () => readonly LogLine[];
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** runs `gateway-healthz --json` with the gateway's variables, and these */
  readonly health: (env?: Readonly<Record<string, string>>) => Promise<HealthAnswer>;
  /** process id of the Traefik that the hook may signal; null: none */
  readonly traefikPid: () => Promise<number | null>;
  /** processes that have this gateway's folder in their variables, by process id: their names; zombies included */
  readonly family: () => Promise<ReadonlyMap<number, string>>;
}

export interface HealthAnswer {
  readonly code: number;
  readonly health: string;
  readonly reasons: readonly string[];
  readonly revision: string | null;
  readonly lastRejection: { readonly revision: string | null } | null;
  readonly gitSync: { readonly alive: boolean; readonly lastSyncAgeSeconds: number | null } | null;
}

/** The variables of a gateway over this repository. */
export function gatewayVariables(
  repository: GatewayRepository,
  bins: { readonly traefik: string; readonly gitSync: string },
): Record<string, string> {
  const run = join(repository.folder, "run");
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: repository.folder,
    ENABLE_GITSYNC: "1",
    GITSYNC_REPO: `file://${repository.path}`,
    GITSYNC_REF: "main",
    GITSYNC_ROOT: join(repository.folder, "git"),
    GITSYNC_PERIOD: "250ms",
    GITSYNC_EXECHOOK_BACKOFF: "1s",
    GATEWAY_CONFIG_PATH: ENVIRONMENT,
    GATEWAY_TARGET_DIR: repository.target,
    GATEWAY_TRAEFIK_PIDFILE: join(run, "traefik.pid"),
    GATEWAY_TRAEFIK_BIN: bins.traefik,
    GATEWAY_GITSYNC_BIN: bins.gitSync,
  };
}

/** Starts the built gateway. */
export function startGateway(
  folder: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): RunningGateway {
  const [command = "", ...first] = COMMANDS.gateway;
  const child = spawn(command, [...first, ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (part: string) => (text += part));
  return {
    pid: child.pid ?? -1,
    lines: () => text.split("\n").filter(Boolean).map(parseLine),
    signal: (signal) => void child.kill(signal),
    ended: new Promise((done) => child.once("exit", (code, signal) => done({ code, signal }))),
    health: async (more = {}) => askHealth({ ...env, ...more }),
    traefikPid: async () => {
      const note = await readFile(env["GATEWAY_TRAEFIK_PIDFILE"] ?? "", "utf8").catch(() => "");
      return / ready /.test(note) ? Number.parseInt(note, 10) : null;
    },
    family: async () => familyOf(folder, child.pid ?? -1),
  };
}

function parseLine(line: string): LogLine {
  try {
    const value = JSON.parse(line) as LogLine;
    return { ...value, msg: String(value.msg ?? value["message"] ?? line) };
  } catch {
    return { msg: line };
  }
}

async function askHealth(env: Readonly<Record<string, string>>): Promise<HealthAnswer> {
  const [command = "", ...args] = COMMANDS.healthz;
  return new Promise((done, failed) => {
    execFile(command, [...args, "--json"], { env }, (error, stdout, stderr) => {
      try {
        const code = error === null ? 0 : Number(error.code);
        done({ ...(JSON.parse(stdout) as Omit<HealthAnswer, "code">), code });
      } catch {
        failed(new Error(`gateway-healthz: ${stdout}${stderr}`));
      }
    });
  });
}

/** Without /proc (macOS) nobody is found. */
async function familyOf(folder: string, gateway: number): Promise<ReadonlyMap<number, string>> {
  const family = new Map<number, string>();
  for (const name of await readdir("/proc").catch(() => [])) {
    if (!/^\d+$/.test(name)) continue;
    const [environment, command, status] = await Promise.all(
      ["environ", "comm", "status"].map((file) => readFile(`/proc/${name}/${file}`, "utf8").catch(() => "")),
    );
    const isChild = new RegExp(`^PPid:\\s*${gateway}$`, "m").test(status ?? "");
    if (environment?.includes(folder) === true || isChild) family.set(Number(name), (command ?? "").trim());
  }
  return family;
}
