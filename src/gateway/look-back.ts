import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { endOrStop, startChild } from "./child.ts";
import type { Log } from "./log.ts";
import type { Environment, Settings } from "./settings.ts";

const run = promisify(execFile);

/** What came of looking back. */
export interface LookedBack {
  /** the newest commit that the hook accepts; null where there is none */
  readonly revision: string | null;
  /** git-sync has never checked anything out */
  readonly isEmpty: boolean;
}

/**
 * Tries the checkout's commits from new to old. The newest has most often just been rejected, which the hook
 * remembers; where git could not be reached it is the newest of an earlier run.
 */
export async function lookBack(settings: Settings, log: Log, stop: AbortSignal): Promise<LookedBack> {
  const none = { revision: null, isEmpty: false };
  const scratch = await mkdtemp(join(tmpdir(), "gateway-fallback-"));
  try {
    const given = settings.gitSyncEnv["GITSYNC_ROOT"] ?? "/git";
    if (!existsSync(given)) return { ...none, isEmpty: true };
    // git compares real paths
    const root = await realpath(given);
    const commits = await newestCommits(root, settings.fallbackDepth + 1);
    if (commits.length === 0) return { ...none, isEmpty: true };
    for (const commit of commits) {
      if (stop.aborted) return none;
      const folder = join(scratch, commit);
      const env = environmentFor(commit, root, folder, settings.gitSyncEnv);
      const { code } = await endOrStop(startChild("git-sync", settings.gitSyncBin, [], env, true), stop);
      if (code === 0) return { revision: commit, isEmpty: false };
      await rm(folder, { recursive: true, force: true });
    }
  } catch (error) {
    log("warn", "cannot look back in the checkout", {
      error: error instanceof Error ? error.message : String(error),
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return none;
}

/**
 * git-sync keeps HEAD of its root at the commit that it checked out last. A volume's folder belongs to another user
 * where an `emptyDir` with `fsGroup` or a folder of the host is mounted: git refuses to work there until it is told that
 * the folder is safe (it alone, none above it), as git-sync tells its own.
 */
async function newestCommits(root: string, count: number): Promise<string[]> {
  const git = async (...args: string[]) =>
    run("git", ["-c", `safe.directory=${root}`, "-C", root, ...args], { maxBuffer: 1 << 24 });
  // before the first checkout git-sync has made a repository without a commit, or none
  const hasHead = await git("rev-parse", "--verify", "--quiet", "HEAD").then(
    () => true,
    (error: { readonly stderr?: string }) => {
      if (error.stderr === "" || error.stderr?.includes("not a git repository")) return false;
      throw error;
    },
  );
  if (!hasHead) return [];
  const { stdout } = await git("rev-list", "--first-parent", `--max-count=${count}`, "HEAD");
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
