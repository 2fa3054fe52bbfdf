import { compareBytes } from "../byte-order.ts";
import { isStaticName } from "../layout.ts";
import { leftOut } from "./left-out.ts";
import type { Git } from "./read-revision.ts";
import { commitOf, filesOf } from "./read-revision.ts";

/**
 * The environments that a commit has and the checkout has not: folders with a static configuration, as
 * `discoverEnvironments` finds them. What lies within an environment, be it one of the commit or of the checkout, is
 * part of that. What a sparse checkout leaves out is there.
 *
 * @param holdsStatic whether a folder of the worktree holds a static configuration
 * @returns paths relative to the checkout, `.` for the checkout itself, an outer one before those in it
 * @throws when git does not know the revision
 */
export async function goneEnvironments(
  git: Git,
  revision: string,
  holdsStatic: (folder: string) => boolean,
): Promise<string[]> {
  const found = staticFolders(await filesOf(git, await commitOf(git, revision)));
  const kept = staticFolders(await leftOut(git));
  const isThere = (folder: string): boolean => kept.has(folder) || holdsStatic(folder || ".");
  return [...found]
    .filter((folder) => {
      const [own = "", ...outer] = wayUp(folder);
      return !isThere(own) && !outer.some((each) => found.has(each) || isThere(each));
    })
    .map((folder) => folder || ".")
    .toSorted(compareBytes);
}

/** The folders of static configurations among some files, those that are looked into. */
function staticFolders(paths: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const path of paths) {
    const [name = "", ...above] = path.split("/").toReversed();
    const isLookedInto = above.every((folder) => !folder.startsWith(".") && folder !== "node_modules");
    if (isStaticName(name) && isLookedInto) found.add(above.toReversed().join("/"));
  }
  return found;
}

/** A folder, the one above it, and so on to the root, which is `""`. */
function wayUp(folder: string): string[] {
  const names = folder === "" ? [] : folder.split("/");
  return [...names.map((_, at) => names.slice(0, names.length - at).join("/")), ""];
}
