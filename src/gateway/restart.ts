import { type Child, type Ended, TRAEFIK_GRACE } from "./child.ts";
import { type ClientPort, type ClosedPorts, watchPorts } from "./closed-ports.ts";
import type { Held } from "./hold-connections.ts";
import type { Log } from "./log.ts";
import { type Endpoints, waitUntilReady } from "./readiness.ts";
import type { RestartChoice } from "./settings.ts";
import { READY_WITHIN, startBeside } from "./start-beside.ts";

/** What the static configuration says that decides how another Traefik takes over. */
export interface StaticSummary extends Endpoints {
  /** every entry point has `reusePort: true` */
  readonly reusePort: boolean;
  /** certificate resolvers write `acme.json`, which two Traefiks must not do at once */
  readonly resolvers: boolean;
  /** it has a file provider: Traefik reads its files again on SIGHUP */
  readonly fileProvider: boolean;
  /** entry points but for those where Traefik itself is asked; all where there are no others */
  readonly clientPorts: readonly ClientPort[];
  /** ports of the entry points on all addresses, but for those where Traefik itself is asked */
  readonly publicPorts: readonly number[];
}

export interface Restart {
  readonly old: Child;
  readonly start: () => Promise<Child>;
  readonly before: StaticSummary;
  readonly after: StaticSummary;
  readonly choice: RestartChoice;
  /** how many routers of the file provider it has to have before it counts as ready */
  readonly routers: () => number;
  /** nobody may be signalled from now on */
  readonly announce: () => Promise<void>;
  /** puts the previous revision back: the next Traefik started reads that one */
  readonly putBack: () => Promise<boolean>;
  /** lets new connections to these ports wait; throws where that cannot be done */
  readonly hold: (ports: readonly number[]) => Promise<Held>;
  readonly log: Log;
  /** the gateway is to end */
  readonly stop: AbortSignal;
}

export interface Restarted {
  /** the Traefik that serves from now on; it has ended where none could be started */
  readonly serving: Child;
  /** the old one, as long as it answers the requests that it has */
  readonly draining: Promise<Ended> | null;
  /** why the change was not taken */
  readonly failed: string | null;
}

/** One that is not needed. Milliseconds. */
const GIVE_UP_WITHIN = 1_000;

/** Lets another Traefik take over with the static configuration that is published now. */
export async function restart(change: Restart): Promise<Restarted> {
  const reason = whyNotBeside(change);
  return reason === null ? beside(change) : sequential(change, reason);
}

/**
 * Both may serve at once where their ports can be shared, before and after, and nobody writes one `acme.json` twice.
 *
 * @returns why the one has to end before the other starts; null where it has not
 */
export function whyNotBeside({
  choice,
  before,
  after,
}: Pick<Restart, "choice" | "before" | "after">): string | null {
  if (choice === "sequential") return "GATEWAY_RESTART=sequential";
  if (choice === "beside") return null;
  if (!before.reusePort || !after.reusePort) return "not all entry points have reusePort: true";
  if (before.resolvers || after.resolvers)
    return "certificate resolvers: two Traefiks must not write one acme.json";
  return null;
}

/** The new one starts beside the old, which drains once the new one is ready. */
async function beside(change: Restart): Promise<Restarted> {
  const { old, putBack, log, stop } = change;
  const { fresh, lacks, readyMs, connections } = await startBeside("static change", {
    ...change,
    old: old.pid,
  });
  if (lacks !== null) {
    await fresh.stop(GIVE_UP_WITHIN);
    if (stop.aborted) return { serving: old, draining: null, failed: null };
    const back = await putBack();
    log("error", "static change: the new Traefik did not come up; the old one goes on, nothing was lost", {
      why: lacks,
      previousRevisionBack: back,
    });
    return { serving: old, draining: null, failed: notTaken(lacks) };
  }
  const readyAt = Date.now();
  const draining = old.stop(TRAEFIK_GRACE).then((ended) => {
    log("info", "static change: the new Traefik serves, the old one has drained", {
      readyMs,
      drainedMs: Date.now() - readyAt,
      portsClosedMs: 0,
      ...connections,
    });
    return ended;
  });
  return { serving: fresh, draining, failed: null };
}

/** The old one drains and ends, then the new one starts; the ports are closed in between. */
async function sequential(change: Restart, reason: string): Promise<Restarted> {
  const closed = watchPorts(change.before.clientPorts);
  try {
    return await oneAfterTheOther(change, reason, closed);
  } finally {
    await closed.stop();
  }
}

async function oneAfterTheOther(change: Restart, reason: string, closed: ClosedPorts): Promise<Restarted> {
  const { old, start, before, after, routers, announce, putBack, log, stop } = change;
  await announce();
  log("warn", "static change: Traefik restarts; its ports are closed meanwhile", {
    old: old.pid,
    why: reason,
  });
  await old.stop(TRAEFIK_GRACE);
  if (stop.aborted) return { serving: old, draining: null, failed: null };
  const fresh = await start();
  const lacks = await waitUntilReady(fresh, after, routers(), READY_WITHIN, stop);
  if (lacks === null || stop.aborted) {
    log("info", "static change: the new Traefik serves", await howLong(closed, after.clientPorts));
    return { serving: fresh, draining: null, failed: null };
  }
  await fresh.stop(GIVE_UP_WITHIN);
  const back = await putBack();
  const again = await start();
  const stillLacks = await waitUntilReady(again, before, routers(), READY_WITHIN, stop);
  log("error", "static change: the new Traefik did not come up; the previous configuration is back", {
    why: lacks,
    previousRevisionBack: back,
    ...(await howLong(closed, before.clientPorts)),
  });
  const failed = stillLacks === null ? notTaken(lacks) : `${notTaken(lacks)}; and the old one: ${stillLacks}`;
  return { serving: again, draining: null, failed };
}

function notTaken(lacks: string): string {
  return `the static change was not taken: ${lacks}`;
}

/** What the log says of ports that were closed; of those that are there before and after. */
async function howLong(
  closed: ClosedPorts,
  after: readonly ClientPort[],
): Promise<{ portsClosedMs: number; ports: string }> {
  const found = [...(await closed.stop())].filter(([name]) => after.some((port) => port.name === name));
  return {
    portsClosedMs: Math.max(0, ...found.map(([, ms]) => ms)),
    ports: found.map(([name, ms]) => `${name} ${ms} ms`).join(", "),
  };
}
