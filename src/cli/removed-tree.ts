import { readTree } from "../environment/read.ts";
import { CUSTOMARY_FOLDER, isStaticName } from "../environment/layout.ts";
import type { Tree } from "../environment/tree.ts";
import { chosenPlace, gonePlace } from "./chosen-place.ts";
import { commitTree } from "./commit-tree.ts";
import { refuseLeftOut } from "./lost-folders.ts";
import { isEnvironment } from "./named-environments.ts";
import type { Flags } from "./settings.ts";
import type { Terminal } from "./terminal.ts";

/** An environment that is gone, as a commit has it. */
export interface Removed {
  readonly path: string;
  readonly tree: Tree;
  /** what is in its folder all the same, which only that of the checkout's root can be; null: it is gone, too */
  readonly left: Tree | null;
}

/**
 * The environment that a command is about where the checkout has it no longer.
 *
 * @returns null where it is there, or the commit has none
 * @throws UsageError where git does not know the revision, or a sparse checkout leaves it out
 */
export async function removedTree(
  folder: string | undefined,
  revision: string,
  flags: Flags,
  terminal: Terminal,
): Promise<Removed | null> {
  const place = gonePlace(folder, flags, terminal);
  if (place === null) return removedRoot(folder, revision, flags, terminal);
  const tree = await commitTree(place, revision, terminal);
  if (tree === null) return null;
  await refuseLeftOut(place, terminal);
  return { path: place.path, tree, left: null };
}

/** The root of a checkout is there whatever is in it: without a configuration of its own it is no environment. */
async function removedRoot(
  folder: string | undefined,
  revision: string,
  flags: Flags,
  terminal: Terminal,
): Promise<Removed | null> {
  const place = chosenPlace(folder, flags, terminal);
  if (place.root !== place.checkout || isEnvironment(place.root)) return null;
  const left = readTree(place).tree;
  if (left.files.some(({ path }) => path.startsWith(`${CUSTOMARY_FOLDER}/`))) return null;
  const tree = await commitTree(place, revision, terminal);
  return tree?.files.some(({ path }) => isStaticName(path)) ? { path: place.path, tree, left } : null;
}
