import { relative } from "node:path";
import type { Place } from "../environment/find.ts";
import { readRevision } from "../environment/revision/read-revision.ts";
import type { Tree } from "../environment/tree.ts";
import { gitIn } from "./git.ts";
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
 * Asks git of a revision that `--against` names.
 *
 * @throws UsageError where it names none, or git does not know it
 */
export async function readAgainst<T>(revision: string, read: () => Promise<T>): Promise<T> {
  if (revision === "")
    throw new UsageError("--against is empty, which names no revision: is a variable not set?");
  try {
    return await read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--against: ${revision} cannot be read: ${reason}`);
  }
}
