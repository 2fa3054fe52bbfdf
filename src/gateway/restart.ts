import type { Child, Ended } from "./child.ts";
import type { Log } from "./log.ts";
import { type Endpoints, waitUntilReady } from "./readiness.ts";
import type { RestartChoice } from "./settings.ts";

/** What the static configuration says that decides how another Traefik takes over. */
export interface StaticSummary extends Endpoints {
  /** every entry point has `reusePort: true` */
  readonly reusePort: boolean;
  /** certificate resolvers write `acme.json`, which two Traefiks must not do at once */
  readonly resolvers: boolean;
  /** it has a file provider: Traefik reads its files again on SIGHUP */
  readonly fileProvider: boolean;
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

/** How long a new Traefik may take until it is ready. Milliseconds. */
const READY_WITHIN = 30_000;
/** Longer than Traefik's own default for open requests (10 s) and what people set. Milliseconds. */
const DRAIN_WITHIN = 180_000;
/** One that is not needed. Milliseconds. */
const GIVE_UP_WITHIN = 1_000;

/** Lets another Traefik take over with the static configuration that is published now. */
export async function restart(change: Restart): Promise<Restarted> {
  return takesOverBeside(change) ? beside(change) : sequential(change);
}

/** Both may serve at once: their ports can be shared, before and after, and nobody writes one `acme.json` twice. */
function takesOverBeside({ choice, before, after }: Restart): boolean {
  if (choice !== "auto") return choice === "beside";
  return before.reusePort && after.reusePort && !before.resolvers && !after.resolvers;
}

/** The new one starts beside the old, which drains once the new one is ready. */
async function beside(change: Restart): Promise<Restarted> {
  const { old, start, after, routers, putBack, log, stop } = change;
  const began = Date.now();
  const fresh = await start();
  log("info", "static change: another Traefik starts beside the old one", { old: old.pid, new: fresh.pid });
  const lacks = await waitUntilReady(fresh, after, routers(), READY_WITHIN, stop);
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
  const readyMs = Date.now() - began;
  const draining = old.stop(DRAIN_WITHIN).then((ended) => {
    log("info", "static change: the new Traefik serves, the old one has drained", {
      readyMs,
      drainedMs: Date.now() - began - readyMs,
      portsClosedMs: 0,
    });
    return ended;
  });
  return { serving: fresh, draining, failed: null };
}

/** The old one drains and ends, then the new one starts; the ports are closed in between. */
async function sequential(change: Restart): Promise<Restarted> {
  const { old, start, before, after, routers, announce, putBack, log, stop } = change;
  await announce();
  log("warn", "static change: Traefik restarts; its ports are closed meanwhile", {
    old: old.pid,
    why: whyNotBeside(change),
  });
  await old.stop(DRAIN_WITHIN);
  if (stop.aborted) return { serving: old, draining: null, failed: null };
  const closed = Date.now();
  const fresh = await start();
  const lacks = await waitUntilReady(fresh, after, routers(), READY_WITHIN, stop);
  if (lacks === null || stop.aborted) {
    log("info", "static change: the new Traefik serves", { portsClosedMs: Date.now() - closed });
    return { serving: fresh, draining: null, failed: null };
  }
  await fresh.stop(GIVE_UP_WITHIN);
  const back = await putBack();
  const again = await start();
  const stillLacks = await waitUntilReady(again, before, routers(), READY_WITHIN, stop);
  log("error", "static change: the new Traefik did not come up; the previous configuration is back", {
    why: lacks,
    previousRevisionBack: back,
    portsClosedMs: Date.now() - closed,
  });
  const failed = stillLacks === null ? notTaken(lacks) : `${notTaken(lacks)}; and the old one: ${stillLacks}`;
  return { serving: again, draining: null, failed };
}

function notTaken(lacks: string): string {
  return `the static change was not taken: ${lacks}`;
}

function whyNotBeside({ choice, before, after }: Restart): string {
  if (choice === "sequential") return "GATEWAY_RESTART=sequential";
  if (!before.reusePort || !after.reusePort) return "not all entry points have reusePort: true";
  return "certificate resolvers: two Traefiks must not write one acme.json";
}
