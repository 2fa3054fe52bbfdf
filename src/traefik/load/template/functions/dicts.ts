import type { Bytes } from "../bytes.ts";
import { CallError } from "../errors.ts";
import { spend, type Run } from "../run.ts";
import { dict, list, sortedKeys, typeOf, type Concrete, type Dict } from "../values.ts";
import { toText } from "./convert.ts";
import { put } from "./deep.ts";
import { define, returningAny, variadic, type Functions } from "./define.ts";
import { merge } from "./merge.ts";

const DICT = "map[string]interface {}";

/**
 * Functions of dicts. Where Go leaves the order to chance (`keys`, `values`), it is the order of the keys here.
 */
export const DICTS: Functions = {
  dict: variadic([], "interface {}", (values, run) => {
    const made = dict();
    for (let i = 0; i < values.length; i += 2) {
      made.entries.set(toText(run, values[i] ?? null), i + 1 < values.length ? (values[i + 1] ?? null) : "");
    }
    return made;
  }),
  get: returningAny(
    define([DICT, "string"], ([{ entries }, key]) => (entries.has(key) ? (entries.get(key) ?? null) : "")),
  ),
  set: define([DICT, "string", "interface {}"], ([target, key, value], run) => {
    if (target.nil) throw new CallError("assignment to entry in nil map");
    spend(run, 1);
    put(run, target, key, value);
    return target;
  }),
  unset: define([DICT, "string"], ([target, key]) => {
    target.entries.delete(key);
    return target;
  }),
  hasKey: define([DICT, "string"], ([{ entries }, key]) => entries.has(key)),
  pluck: variadic(["string"], DICT, ([key, ...dicts]) =>
    list(dicts.filter(({ entries }) => entries.has(key)).map(({ entries }) => entries.get(key) ?? null)),
  ),
  keys: variadic([], DICT, (dicts, run) => {
    const keys = dicts.flatMap((each) => sortedKeys(each));
    spend(run, keys.length);
    return list(keys, "[]string");
  }),
  values: define([DICT], ([source], run) => {
    spend(run, source.entries.size);
    return list(sortedKeys(source).map((key) => source.entries.get(key) ?? null));
  }),
  pick: variadic([DICT], "string", ([{ entries }, ...keys], run) =>
    picked(run, entries, (key) => keys.includes(key)),
  ),
  omit: variadic([DICT], "string", ([{ entries }, ...keys], run) =>
    picked(run, entries, (key) => !keys.includes(key)),
  ),
  merge: returningAny(
    variadic([DICT], DICT, ([target, ...sources], run) => merge(run, target, sources, false)),
  ),
  mustMerge: returningAny(
    variadic([DICT], DICT, ([target, ...sources], run) => merge(run, target, sources, false)),
  ),
  mergeOverwrite: returningAny(
    variadic([DICT], DICT, ([target, ...sources], run) => merge(run, target, sources, true)),
  ),
  mustMergeOverwrite: returningAny(
    variadic([DICT], DICT, ([target, ...sources], run) => merge(run, target, sources, true)),
  ),
  dig: returningAny(variadic([], "interface {}", (path) => dig(path))),
};

function picked(run: Run, entries: ReadonlyMap<Bytes, Concrete>, keep: (key: Bytes) => boolean): Dict {
  spend(run, entries.size);
  return dict([...entries].filter(([key]) => keep(key)));
}

/** `dig "a" "b" default dict`. */
function dig(path: readonly Concrete[]): Concrete {
  if (path.length < 3) throw new CallError("dig needs at least three arguments");
  const [fallback = null, start = null] = path.slice(-2);
  let current = asDict(start);
  const keys = path.slice(0, -2).map((key) => asKey(key));
  for (const key of keys.slice(0, -1)) {
    if (!current.entries.has(key)) return fallback;
    current = asDict(current.entries.get(key) ?? null);
  }
  const last = keys.at(-1) ?? "";
  return current.entries.has(last) ? (current.entries.get(last) ?? null) : fallback;
}

function asDict(value: Concrete): Dict {
  if (typeof value === "object" && value?.kind === "dict" && value.type === DICT) return value;
  throw notA(value, DICT);
}

function asKey(value: Concrete): Bytes {
  if (typeof value === "string") return value;
  throw notA(value, "string");
}

function notA(value: Concrete, type: string): CallError {
  const actual = value === null ? "nil" : typeOf(value);
  return new CallError(`interface conversion: interface {} is ${actual}, not ${type}`);
}
