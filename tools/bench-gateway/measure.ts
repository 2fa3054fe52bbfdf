import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { type GatewayRepository, makeGatewayRepository } from "../../test/e2e/gateway-repository.ts";
import { ask } from "../../test/e2e/request.ts";
import { type Counts, startLoad } from "../../test/gateway/support/load.ts";
import {
  gatewayVariables,
  type LogLine,
  type RunningGateway,
  startGateway,
} from "../../test/gateway/support/start-gateway.ts";
import { freePort, until } from "../../test/support/start-traefik.ts";

const SHOP = "shop.staging.example.com";
const CANARY = "conf.d/shop/canary.yaml";
const TLS = "conf.d/shared/tls.yaml";
/** longer than Traefik is restless after a change (2 s), and never in step with git-sync's period */
const BETWEEN_MS = 2_600;
const PATIENCE_MS = 60_000;

/** How long commits took. */
export interface Times {
  /** milliseconds from git-sync's start of the hook until a client saw the commit */
  readonly live: readonly number[];
  /** what the hook says it took, in milliseconds */
  readonly hook: readonly number[];
  /** how long `node -e 0` takes between the commits, in milliseconds: tells how busy the machine is */
  readonly node: readonly number[];
}

export interface Measured {
  /** the environment takes the default certificate that the gateway keeps, as the shipped ones do */
  readonly withOne: Times;
  /** it takes none: Traefik makes one at every reload */
  readonly without: Times;
  /** what clients lost over the commits of both */
  readonly commits: Counts;
  readonly kills: Counts;
  readonly killed: number;
  readonly statics: Counts;
  readonly restarts: number;
  /** clients that make a new connection for every request, over the static changes */
  readonly fresh: Counts;
  readonly waited: string;
  readonly memoryMb: number;
}

const run = promisify(execFile);

/** Runs one gateway through commits, deaths of git-sync and static changes, under load all the while. */
export async function measureGateway(
  bins: { readonly traefik: string; readonly gitSync: string },
  times: { readonly commits: number; readonly kills: number; readonly statics: number },
): Promise<Measured> {
  const repository = await makeGatewayRepository();
  const { web } = repository.ports;
  const text = (await repository.read("traefik.yaml"))
    // on all addresses, as in production
    .replace(`address: "127.0.0.1:${web}"`, `address: ":${web}"`)
    .replace("requestAcceptGraceTimeout: 2s", "requestAcceptGraceTimeout: 500ms")
    .replace("  level: INFO", "  level: WARN")
    .replace(/accessLog:[\s\S]*?\n\n/, "");
  const limits = (await repository.read("conf.d/shared/middlewares.yaml")).replace(
    "average: 200",
    "average: 100000",
  );
  const canary = await repository.read(CANARY);
  const first = {
    "traefik.yaml": text,
    "conf.d/shared/middlewares.yaml": limits,
    [CANARY]: allTo(canary, 0),
  };
  await repository.commit("first", first);
  const gateway = startGateway(repository.folder, {
    ...gatewayVariables(repository, bins),
    GITSYNC_PERIOD: "1s",
    GATEWAY_HTTP_BIND: `127.0.0.1:${await freePort()}`,
  });
  try {
    await until("a Traefik that serves", async () => (await gateway.traefikPid()) !== null, PATIENCE_MS);
    await sleep(BETWEEN_MS);
    const load = { port: web, host: SHOP };
    const keeping = startLoad(load);
    console.error("commits");
    const withOne = await commit(gateway, repository, canary, { from: 1, count: times.commits });
    const taken = await repository.read(TLS);
    await untilDone(
      gateway,
      await repository.commit("no default certificate", { [TLS]: optionsAlone(taken) }),
    );
    await sleep(BETWEEN_MS);
    const without = await commit(gateway, repository, canary, {
      from: 1 + times.commits,
      count: times.commits,
    });
    const commits = await keeping.stop();
    await untilDone(gateway, await repository.commit("with one again", { [TLS]: taken }));
    console.error("deaths of git-sync");
    const during = startLoad(load);
    const killed = await killGitSync(gateway, times.kills);
    const kills = await during.stop();
    console.error("static changes");
    const [kept, made] = [startLoad(load), startLoad({ ...load, keepAlive: false, pause: 5 })];
    const waited = await changeStatics(gateway, repository, text, times.statics);
    const memoryMb = Number((await resident(gateway.pid)).toFixed(1));
    const [statics, fresh] = [await kept.stop(), await made.stop()];
    return {
      without,
      withOne,
      commits,
      kills,
      killed,
      statics,
      restarts: waited.length,
      fresh,
      waited: waited.join(", "),
      memoryMb,
    };
  } catch (error) {
    for (const line of gateway.lines().slice(-40)) console.error(JSON.stringify(line));
    throw error;
  } finally {
    gateway.signal("SIGTERM");
    await gateway.ended;
    await repository.remove();
  }
}

