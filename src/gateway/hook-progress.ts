import type { GitSyncCounts } from "./git-sync-counts.ts";

/** What git-sync's hook has made of the commits that were checked out, as far as git-sync tells. */
export interface HookProgress {
  readonly counts: Pick<GitSyncCounts, "hooks" | "failures">;
  /** the commit that is checked out */
  readonly checkout: string | null;
  /** the one that the hook took last: git-sync does not run it for that one again, whatever came in between */
  readonly taken: string | null;
  /** the one that the hook failed at last, unless it has taken one since */
  readonly failed: string | null;
}

export const NO_PROGRESS: HookProgress = {
  counts: { hooks: 0, failures: 0 },
  checkout: null,
  taken: null,
  failed: null,
};

/**
 * Goes one look further. A commit that came and went between two looks is taken for its successor, which the next run
 * of the hook puts right.
 *
 * @param counts null: git-sync does not answer
 */
export function progressAfter(
  before: HookProgress,
  counts: GitSyncCounts | null,
  checkout: string | null,
): HookProgress {
  if (counts === null) return { ...before, checkout };
  // one that has been started again counts from the beginning
  const hasRestarted = counts.hooks < before.counts.hooks || counts.failures < before.counts.failures;
  const base = hasRestarted ? NO_PROGRESS.counts : before.counts;
  if (counts.hooks > base.hooks) return { counts, checkout, taken: checkout, failed: null };
  const { taken, failed } = before;
  // what ended just now was still for the one before, where the branch has been moved back meanwhile
  const hasFailed = counts.failures > base.failures && checkout !== taken;
  return { counts, checkout, taken, failed: hasFailed ? checkout : failed };
}

/** Whether the commit that the hook took last is checked out again, after another one: a branch was moved back. */
export function isMovedBack(before: HookProgress, now: HookProgress): boolean {
  const isNew = now.checkout !== before.checkout || now.counts.failures > before.counts.failures;
  return isNew && now.checkout !== null && now.checkout === before.taken;
}
