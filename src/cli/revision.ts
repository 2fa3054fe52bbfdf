import { run } from "./ports.ts";

/**
 * The commit of a checkout as git names it; null where there is no git, or no commit.
 *
 * @param worktree root of the checkout
 */
export async function revisionOf(worktree: string): Promise<string | null> {
  try {
    const output = await run("git", ["-C", worktree, "rev-parse", "--verify", "HEAD"], 5000);
    return output.trim() || null;
  } catch {
    return null;
  }
}
