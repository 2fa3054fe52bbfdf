import { join, relative, resolve } from "node:path";
import { placeOf } from "../environment/checkout-of.ts";
import type { Place } from "../environment/find.ts";
import { goneEnvironments } from "../environment/revision/gone-environments.ts";
import { readRevision } from "../environment/revision/read-revision.ts";
import type { Tree } from "../environment/tree.ts";
import { gitIn } from "./git.ts";
import { isEnvironment } from "./named-environments.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/**
 * An environment as a commit has it, for `--against`; null where the commit has none.
 *
 * @throws UsageError where git does not know the revision
 */
export async function commitTree(place: Place, revision: string, terminal: Terminal): Promise<Tree | null> {
  const path = relative(place.checkout, place.root) || ".";
  const git = gitIn(place.checkout, terminal);
  return readAgainst(revision, async () => (await readRevision(git, revision, path)).tree);
}

/**
 * The environments that a commit has and the worktree no longer, for `--against`.
 *
 * @returns absolute paths below the worktree
 * @throws UsageError where git does not know the revision
 */
export async function goneFolders(worktree: string, revision: string, terminal: Terminal): Promise<string[]> {
  const { checkout, root } = placeOf(worktree, ".", worktree);
  const git = gitIn(checkout, terminal);
  const isThere = (folder: string): boolean => isEnvironment(join(checkout, folder));
  const gone = await readAgainst(revision, async () => goneEnvironments(git, revision, isThere));
  return gone.flatMap((folder) => {
    const path = relative(root, join(checkout, folder));
    return path === ".." || path.startsWith("../") ? [] : [resolve(worktree, path)];
  });
}

async function readAgainst<T>(revision: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--against: ${revision} cannot be read: ${reason}`);
  }
}
