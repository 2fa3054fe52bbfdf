import type { Child } from "./child.ts";
import type { Log } from "./log.ts";
import { countRouters, type Endpoints, waitUntilReady } from "./readiness.ts";
import type { RestartChoice } from "./settings.ts";

/** What the static configuration says that decides how another Traefik takes over. */
export interface StaticSummary extends Endpoints {
  /** every entry point has `reusePort: true` */
  readonly reusePort: boolean;
  /** certificate resolvers write `acme.json`, which two Traefiks must not do at once */
  readonly resolvers: boolean;
}

export interface Restart {
  readonly old: Child;
  readonly start: () => Child;
  readonly before: StaticSummary;
  readonly after: StaticSummary;
  readonly choice: RestartChoice;
  /** tells whom the hook may signal; null: nobody */
  readonly announce: (child: Child | null) => Promise<void>;
  /** puts the previous revision back: the next Traefik started reads that one */
  readonly putBack: () => Promise<boolean>;
  readonly log: Log;
}

export interface Restarted {
  /** the Traefik that serves from now on; null: none does */
  readonly serving: Child | null;
  readonly failed: string | null;
}

/** How long a new Traefik may take until it is ready. Milliseconds. */
const READY_WITHIN = 30_000;
/** Longer than Traefik's own default for open requests (10 s) and what people set. Milliseconds. */
const DRAIN_WITHIN = 180_000;

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
  const { old, start, before, after, announce, putBack, log } = change;
  const began = Date.now();
  // The file provider applies all its routers at once: one of them is enough to know that they are there.
  const routers = before.api === null ? 0 : Math.min(1, (await askUntilOwn(old, before.api)) ?? 0);
  const fresh = start();
  log("info", "static change: another Traefik starts beside the old one", { old: old.pid, new: fresh.pid });
  const lacks = await waitUntilReady(fresh, after, routers, READY_WITHIN);
  if (lacks !== null) {
    await fresh.stop(1_000);
    const back = await putBack();
    log("error", "the new Traefik did not come up; the old one goes on", {
      why: lacks,
      previousRevisionBack: back,
    });
    return { serving: old, failed: `the static change was not taken: ${lacks}` };
  }
  await announce(fresh);
  const ready = Date.now() - began;
  await old.stop(DRAIN_WITHIN);
  log("info", "static change: the new Traefik serves, the old one has drained", {
    readyMs: ready,
    drainedMs: Date.now() - began - ready,
    portsClosedMs: 0,
  });
  return { serving: fresh, failed: null };
}

/** The old one drains and ends, then the new one starts; the ports are closed in between. */
async function sequential(change: Restart): Promise<Restarted> {
  const { old, start, after, announce, putBack, log } = change;
  await announce(null);
  log("warn", "static change: Traefik restarts; its ports are closed for a moment", { old: old.pid });
  const ended = old.stop(DRAIN_WITHIN);
  await ended;
  const closed = Date.now();
  const fresh = start();
  const lacks = await waitUntilReady(fresh, after, 0, READY_WITHIN);
  if (lacks === null) {
    await announce(fresh);
    log("info", "static change: the new Traefik serves", { portsClosedMs: Date.now() - closed });
    return { serving: fresh, failed: null };
  }
  await fresh.stop(1_000);
  const back = await putBack();
  const again = start();
  const stillLacks = await waitUntilReady(again, change.before, 0, READY_WITHIN);
  await announce(again.isRunning() ? again : null);
  log("error", "the new Traefik did not come up; the previous configuration is back", {
    why: lacks,
    previousRevisionBack: back,
    portsClosedMs: Date.now() - closed,
  });
  const failed = `the static change was not taken: ${lacks}${stillLacks === null ? "" : `; and the old one: ${stillLacks}`}`;
  return { serving: again.isRunning() ? again : null, failed };
}

async function askUntilOwn(child: Child, api: string): Promise<number | null> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const routers = await countRouters(child, api);
    if (routers !== null) return routers;
  }
  return null;
}
