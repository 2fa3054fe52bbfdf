import type { Bytes } from "../bytes.ts";
import { spend, type Run } from "../run.ts";
import { isTrue, type Concrete, type Dict } from "../values.ts";
import { descend, put } from "./deep.ts";

/**
 * mergo's Merge and MergeWithOverwrite as sprig's `merge` and `mergeOverwrite` use them: dicts are merged key by key
 * into the first one, everything else is taken whole.
 *
 * @param overwrite later values win, empty ones too; otherwise only what is missing or empty is filled in
 */
export function merge(run: Run, target: Dict, sources: readonly Dict[], overwrite: boolean): Dict {
  const merged = target.nil ? { ...target, entries: new Map<Bytes, Concrete>(), nil: false } : target;
  for (const source of sources) mergeInto(run, merged, source, overwrite, 0);
  return merged;
}

function mergeInto(run: Run, target: Dict, source: Dict, overwrite: boolean, depth: number): void {
  const deeper = descend(run, depth);
  for (const [key, value] of source.entries) {
    spend(run, 1);
    const present = target.entries.get(key);
    if (isDict(present) && isDict(value)) {
      mergeInto(run, present, value, overwrite, deeper);
      if (present.entries.size > 0) continue;
    }
    const missing = present === undefined || !isTrue(present);
    if (overwrite || (missing && value !== null)) put(run, target, key, value);
  }
}

function isDict(value: Concrete | undefined): value is Dict {
  return typeof value === "object" && value?.kind === "dict";
}
