import { execFile } from "node:child_process";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { endOrStop, startChild } from "./child.ts";
import { startOneTime } from "./git-sync.ts";
import type { Log } from "./log.ts";
import type { Settings } from "./settings.ts";

const run = promisify(execFile);

/**
 * What the gateway starts with.
 *
 * - `current`: the newest commit
 * - `published`: what was published before; the newest commit could not be had or was not accepted
 * - `older`: an earlier commit of the checkout, the newest one that was accepted
 * - `nothing`: there is no configuration to start with
 */
export type Start =
  | { readonly from: "current" }
  | { readonly from: "published"; readonly revision: string | null }
  | { readonly from: "older"; readonly revision: string }
  | { readonly from: "nothing" };

/**
 * Brings the first configuration into the target: the newest commit, else what is published already, else the newest
 * commit of the checkout that the hook accepts.
 *
 * @param published asks for the revision in the target; null where nothing is published
 * @param hook path of the hook's executable
 * @param stop ends it early: then there is nothing to start with
 */
export async function firstSync(
  settings: Settings,
  hook: string,
  published: () => { readonly revision: string | null } | null,
  log: Log,
  stop: AbortSignal,
): Promise<Start> {
  // with something to start with, what answers too late may as well come after Traefik
  const isDispensable = published() !== null;
  const late = isDispensable ? AbortSignal.timeout(settings.firstSyncWithin) : null;
  const { code, error } = await endOrStop(
    startOneTime(settings, isDispensable),
    late === null ? stop : AbortSignal.any([stop, late]),
  );
  if (code === 0) return { from: "current" };
  if (stop.aborted) return { from: "nothing" };
  if (error !== undefined) log("error", "git-sync cannot be started", { bin: settings.gitSyncBin, error });
  const before = published();
  if (before !== null) {
    const how = late?.aborted === true ? `took longer than ${settings.firstSyncWithin / 1000} s` : "failed";
    log("error", `DEGRADED: the first sync ${how}; starting with what is published already`, {
      revision: before.revision,
    });
    return { from: "published", revision: before.revision };
  }
  const revision = await lookBack(settings, hook, log, stop);
  if (revision === null) return { from: "nothing" };
  log("error", "DEGRADED: the newest commit is not accepted; starting with an older one", { revision });
  return { from: "older", revision };
}

/**
 * Tries the checkout's commits from new to old. The newest has most often just been rejected, which the hook
 * remembers; where git could not be reached it is the newest of an earlier run.
 */
async function lookBack(
  settings: Settings,
  hook: string,
  log: Log,
  stop: AbortSignal,
): Promise<string | null> {
  const scratch = await mkdtemp(join(tmpdir(), "gateway-fallback-"));
  try {
    const git = await gitIn(settings.gitSyncEnv["GITSYNC_ROOT"] ?? "/git");
    // git-sync keeps HEAD of its root at the commit that it checked out last.
    const commits = await git(
      "rev-list",
      "--first-parent",
      `--max-count=${settings.fallbackDepth + 1}`,
      "HEAD",
    );
    for (const commit of commits.split("\n")) {
      if (stop.aborted) return null;
      const worktree = join(scratch, commit);
      await git("worktree", "add", "--quiet", "--detach", "--force", worktree, commit);
      const env = {
        ...settings.gitSyncEnv,
        GITSYNC_HASH: commit,
        GATEWAY_WORKTREE: worktree,
        GATEWAY_RELOAD: "none",
        GATEWAY_TRAEFIK_API: "",
      };
      const { code } = await endOrStop(startChild("hook", hook, [], env), stop);
      await git("worktree", "remove", "--force", worktree);
      if (code === 0) return commit;
    }
  } catch (error) {
    log("warn", "cannot look back in the checkout", {
      error: error instanceof Error ? error.message : String(error),
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return null;
}

/**
 * Git in git-sync's root. A volume's folder belongs to another user where an `emptyDir` with `fsGroup` or a folder of
 * the host is mounted: git refuses to work there until it is told that the folder is safe, as git-sync tells its own.
 */
async function gitIn(root: string): Promise<(...args: string[]) => Promise<string>> {
  // git compares real paths; and the folder alone is said to be safe, none above it
  const path = await realpath(root);
  const first = ["-c", `safe.directory=${path}`, "-C", path];
  return async (...args) => (await run("git", [...first, ...args], { maxBuffer: 1 << 24 })).stdout.trim();
}
