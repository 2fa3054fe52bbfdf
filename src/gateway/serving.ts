import { type Child, type Ended, TRAEFIK_GRACE } from "./child.ts";
import type { Held } from "./hold-connections.ts";
import type { Log } from "./log.ts";
import { waitUntilReady } from "./readiness.ts";
import { restart, type StaticSummary } from "./restart.ts";
import type { RestartChoice } from "./settings.ts";
import { sparing } from "./sparing.ts";
import { READY_WITHIN } from "./start-beside.ts";
import { takeOver } from "./take-over.ts";

/** What is published, as far as it tells that something has changed. */
export interface PublishedState {
  readonly revision: string | null;
  /** grows with every publication */
  readonly sequence: number;
  /** it was come back to, and the source has something else, which is not to be published */
  readonly isHeld: boolean;
  /** how many routers its files define */
  readonly routers: number;
}

/** What keeps Traefik serving asks of the outside. */
export interface ServingPorts {
  readonly log: Log;
  readonly choice: RestartChoice;
  readonly start: () => Promise<Child>;
  /** tells the hook whom to signal and where to ask; null: nobody */
  readonly announce: (note: { pid: number; ready: boolean; api: string | null } | null) => Promise<void>;
  readonly published: () => PublishedState | null;
  /** the static configuration that is published now, as text; null: none, or it cannot be read */
  readonly staticText: () => Promise<string | null>;
  readonly readStatic: () => Promise<StaticSummary>;
  /** something is published that Traefik reads only when it starts */
  readonly isRestartPending: () => boolean;
  /** files besides the static ones of which that is so */
  readonly unread: () => readonly string[];
  readonly restartDone: () => void;
  /** publishes the previous revision again */
  readonly putBack: () => Promise<boolean>;
  readonly restarted: () => void;
  readonly collectGarbage: () => void;
  /** lets new connections to these ports wait; throws where that cannot be done */
  readonly hold: (ports: readonly number[]) => Promise<Held>;
  /** Traefiks that a gateway before this one has left, and what they were started with */
  readonly left: readonly Child[];
  readonly leftStatic: StaticSummary;
  /** the gateway is to end */
  readonly stop: AbortSignal;
}

/** The Traefik that serves, whichever process that is. */
export interface Serving {
  readonly current: () => Child;
  /** why the last static change was not taken, until something else is published; null otherwise */
  readonly failure: () => string | null;
  /** takes a static change, if there is one */
  readonly follow: () => Promise<void>;
  /** ends it, and those that still drain */
  readonly stop: () => Promise<Ended>;
}

/** The file provider applies all its routers at once: one of them is enough to know that they are there. */
function expectedRouters({ published }: ServingPorts): number {
  return Math.min(1, published()?.routers ?? 0);
}

/** Starts Traefik; where others are left, once or before they drain. */
async function startFirst(
  ports: ServingPorts,
  after: StaticSummary,
): Promise<{ serving: Child; draining: Promise<unknown> | null }> {
  if (ports.left.length === 0) return { serving: await ports.start(), draining: null };
  const routers = (): number => expectedRouters(ports);
  return takeOver({ ...ports, routers, before: ports.leftStatic, after });
}

/** A static configuration that was tried in vain. */
interface Refused {
  readonly text: string | null;
  readonly why: string;
  /** what was published when it was given up */
  readonly published: PublishedState | null;
}

/** Something else has been published, or the source has come back to what is: nothing is to be published for that. */
function isOver({ published: before }: Refused, now: PublishedState | null): boolean {
  return now?.sequence !== before?.sequence || (before?.isHeld === true && now?.isHeld === false);
}

/** Starts Traefik on what is published, and lets another take over whenever the static configuration changes. */
export async function startServing(ports: ServingPorts): Promise<Serving> {
  const { announce, log } = ports;
  let summary = await ports.readStatic();
  /** the static configuration that Traefik runs with */
  let running = await ports.staticText();
  let refused: Refused | null = null;
  ports.restartDone();
  let { serving: current, draining: drains } = await startFirst(ports, summary);
  void drains?.then(() => (drains = null));
  const tell = async (ready: boolean): Promise<void> => {
    if (current.pid !== null && current.isRunning())
      await announce({ pid: current.pid, ready, api: summary.api });
    else await announce(null);
  };
  await tell(false);
  const first = current;
  const isReady = waitUntilReady(first, summary, expectedRouters(ports), READY_WITHIN, ports.stop);
  void sparing(ports.collectGarbage, isReady).then(async (lacks) => {
    if (first !== current || ports.stop.aborted) return;
    if (lacks === null) await tell(true);
    else if (first.isRunning()) log("warn", "Traefik is not ready yet", { lacks });
  });

  const failure = (): string | null => {
    if (refused !== null && isOver(refused, ports.published())) refused = null;
    return refused?.why ?? null;
  };

  const follow = async (): Promise<void> => {
    if (drains !== null || !ports.isRestartPending()) return;
    const text = await ports.staticText();
    if (refused !== null && refused.text === text) return;
    const unread = ports.unread();
    if (text === running && unread.length === 0) return ports.restartDone();
    if (unread.length > 0)
      log("info", "Traefik reads files only when it starts: another one does", { files: unread.join(", ") });
    const before = ports.published();
    const after = await ports.readStatic();
    const restarting = restart({
      ...ports,
      routers: () => expectedRouters(ports),
      old: current,
      before: summary,
      after,
      announce: async () => announce(null),
    });
    const { serving, draining, failed } = await sparing(ports.collectGarbage, restarting);
    if (serving !== current) ports.restarted();
    current = serving;
    drains = draining;
    void draining?.then(() => (drains = null));
    if (ports.stop.aborted) return;
    if (failed !== null) {
      refused = { text, why: failed, published: ports.published() };
      return tell(current.isRunning());
    }
    running = text;
    summary = after;
    await tell(true);
    // with other static files than it has read, the dynamic ones may be for the next
    if ((await ports.staticText()) !== running) return;
    // What was published while the new one started may have come after its reading, and before it could be told.
    const isNewer = ports.published()?.sequence !== before?.sequence;
    if (after.fileProvider && isNewer) current.signal("SIGHUP");
    // what it does not read on a signal it may have read too early
    if (!isNewer || ports.unread().length === 0) ports.restartDone();
  };

  return {
    current: () => current,
    failure,
    follow,
    stop: async () => {
      const stopped = current.stop(TRAEFIK_GRACE);
      await Promise.all([stopped, drains]);
      await announce(null);
      return stopped;
    },
  };
}
