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
  const sorted = files.toSorted((a, b) => compareBytes(a.path, b.path));
  const successors: number[][] = sorted.map(() => []);
  const waitsFor = sorted.map(() => 0);
  for (const [index, found] of predecessors(sorted, outlines).entries()) {
    waitsFor[index] = found.size;
    for (const before of found) successors[before]?.push(index);
  }
  const ordered: ContentFile[] = [];
  const done = new Set<number>();
  // ready files by their places in the order of paths, the least last
  const ready = [...sorted.keys()].filter((index) => waitsFor[index] === 0).reverse();
  let first = 0;
  while (ordered.length < sorted.length) {
    while (done.has(first)) first++;
    // where all that is left waits for each other, the least path goes first
    const next = ready.pop() ?? first;
    const file = sorted[next];
    if (file === undefined || done.has(next)) continue;
    done.add(next);
    ordered.push(file);
    for (const after of successors[next] ?? []) {
      waitsFor[after] = (waitsFor[after] ?? 0) - 1;
      if (waitsFor[after] === 0) insert(ready, after);
    }
  }
  return ordered;
}

/** Puts an index into a list in falling order. */
function insert(list: number[], index: number): void {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) > index) low = middle + 1;
    else high = middle;
  }
  list.splice(low, 0, index);
}

/** For each file, those that have to be written before it. */
function predecessors(
  files: readonly ContentFile[],
  outlines: ReadonlyMap<string, OutlinePair>,
): Set<number>[] {
  /** who begins to define a name, and who referred to it before */
  const fresh = new Map<string, number[]>();
  const referred = new Map<string, number[]>();
  const pairs = files.map(({ path }) => outlines.get(path));
  for (const [index, pair] of pairs.entries()) {
    if (pair === undefined) continue;
    for (const name of lost(pair.after, pair.before)) note(fresh, name, index);
    for (const name of pair.before?.refers ?? []) note(referred, name, index);
  }
  return pairs.map((pair, index) => {
    const found = new Set<number>();
    if (pair === undefined) return found;
    const add = (others: readonly number[] | undefined): void => {
      for (const other of others ?? []) if (other !== index) found.add(other);
    };
    for (const name of pair.after?.refers ?? []) add(fresh.get(name));
    for (const name of lost(pair.before, pair.after)) {
      add(referred.get(name));
      add(fresh.get(name));
    }
    return found;
  });
}

function note(index: Map<string, number[]>, name: string, file: number): void {
  const known = index.get(name);
  if (known === undefined) index.set(name, [file]);
  else known.push(file);
}

/** names that one outline defines and the other does not */
function lost(from: Outline | null, to: Outline | null): Set<string> {
  return new Set([...(from?.defines ?? [])].filter((name) => !to?.defines.has(name)));
}
