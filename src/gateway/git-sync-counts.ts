import { ask } from "./ask.ts";

/** What git-sync has counted since it started. */
export interface GitSyncCounts {
  /** how often it reached its repository, with or without a new commit */
  readonly syncs: number;
  /** how often the hook took a commit */
  readonly hooks: number;
  /** how often it failed: exit codes but 0 */
  readonly failures: number;
}

/** Asks git-sync's own metrics; null: it does not answer. */
export async function countGitSync(metricsUrl: string): Promise<GitSyncCounts | null> {
  try {
    const { status, body } = await ask(metricsUrl, 1_000);
    if (status !== 200) return null;
    return {
      syncs: sum(body, /^git_sync_count_total\{status="(?:success|noop)"\} (\d+)/gm),
      hooks: sum(body, /^git_sync_hook_run_count_total\{name="exechook",status="success"\} (\d+)/gm),
      failures: sum(body, /^git_sync_hook_run_count_total\{name="exechook",status="error"\} (\d+)/gm),
    };
  } catch {
    return null;
  }
}

function sum(text: string, counts: RegExp): number {
  return [...text.matchAll(counts)].reduce((total, [, count]) => total + Number(count), 0);
}
