import type { Diagnostic } from "../diagnostic.ts";
import type { Tree } from "../environment/tree.ts";
import type { ReloadJudge } from "./reload-judge.ts";

/** How Traefik shall learn of a change; `auto` asks the static configuration and the running process. */
export type ReloadChoice = "auto" | "signal" | "watch" | "none";
export type ReloadMethod = "signal" | "watch" | "none";

/**
 * What the static configuration says about the file provider. Every member may be unknown (null): no static file in
 * the environment, or flags and variables of a Traefik that cannot be seen. Unknown is treated as Traefik's default,
 * with the care that the less comfortable case needs.
 */
export interface StaticFacts {
  /** false: the static configuration is known and has no `providers.file` */
  readonly fileProvider: boolean | null;
  /** `providers.file.directory` as written: a path in Traefik's view, which may be mounted elsewhere in ours */
  readonly directory: string | null;
  /** `providers.file.filename` as written */
  readonly filename: string | null;
  /** `providers.file.watch`; Traefik's default is true */
  readonly watch: boolean | null;
  /** `providers.providersThrottleDuration` in milliseconds; Traefik's default is 2,000 */
  readonly throttleMs: number | null;
}

/** A static file, and what a Traefik that is started with it does. */
export interface ReadStaticFile {
  /** its name ends in the way that says how it is written */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly says: StartedWith;
}

/** What a running Traefik was told when it started. */
export interface StartedWith {
  readonly facts: StaticFacts;
  /** addresses of its entry points, as written; empty where they are not known */
  readonly addresses: readonly string[];
}

export interface ReloadSettings extends Partial<ReloadJudge> {
  readonly choice: ReloadChoice;
  /** file that holds the process id of Traefik; it may be absent */
  readonly pidfile: string | null;
  /** base URL of the live Traefik's API, without `/api`; null: nothing is confirmed */
  readonly apiUrl: string | null;
  readonly static: StaticFacts;
  /** the static file of the environment, and what it says: a running Traefik's that is the same need not be read */
  readonly staticFile?: ReadStaticFile | null;
  /** without it nobody looks into others' files that define what the environment does */
  readonly namesIn?: NamesIn;
  /** how long the live Traefik may take to show the publication, in milliseconds; default 10,000 */
  readonly confirmWithinMs?: number;
}

/**
 * What a dynamic file defines, as `http.routers.shop`: nothing where Traefik would refuse it; null where that cannot be
 * known.
 */
export type NamesIn = (path: string, bytes: Uint8Array) => Promise<ReadonlySet<string> | null>;

/** Who shall own what is written; null members are left as the file system gives them. */
export interface Owner {
  readonly uid: number | null;
  readonly gid: number | null;
}

/** What a dynamic file defines and what it refers to, as `http.middlewares.auth`: orders the steps under `watch: true`. */
export interface Outline {
  readonly defines: ReadonlySet<string>;
  readonly refers: ReadonlySet<string>;
}

/** Where things are. All paths absolute. */
export interface Places {
  /** what Traefik reads: `/etc/traefik` */
  readonly targetDir: string;
  /** staged content, journal, manifest, history, lock; on the target's file system */
  readonly stateDir: string;
}

export interface PublishSettings extends Places {
  readonly reload: ReloadSettings;
  readonly owner: Owner | null;
  /** publish an environment that leaves no router where there were some */
  readonly allowEmpty: boolean;
  /** how many published revisions are kept; default 10 */
  readonly historySize?: number;
  /** how long to wait for another run, in milliseconds; default 5,000 */
  readonly lockWithinMs?: number;
}

/** An accepted environment that is to be what Traefik reads. */
export interface PublishRequest extends PublishSettings {
  readonly tree: Tree;
  /** the commit, as git names it; null when unknown */
  readonly revision: string | null;
  /** the environment inside the checkout: `envs/staging` */
  readonly path: string;
  /** paths of the static configuration in the tree: a change of one needs a restart of Traefik */
  readonly staticFiles: readonly string[];
  /** how many routers (HTTP, TCP and UDP together) the environment defines */
  readonly routers: number;
  /**
   * Objects of the environment that Traefik's API lists, as `http.routers.shop` (routers, services and middlewares
   * of http, tcp, udp), for the confirmation; null: the API is asked only for what it disabled.
   */
  readonly objects: readonly string[] | null;
  /**
   * Those of `objects` that Traefik shows otherwise than it does the published ones (see `liveChanges`); asked only
   * where there is an API to confirm by, while Traefik is at work.
   */
  readonly changedObjects?: (published: Tree) => readonly string[] | null;
  /** parses one dynamic file; without it the steps are ordered by path alone */
  readonly outline?: Outliner;
  /** what was found while judging, kept for `status` */
  readonly diagnostics: readonly Diagnostic[];
  /** names the rules that judged (version, Traefik version, fail-on): part of the memory of verdicts */
  readonly judge: string;
}

