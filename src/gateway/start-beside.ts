import type { Child } from "./child.ts";
import type { Held } from "./hold-connections.ts";
import type { Log } from "./log.ts";
import { waitUntilReady } from "./readiness.ts";
import type { StaticSummary } from "./restart.ts";

export interface Beside {
  /** process id of the one that serves */
  readonly old: number | null;
  readonly start: () => Promise<Child>;
  readonly before: StaticSummary;
  readonly after: StaticSummary;
  /** how many routers of the file provider it has to have before it counts as ready */
  readonly routers: () => number;
  /** lets new connections to these ports wait; throws where that cannot be done */
  readonly hold: (ports: readonly number[]) => Promise<Held>;
  readonly log: Log;
  /** the gateway is to end */
  readonly stop: AbortSignal;
}

export interface StartedBeside {
  readonly fresh: Child;
  /** null: it is ready */
  readonly lacks: string | null;
  readonly readyMs: number;
  /** what the log says of new connections */
  readonly connections: Readonly<Record<string, string | number>>;
}

/** How long a new Traefik may take until it is ready. Milliseconds. */
export const READY_WITHIN = 30_000;
/** Between the start of holding and that of the new Traefik. Milliseconds. */
const NOTHING_TO_TELL = 100;

/**
 * Starts another Traefik beside one that serves, and waits until it is ready; new connections wait meanwhile.
 *
 * @param why what the log calls it
 */
export async function startBeside(why: string, given: Beside): Promise<StartedBeside> {
  const { old, start, before, after, routers, hold, log, stop } = given;
  const began = Date.now();
  const shared = before.publicPorts.filter((port) => after.publicPorts.includes(port));
  const held = await hold(shared).catch((error: unknown) =>
    error instanceof Error ? error.message : String(error),
  );
  const fresh = await start();
  log("info", `${why}: another Traefik starts beside the old one`, { old, new: fresh.pid });
  const lacks = await waitUntilReady(fresh, after, routers(), READY_WITHIN, stop);
  const heldMs = typeof held === "string" ? 0 : await held.release();
  const atRiskMs = Math.max(0, Date.now() - began - heldMs);
  const connections = {
    newConnectionsWaitedMs: heldMs,
    ...(atRiskMs < NOTHING_TO_TELL ? {} : { newConnectionsAtRiskMs: atRiskMs }),
    ...(typeof held === "string" ? { why: held } : {}),
  };
  return { fresh, lacks, readyMs: Date.now() - began, connections };
}