async function commit(
  gateway: RunningGateway,
  repository: GatewayRepository,
  canary: string,
  { from, count }: { readonly from: number; readonly count: number },
): Promise<Times> {
  const live: number[] = [];
  const hook: number[] = [];
  const node: number[] = [];
  for (let n = from; n < from + count; n++) {
    const version = VERSIONS[n % 2];
    const head = await repository.commit(`commit ${n}`, { [CANARY]: allTo(canary, n) });
    const isStart = (line: LogLine): boolean => line.msg === "running exechook" && line["hash"] === head;
    await until("the hook's start", () => gateway.lines().some(isStart), PATIENCE_MS);
    await until(
      `commit ${n} live`,
      async () => (await ask(repository.ports.web, SHOP)).version === version,
      PATIENCE_MS,
    );
    const seen = Date.now();
    live.push(seen - Date.parse(String(gateway.lines().find(isStart)?.["ts"]).replace(" ", "T")));
    await untilDone(gateway, head);
    hook.push(Number(gateway.lines().find((line) => line["revision"] === head)?.["ms"]));
    const began = Date.now();
    await run(process.execPath, ["-e", "0"]);
    node.push(Date.now() - began);
    await sleep(BETWEEN_MS);
  }
  return { live, hook, node };
}

const VERSIONS = ["v1", "v2"] as const;

/** The canary with all its weight on one version, by turns. */
function allTo(canary: string, n: number): string {
  const [v1, v2] = n % 2 === 0 ? [100, 0] : [0, 100];
  return canary.replace("weight: 10", `weight: ${v2}`).replace("weight: 90", `weight: ${v1}`);
}

/** The file without what comes after its options: the stores. */
function optionsAlone(tls: string): string {
  const [options = ""] = tls.split("  # What clients get");
  if (options === tls) throw new Error(`${TLS} takes no default certificate`);
  return options;
}

/** Waits for the hook's last word on a commit. */
async function untilDone(gateway: RunningGateway, head: string): Promise<void> {
  const isWord = (line: LogLine): boolean => line["revision"] === head && line["ms"] !== undefined;
  await until("the hook's end", () => gateway.lines().some(isWord), PATIENCE_MS);
}

async function killGitSync(gateway: RunningGateway, count: number): Promise<number> {
  for (let n = 0; n < count; n++) {
    let pid: number | undefined;
    await until("git-sync", async () => {
      pid = [...(await gateway.family())].find(([, name]) => name === "git-sync")?.[0];
      return pid !== undefined;
    }, PATIENCE_MS); // prettier-ignore
    await sleep(500);
    process.kill(pid ?? 0, "SIGKILL");
    await sleep(200);
  }
  return gateway.lines().filter((line) => line["restartInSeconds"] !== undefined).length;
}

/** @returns what the gateway says of each change's new connections */
async function changeStatics(
  gateway: RunningGateway,
  repository: GatewayRepository,
  text: string,
  count: number,
): Promise<string[]> {
  const told = (): LogLine[] => gateway.lines().filter((line) => line["drainedMs"] !== undefined);
  for (let n = 0; n < count; n++) {
    await repository.commit(`static ${n}`, {
      "traefik.yaml": text.replace("graceTimeOut: 10s", `graceTimeOut: ${n + 1}1s`),
    });
    await until("another Traefik", () => told().length === n + 1, PATIENCE_MS * 2);
    await sleep(1_500);
  }
  return told().map((line) => {
    const [waited, atRisk] = [line["newConnectionsWaitedMs"], line["newConnectionsAtRiskMs"] ?? 0].map(
      Number,
    );
    return `${waited} ms${atRisk === 0 ? "" : ` (at risk: ${atRisk} ms)`}`;
  });
}

/** Megabytes. */
async function resident(pid: number): Promise<number> {
  const [, kilobytes] = /^VmRSS:\s*(\d+)/m.exec(await readFile(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}
