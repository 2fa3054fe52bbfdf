import type { Git } from "./read-revision.ts";

/** Room for the names of a whole repository. */
const MOST_NAMES = 64 * 1024 * 1024;

/** The files of a checkout that git keeps out of the worktree, as a sparse checkout does: they are there all the same. */
export async function leftOut(git: Git): Promise<string[]> {
  const listing = await git(["ls-files", "-t", "-z"], "", MOST_NAMES);
  const lines = listing.toString("utf8").split("\0");
  // S: skip-worktree
  return lines.filter((line) => line.startsWith("S ")).map((line) => line.slice(2));
}
