/** Long enough for git on a slow disk, short enough for a hook that is killed after 30 s. */
const WITHIN_MS = 5000;

/**
 * The commit of a checkout as git names it; null where there is no git, or no commit.
 *
 * @param worktree root of the checkout
 */
export async function revisionOf(worktree: string): Promise<string | null> {
  // loaded when it is needed: git-sync tells the commit by itself
  const { execFile } = await import("node:child_process");
  return new Promise((resolve) => {
    const options = { cwd: worktree, timeout: WITHIN_MS, killSignal: "SIGKILL" } as const;
    execFile("git", ["rev-parse", "--verify", "HEAD"], options, (error, output) => {
      resolve(error === null ? output.trim() || null : null);
    });
  });
}
