import { countOperations } from "./budget.ts";
import {
  checkDuplicates,
  childAt,
  countKey,
  enterAlias,
  frameOf,
  leaveAlias,
  pop,
  type Constructor,
  type Frame,
  type Target,
} from "./constructor.ts";
import { failUnhashable, notePlaces } from "./entries.ts";
import { YamlFailure } from "./failure.ts";
import { hasStringKeys, keyOf } from "./keys.ts";
import type { RawNode } from "./raw.ts";

/** Begins to merge what `<<` says into a map; its own entries win wherever they stand. */
export function beginMerge(c: Constructor, frame: Frame, merge: RawNode): void {
  const { into } = frame;
  if (into.taken === null) {
    into.taken = new Set();
    into.asText = into.isRoot || hasStringKeys(frame.raw);
    if (into.places === null) notePlaces(into);
    for (let i = 0; i < frame.raw.children.length; i += 2) {
      const key = childAt(frame.raw, i);
      countKey(c, key);
      const scalar = key.target ?? key;
      if (scalar.kind !== "scalar") failUnhashable(key, scalar);
      const taken = keyOf(scalar, false);
      if (taken !== null) into.taken.add(taken.identity);
    }
  }
  if (merge.kind === "list") c.frames.push(frameOf(c, merge, "merge list", into, null));
  else openMerge(c, into, merge);
}

export function stepMergeList(c: Constructor, frame: Frame): void {
  if (frame.index === frame.raw.children.length) pop(c, frame);
  else openMerge(c, frame.into, childAt(frame.raw, frame.index++));
}

function openMerge(c: Constructor, into: Target, raw: RawNode): void {
  const map = raw.target ?? raw;
  if (map.kind !== "map")
    throw new YamlFailure("decoder", "map merge requires map or sequence of maps as the value", raw);
  if (raw.target !== null) enterAlias(c, raw);
  countOperations(c.budget, 1, raw);
  if (!checkDuplicates(c, map)) {
    if (raw.target !== null) leaveAlias(c, raw);
    return;
  }
  const opens = c.known !== null && !c.known.has(map);
  if (opens) c.known?.set(map, "open");
  c.frames.push({ ...frameOf(c, map, "merge", into, raw.target === null ? null : raw), opens });
}