/** Parses one dynamic file; null where it cannot be told what is in it. */
export type Outliner = (path: string, bytes: Uint8Array) => Promise<Outline | null> | Outline | null;

/** Something that is published and is no longer as it was published. */
export interface Drift {
  readonly file: string;
  readonly kind: "changed" | "deleted";
}

/** What a publication writes and deletes; paths relative to the target, in byte order. */
export interface PlanSummary {
  readonly write: readonly string[];
  readonly delete: readonly string[];
  readonly unchanged: number;
}

export interface ReloadReport {
  readonly method: ReloadMethod;
  /** the live Traefik showed the publication; null when no API was given to ask */
  readonly confirmed: boolean | null;
  /** from the first change in the target to the confirmation, else to the wake-up; null when nothing was done */
  readonly ms: number | null;
}

/** An object that the live Traefik does not serve, or not as written. */
export interface LiveProblem {
  /** `http.routers.shop@file` */
  readonly object: string;
  readonly status: string;
  /** in Traefik's words, where these hold nothing but names */
  readonly error: string;
}

/**
 * How a run ended.
 *
 * - `published`, `unchanged`, `dry-run`: exit 0
 * - `rejected`: nothing written, exit 1 (an environment that would leave no router, or a remembered live rejection)
 * - `failed`: exit 3
 * - `rolled-back`: the live Traefik did not take it, the previous revision is back, exit 4
 * - `busy`: another run holds the lock, exit 75
 */
export type OutcomeKind =
  | "published"
  | "unchanged"
  | "dry-run"
  | "rejected"
  | "failed"
  | "rolled-back"
  | "busy";

export interface PublishOutcome {
  readonly outcome: OutcomeKind;
  readonly plan: PlanSummary;
  /** the plan was carried out, and stays: false where nothing was begun, or all was undone */
  readonly isDone: boolean;
  readonly reload: ReloadReport | null;
  /** a published static file differs from the one that the running Traefik has read */
  readonly restartRequired: boolean;
  /** an interrupted run was found and completed */
  readonly recovered: boolean;
  /** set when a rollback keeps this environment from being published until it changes */
  readonly held: boolean;
  readonly drift: readonly Drift[];
  /** what only the live Traefik could know */
  readonly live: readonly LiveProblem[];
  /** one sentence for the log; never a configuration value */
  readonly message: string;
}

/** What `gateway-hook-configsync status` shows. Times are ISO 8601 in UTC. */
export interface Status {
  readonly revision: string | null;
  readonly path: string | null;
  readonly publishedAt: string | null;
  /** the last run that ended otherwise than with nothing to do */
  readonly lastRun: LastRun | null;
  readonly drift: readonly Drift[];
  /** newest first; the first is what is published */
  readonly history: readonly HistoryEntry[];
  /** set while a rollback holds off the source */
  readonly held: Held | null;
  readonly restartRequired: boolean;
  /** a publication was interrupted; the next run completes it */
  readonly interrupted: boolean;
}

export interface LastRun {
  readonly at: string;
  readonly revision: string | null;
  readonly outcome: OutcomeKind;
  readonly message: string;
  readonly diagnostics: readonly Diagnostic[];
  /** digest of the environment that the run was for */
  readonly tree: string;
}

export interface HistoryEntry {
  readonly revision: string | null;
  readonly publishedAt: string;
  readonly files: number;
}

export interface Held {
  readonly since: string;
  readonly reason: string;
  /** digests of the trees that are not to be published */
  readonly trees: readonly string[];
}

/** An environment that was judged and rejected, or is known to be rejected. */
export interface RejectRequest extends PublishSettings {
  readonly tree: Tree;
  readonly revision: string | null;
  readonly path: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly judge: string;
  readonly message: string;
  readonly instead?: string;
}

export interface RollbackRequest extends PublishSettings {
  /** a revision of the history, or the beginning of one; null: the one before the published */
  readonly to: string | null;
  /** see `PublishRequest.changedObjects`; without it only what comes and goes is confirmed */
  readonly changedObjects?: (published: Tree, wanted: Tree) => readonly string[] | null;
}
