import type { GitSyncCounts } from "./git-sync-counts.ts";

/** What git-sync's hook has made of the commits that were checked out, as far as git-sync tells. */
export interface HookProgress {
  readonly counts: Pick<GitSyncCounts, "hooks" | "failures">;
  /** the commit that is checked out */
  readonly checkout: string | null;
  /** the one that the hook failed at last, unless it has taken one since */
  readonly failed: string | null;
  /** when this was seen, and since when nothing has happened, in milliseconds */
  readonly at: number;
  readonly since: number;
}

export const NO_PROGRESS: HookProgress = {
  counts: { hooks: 0, failures: 0 },
  checkout: null,
  failed: null,
  at: 0,
  since: 0,
};

/**
 * Goes one look further. Where another commit has been checked out meanwhile, it counts as the one that the hook failed
 * at, until its own run has ended.
 *
 * @param given null: git-sync does not answer
 */
export function progressAfter(
  before: HookProgress,
  given: GitSyncCounts | null,
  checkout: string | null,
  now: number,
): HookProgress {
  const { hooks, failures } = given ?? before.counts;
  // one that has been started again counts from the beginning
  const hasRestarted = hooks < before.counts.hooks || failures < before.counts.failures;
  const base = hasRestarted ? NO_PROGRESS.counts : before.counts;
  const hasFailed = failures > base.failures;
  const failed = hooks > base.hooks ? null : hasFailed ? checkout : before.failed;
  const hasRun = hasFailed || hooks > base.hooks;
  const isNew = before === NO_PROGRESS || checkout !== before.checkout || hasRestarted || hasRun;
  return { counts: { hooks, failures }, checkout, failed, at: now, since: isNew ? now : before.since };
}

/**
 * Whether nothing has happened for so long that git-sync will not run its hook by itself; true once.
 *
 * @param backoff milliseconds that git-sync waits after a failure of the hook, for another commit's run too
 */
export function hasSettled(before: HookProgress, now: HookProgress, backoff: number): boolean {
  // the rest is for hooks to end
  const isQuiet = ({ at, since }: HookProgress): boolean => at - since >= 3 * backoff + 1_000;
  return isQuiet(now) && !(before.since === now.since && isQuiet(before));
}
