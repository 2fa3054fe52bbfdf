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
  try {
    return (await readRevision(gitIn(place.checkout, terminal), revision, path)).tree;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--against: ${revision} cannot be read: ${reason}`);
  }
}
