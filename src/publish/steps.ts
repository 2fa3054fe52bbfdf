import type { ContentFile } from "./content.ts";
import { orderWrites, type OutlinePair } from "./order.ts";
import type { Plan } from "./plan.ts";
import { folderOf } from "./safe-path.ts";
import type { Watched } from "./watched.ts";

/** One change in the target; its number is its place in the list. */
export type Step =
  | { readonly kind: "delete"; readonly path: string }
  | { readonly kind: "remove-folder"; readonly path: string; readonly optional: boolean }
  | { readonly kind: "make-folder"; readonly path: string }
  /** with all that is to be in it */
  | { readonly kind: "put-folder"; readonly path: string }
  | { readonly kind: "write"; readonly path: string; readonly file: ContentFile };

/**
 * The steps of a plan, in the order in which they are safest to be seen in between: room is made first, then what
 * others refer to before what refers to it, deletions last. A single step that Traefik watches is the last of all
 * that change what it loads, so that it sees the rest at once.
 *
 * @param whole new folders go in with all that will be in them
 */
export function stepsOf(
  plan: Plan,
  watched: Watched | null,
  outlines: ReadonlyMap<string, OutlinePair>,
  whole = false,
): Step[] {
  const clear = new Set(plan.clear);
  const made = new Set(whole ? plan.makeFolders : []);
  const goesAlone = (path: string): boolean => !made.has(folderOf(path));
  const kind = whole ? "put-folder" : "make-folder";
  const room: Step[] = [
    ...plan.clear.map((path): Step => ({ kind: "delete", path })),
    ...plan.clearFolders.map((path): Step => ({ kind: "remove-folder", path, optional: false })),
    ...plan.makeFolders.filter(goesAlone).map((path): Step => ({ kind, path })),
  ];
  const changes: Step[] = [
    ...orderWrites(
      plan.write.filter(({ path }) => goesAlone(path)),
      outlines,
    ).map((file): Step => ({ kind: "write", path: file.path, file })),
    ...plan.delete.filter((path) => !clear.has(path)).map((path): Step => ({ kind: "delete", path })),
  ];
  const emptied = plan.removeFolders.map((path): Step => ({ kind: "remove-folder", path, optional: true }));
  const all = [...room, ...changes, ...emptied];
  if (watched === null) return all;
  const seen = all.filter((step) => isWatched(step, watched));
  const [only] = seen;
  // a folder that is made is seen before its content is there, so it never is the one step that suffices
  if (seen.length !== 1 || only === undefined || only.kind === "make-folder" || room.includes(only))
    return all;
  return [...all.filter((step) => step !== only), only];
}

/**
 * Whether new folders may go in whole: each is one step, and they have no order among them. Who watches reads everything
 * at the first that it sees.
 */
export function mayGoWhole(
  plan: Plan,
  { isWatching, watched }: { readonly isWatching: boolean; readonly watched: Watched },
): boolean {
  if (!isWatching) return true;
  return stepsOf(plan, watched, new Map(), true).filter((step) => isWatched(step, watched)).length <= 1;
}

/** Whether Traefik is told of a step by the system, and reads everything. */
export function isWatched({ path }: Step, watched: Watched): boolean {
  return watched.file === null ? folderOf(path) === watched.folder : path === watched.file;
}
