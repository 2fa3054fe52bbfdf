import { compareBytes } from "../environment/byte-order.ts";
import type { ContentFile } from "./content.ts";
import type { Outline } from "./types.ts";

/** A file's outline as it was published and as it will be; null where there was none, or it cannot be told. */
export interface OutlinePair {
  readonly before: Outline | null;
  readonly after: Outline | null;
}

/**
 * Orders files so that after each the whole is as valid as it can be: a file that begins to define a name comes
 * before those that refer to it afterwards, and a file that ceases to define one comes after those that referred to
 * it before. A name that moves is in both files for a moment rather than in none. Where two files wait for each
 * other, the order of their paths decides.
 */
export function orderWrites(
  files: readonly ContentFile[],
  outlines: ReadonlyMap<string, OutlinePair>,
): ContentFile[] {
  const waiting = new Map(files.map((file) => [file.path, predecessors(file.path, files, outlines)]));
  const left = files.toSorted((a, b) => compareBytes(a.path, b.path));
  const ordered: ContentFile[] = [];
  while (left.length > 0) {
    const next = left.findIndex(({ path }) => (waiting.get(path)?.size ?? 0) === 0);
    const [file] = left.splice(Math.max(0, next), 1);
    if (file === undefined) break;
    ordered.push(file);
    for (const others of waiting.values()) others.delete(file.path);
  }
  return ordered;
}

function predecessors(
  path: string,
  files: readonly ContentFile[],
  outlines: ReadonlyMap<string, OutlinePair>,
): Set<string> {
  const own = outlines.get(path);
  const found = new Set<string>();
  if (own === undefined) return found;
  const gone = lost(own.before, own.after);
  for (const other of files) {
    const pair = outlines.get(other.path);
    if (other.path === path || pair === undefined) continue;
    const fresh = lost(pair.after, pair.before);
    const waitsForName = intersects(fresh, own.after?.refers);
    const isReferredTo = intersects(gone, pair.before?.refers);
    const isMovedThere = intersects(fresh, gone);
    if (waitsForName || isReferredTo || isMovedThere) found.add(other.path);
  }
  return found;
}

/** names that one outline defines and the other does not */
function lost(from: Outline | null, to: Outline | null): Set<string> {
  return new Set([...(from?.defines ?? [])].filter((name) => !to?.defines.has(name)));
}

function intersects(names: ReadonlySet<string>, others: ReadonlySet<string> | undefined): boolean {
  if (others === undefined) return false;
  for (const name of names) if (others.has(name)) return true;
  return false;
}
