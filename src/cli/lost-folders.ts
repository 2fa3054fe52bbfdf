import { join, relative, resolve } from "node:path";
import { placeOf } from "../environment/checkout-of.ts";
import type { Place } from "../environment/find.ts";
import { goneEnvironments } from "../environment/revision/gone-environments.ts";
import { leftOut } from "../environment/revision/left-out.ts";
import { commitOf, hasFolder } from "../environment/revision/read-revision.ts";
import { gonePlace, standingAbove } from "./chosen-place.ts";
import { readAgainst } from "./commit-tree.ts";
import { gitIn } from "./git.ts";
import { isEnvironment, type LostFolders } from "./named-environments.ts";
import type { Flags } from "./settings.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** The folders that a commit has and the checkout no longer, for `--against`; each is asked of its own checkout. */
export function lostSince(revision: string, flags: Flags, terminal: Terminal): LostFolders {
  const known = new Map<string, Promise<string>>();
  return {
    know: async (folder) => {
      const { checkout } = placeOf(folder, folder, folder);
      const commit =
        known.get(checkout) ??
        readAgainst(revision, async () => commitOf(gitIn(checkout, terminal), revision));
      known.set(checkout, commit);
      await commit;
    },
    has: async (operand) => {
      const place = gonePlace(operand, flags, terminal);
      if (place === null) return false;
      const git = gitIn(place.checkout, terminal);
      const path = pathOf(place);
      if (!(await readAgainst(revision, async () => hasFolder(git, revision, path)))) return false;
      await refuseLeftOut(place, terminal);
      return true;
    },
    below: async (folder) => goneFolders(standingAbove(folder), revision, terminal),
  };
}

/**
 * A folder that a sparse checkout leaves out is neither there nor gone.
 *
 * @throws UsageError
 */
export async function refuseLeftOut(place: Place, terminal: Terminal): Promise<void> {
  const path = pathOf(place);
  const isIn = (file: string): boolean => file === path || file.startsWith(`${path}/`);
  if ((await leftOut(gitIn(place.checkout, terminal))).some(isIn))
    throw new UsageError(`there is no folder ${place.path}: the sparse checkout leaves it out`);
}

/**
 * The environments that a commit has and the checkout no longer.
 *
 * @param above an existing folder of the checkout
 * @returns absolute paths below that folder
 * @throws UsageError where git does not know the revision
 */
async function goneFolders(above: string, revision: string, terminal: Terminal): Promise<string[]> {
  const { checkout, root } = placeOf(above, above, above);
  const git = gitIn(checkout, terminal);
  const holdsStatic = (folder: string): boolean => isEnvironment(join(checkout, folder));
  const gone = await readAgainst(revision, async () => goneEnvironments(git, revision, holdsStatic));
  return gone.flatMap((folder) => {
    const path = relative(root, join(checkout, folder));
    return path === ".." || path.startsWith("../") ? [] : [resolve(above, path)];
  });
}

function pathOf(place: Place): string {
  return relative(place.checkout, place.root) || ".";
}
