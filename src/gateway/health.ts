import { ask } from "./ask.ts";
import type { Trouble } from "./published.ts";
import { type GatewayStatus, readStatus } from "./status-file.ts";

export type Verdict = "healthy" | "degraded" | "unhealthy";

export interface Health {
  readonly version: 1;
  readonly health: Verdict;
  /** what keeps it from being healthy, in words */
  readonly reasons: readonly string[];
  readonly traefik: { readonly ping: "ok" | "failed" | "not configured" };
  /** null: this gateway runs without git-sync */
  readonly gitSync: { readonly alive: boolean; readonly lastSyncAgeSeconds: number | null } | null;
  readonly revision: string | null;
  readonly lastRejection: { readonly revision: string | null; readonly at: string } | null;
}

export interface HealthQuestion {
  /** Traefik's ping, by the static configuration that it was started on; null where it cannot be told, or is not configured */
  readonly pingUrl: string | null;
  /** whether there is a Traefik, as far as the system tells; null: it does not, or the status file does */
  readonly traefikRuns: boolean | null;
  readonly statusFile: string;
  /** git-sync is meant to run */
  readonly withGitSync: boolean;
  /** seconds */
  readonly staleAfter: number;
  readonly now: number;
  readonly isAlive: (pid: number) => boolean;
  /** what the hook says: the revision that is live, and what keeps a newer one from it */
  readonly published: () => Promise<{ readonly revision: string | null; readonly trouble: Trouble | null }>;
}

/** Asks everything that tells how the gateway is. Unhealthy: Traefik does not answer. Degraded: it serves, but not the newest. */
export async function gatherHealth(question: HealthQuestion): Promise<Health> {
  const [ping, status, published] = await Promise.all([
    askPing(question.pingUrl),
    question.withGitSync ? readStatus(question.statusFile) : null,
    question.published(),
  ]);
  const unhealthy = whyNotServing(ping, status, question);
  const gitSync = question.withGitSync ? judgeGitSync(status, question) : null;
  const { trouble } = published;
  const degraded = [...(gitSync?.reasons ?? []), ...whyNotNewest(trouble, status?.hookFailed ?? null)];
  return {
    version: 1,
    health: unhealthy.length > 0 ? "unhealthy" : degraded.length > 0 ? "degraded" : "healthy",
    reasons: [...unhealthy, ...degraded],
    traefik: { ping },
    gitSync: gitSync && { alive: gitSync.alive, lastSyncAgeSeconds: gitSync.lastSyncAgeSeconds },
    revision: published.revision,
    lastRejection: trouble?.kind === "rejected" ? { revision: trouble.revision, at: trouble.at } : null,
  };
}

/** @returns the exit code: 0 healthy or degraded, 1 unhealthy; strict: 1 for degraded too */
export function healthExitCode(health: Verdict, strict: boolean): 0 | 1 {
  return health === "unhealthy" || (strict && health === "degraded") ? 1 : 0;
}

async function askPing(url: string | null): Promise<Health["traefik"]["ping"]> {
  if (url === null) return "not configured";
  return ask(url, 2_000).then(
    ({ status }) => (status === 200 ? "ok" : "failed"),
    () => "failed",
  );
}

/** Without git-sync the gateway is Traefik, and says nothing of itself: its ping tells, and the system. */
function whyNotServing(
  ping: Health["traefik"]["ping"],
  status: GatewayStatus | null,
  { withGitSync, isAlive, traefikRuns }: HealthQuestion,
): string[] {
  if (traefikRuns === false) return ["Traefik is not running"];
  if (withGitSync && status === null) return ["Traefik has not been started yet"];
  if (ping === "failed") return ["Traefik does not answer its ping"];
  const pid = status?.traefik.pid ?? null;
  return withGitSync && ping === "not configured" && (pid === null || !isAlive(pid))
    ? ["Traefik is not running"]
    : [];
}

/** @param hookFailed what it failed at; a full disk may have kept it from noting why */
function whyNotNewest(trouble: Trouble | null, hookFailed: string | null): string[] {
  if (trouble === null)
    return hookFailed === null ? [] : [`the hook failed at revision ${hookFailed}: the log says why`];
  const revision = `revision ${trouble.revision ?? "unknown"}`;
  return trouble.kind === "rejected"
    ? [`${revision} was rejected`]
    : [`${revision} could not be published: ${trouble.message}`];
}

function judgeGitSync(
  status: GatewayStatus | null,
  { now, staleAfter, isAlive }: HealthQuestion,
): { alive: boolean; lastSyncAgeSeconds: number | null; reasons: string[] } {
  if (status === null) return { alive: false, lastSyncAgeSeconds: null, reasons: [] };
  const alive = status.gitSync.pid !== null && isAlive(status.gitSync.pid);
  const since = status.lastSyncAt ?? status.startedAt;
  const age = Math.max(0, Math.round((now - Date.parse(since)) / 1000));
  const reasons = [];
  if (!alive) reasons.push("git-sync is not running");
  if (age > staleAfter) reasons.push(`git-sync has not reached its repository for ${age} s`);
  if (status.start !== "current") reasons.push(STARTED_WITH[status.start]);
  if (status.failedRestart !== null) reasons.push(status.failedRestart);
  return { alive, lastSyncAgeSeconds: status.lastSyncAt === null ? null : age, reasons };
}

const STARTED_WITH: Readonly<Record<Exclude<GatewayStatus["start"], "current">, string>> = {
  published: "started with what had been published before",
  older: "started with an older commit",
  nothing: "started without a configuration",
};
