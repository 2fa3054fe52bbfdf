import { execFile } from "node:child_process";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { endOrStop, startChild } from "./child.ts";
import type { Log } from "./log.ts";
import type { Environment, Settings } from "./settings.ts";

const run = promisify(execFile);

/**
 * Tries the checkout's commits from new to old. The newest has most often just been rejected, which the hook
 * remembers; where git could not be reached it is the newest of an earlier run.
 *
 * @returns the newest that the hook accepts; null where there is none
 */
export async function lookBack(settings: Settings, log: Log, stop: AbortSignal): Promise<string | null> {
  const scratch = await mkdtemp(join(tmpdir(), "gateway-fallback-"));
  try {
    // git compares real paths
    const root = await realpath(settings.gitSyncEnv["GITSYNC_ROOT"] ?? "/git");
    for (const commit of await newestCommits(root, settings.fallbackDepth + 1)) {
      if (stop.aborted) return null;
      const folder = join(scratch, commit);
      const env = environmentFor(commit, root, folder, settings.gitSyncEnv);
      const { code } = await endOrStop(startChild("git-sync", settings.gitSyncBin, [], env, true), stop);
      if (code === 0) return commit;
      await rm(folder, { recursive: true, force: true });
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
 * git-sync keeps HEAD of its root at the commit that it checked out last. A volume's folder belongs to another user
 * where an `emptyDir` with `fsGroup` or a folder of the host is mounted: git refuses to work there until it is told that
 * the folder is safe (it alone, none above it), as git-sync tells its own.
 */
async function newestCommits(root: string, count: number): Promise<string[]> {
  const args = [
    "-c",
    `safe.directory=${root}`,
    "-C",
    root,
    "rev-list",
    "--first-parent",
    `--max-count=${count}`,
  ];
  const { stdout } = await run("git", [...args, "HEAD"], { maxBuffer: 1 << 24 });
  return stdout.trim().split("\n");
}

/** What is for the user's own checkout, or says how it is made from its repository alone. */
const OF_THE_CHECKOUT =
  /^(GIT_?SYNC_(LINK|DEST|REV|BRANCH|TOUCH_FILE|ERROR_FILE|WEBHOOK_URL|FILTER)|GATEWAY_WORKTREE)$/;

/**
 * Has git-sync itself check out the commit, in a folder of its own, so that it is what git-sync would have made of it:
 * with its submodules, its sparse checkout, its credentials. The commit comes from what is there already, for the
 * repository may not be in reach; submodules come from where they are.
 */
function environmentFor(commit: string, root: string, folder: string, given: Environment): Environment {
  const own = Object.fromEntries(Object.entries(given).filter(([name]) => !OF_THE_CHECKOUT.test(name)));
  const first = Number(given["GIT_CONFIG_COUNT"] || "0");
  // with the slash no other repository begins with this name; and submodules may be named relative to it
  const repository = `${(given["GITSYNC_REPO"] ?? "").replace(/\/+$/, "")}/`;
  return {
    ...own,
    GITSYNC_REPO: repository,
    GITSYNC_REF: commit,
    GITSYNC_ROOT: folder,
    GITSYNC_ONE_TIME: "true",
    GITSYNC_MAX_FAILURES: "0",
    GITSYNC_INIT_MAX_FAILURES: "0",
    GIT_CONFIG_COUNT: String(first + 1),
    [`GIT_CONFIG_KEY_${first}`]: `url.${pathToFileURL(root).href}/.insteadOf`,
    [`GIT_CONFIG_VALUE_${first}`]: repository,
    GATEWAY_RELOAD: "none",
    GATEWAY_TRAEFIK_API: "",
  };
}
