import type { Bytes } from "../bytes.ts";
import { CallError, Unknowable } from "../errors.ts";
import { spend, type Run } from "../run.ts";
import { exactList, list, nilList, type Concrete, type List } from "../values.ts";
import { needList, toInteger, toText, toTexts } from "./convert.ts";
import { deepEqual } from "./deep.ts";
import { isEmpty } from "./defaults.ts";
import { define, returningAny, variadic, type Functions, type GoFunction } from "./define.ts";

/** Functions of lists. Results are lists of anything, whatever the list that went in. */
export const LISTS: Functions = {
  list: variadic([], "interface {}", (items, run) => exactListOf(run, items)),
  tuple: variadic([], "interface {}", (items, run) => exactListOf(run, items)),
  ...twice(
    "append",
    onList2("push", (run, { items }, value) => listOf(run, [...items, value])),
  ),
  ...twice(
    "push",
    onList2("push", (run, { items }, value) => listOf(run, [...items, value])),
  ),
  ...twice(
    "prepend",
    onList2("prepend", (run, { items }, value) => listOf(run, [value, ...items])),
  ),
  ...twice("first", returningAny(onList("find first", (_run, { items }) => items[0] ?? null))),
  ...twice("last", returningAny(onList("find last", (_run, { items }) => items.at(-1) ?? null))),
  ...twice(
    "rest",
    onList("find rest", (run, { items }) =>
      items.length === 0 ? nilList() : exactListOf(run, items.slice(1)),
    ),
  ),
  ...twice(
    "initial",
    onList("find initial", (run, { items }) =>
      items.length === 0 ? nilList() : exactListOf(run, items.slice(0, -1)),
    ),
  ),
  ...twice(
    "reverse",
    onList("find reverse", (run, { items }) => exactListOf(run, items.toReversed())),
  ),
  ...twice(
    "compact",
    onList("compact", (run, { items }) =>
      listOf(
        run,
        items.filter((item) => !isEmpty(run, item)),
      ),
    ),
  ),
  ...twice(
    "uniq",
    onList("find uniq", (run, { items }) => listOf(run, distinct(run, items))),
  ),
  ...twice("without", without()),
  ...twice("has", has()),
  ...twice("slice", slice()),
  ...twice("chunk", chunk()),
  concat: returningAny(
    variadic([], "interface {}", (lists, run) => {
      const parts = lists.map((part) => needList(part, (kind) => `Cannot concat type ${kind} as list`).items);
      return parts.every((part) => part.length === 0) ? nilList() : listOf(run, parts.flat());
    }),
  ),
  sortAlpha: define(["interface {}"], ([value], run) => sorted(run, value)),
  until: define(["int"], ([count], run) => range(run, 0n, count, count < 0n ? -1n : 1n)),
  untilStep: define(["int", "int", "int"], ([start, stop, step], run) => range(run, start, stop, step)),
};

/** The function and its twin that returns the error instead of panicking, which is the same in a template. */
function twice(name: string, goFunction: GoFunction): Functions {
  return { [name]: goFunction, [`must${name.charAt(0).toUpperCase()}${name.slice(1)}`]: goFunction };
}

function listOf(run: Run, items: readonly Concrete[]): List {
  spend(run, items.length / 8);
  return list(items);
}

function exactListOf(run: Run, items: readonly Concrete[]): List {
  return { ...listOf(run, items), spare: false };
}

function onList(verb: string, body: (run: Run, list: List) => Concrete): GoFunction {
  return define(["interface {}"], ([value], run) => body(run, needListTo(verb, value)));
}

function onList2(verb: string, body: (run: Run, list: List, value: Concrete) => Concrete): GoFunction {
  return define(["interface {}", "interface {}"], ([value, item], run) =>
    body(run, needListTo(verb, value), item),
  );
}

function needListTo(verb: string, value: Concrete): List {
  return needList(value, (kind) => `Cannot ${verb} on type ${kind}`);
}

/** Items without those that are deeply equal to an earlier one. */
function distinct(run: Run, items: readonly Concrete[]): Concrete[] {
  const kept: Concrete[] = [];
  for (const item of items) if (!includes(run, kept, item)) kept.push(item);
  return kept;
}

function includes(run: Run, items: readonly Concrete[], item: Concrete): boolean {
  return items.some((other) => deepEqual(run, item, other));
}

function without(): GoFunction {
  return variadic(["interface {}"], "interface {}", ([value, ...omitted], run) => {
    const { items } = needListTo("find without", value);
    return listOf(
      run,
      items.filter((item) => !includes(run, omitted, item)),
    );
  });
}

function has(): GoFunction {
  return define(["interface {}", "interface {}"], ([needle, haystack], run) => {
    if (haystack === null) return false;
    return includes(run, needListTo("find has", haystack).items, needle);
  });
}

function slice(): GoFunction {
  return returningAny(
    variadic(["interface {}"], "interface {}", ([value, from, to]) => {
      const whole = needList(value, (kind) => `list should be type of slice or array but ${kind}`);
      const { length } = whole.items;
      if (length === 0) return null;
      const start = from === undefined ? 0n : toInteger(from);
      const end = to === undefined ? BigInt(length) : toInteger(to);
      if (start < 0n || end < start || (end > BigInt(length) && !whole.spare)) {
        throw new CallError("reflect.Value.Slice: slice index out of bounds");
      }
      if (end > BigInt(length)) throw new Unknowable("what is behind the end of a list");
      return { ...whole, spare: true, items: whole.items.slice(Number(start), Number(end)) };
    }),
  );
}

function chunk(): GoFunction {
  return define(["int", "interface {}"], ([size, value], run) => {
    const { items } = needList(value, (kind) => `Cannot chunk type ${kind}`);
    if (size <= 0n) return oddChunks(run, size, items);
    const chunks: List[] = [];
    const width = Number(size);
    for (let start = 0; start < items.length; start += width) {
      chunks.push(exactListOf(run, items.slice(start, start + width)));
    }
    spend(run, chunks.length);
    return exactList(chunks, "[][]interface {}");
  });
}

/** What sprig's arithmetic makes of a size that is 0 or less. */
function oddChunks(run: Run, size: bigint, items: readonly Concrete[]): List {
  if (size < -1n && items.length === 1) return exactList([exactListOf(run, items)], "[][]interface {}");
  if (size < 0n && items.length > 1 && BigInt(items.length) <= 1n - size) {
    return exactList([], "[][]interface {}");
  }
  throw new CallError("runtime error: makeslice: len out of range");
}

/** Sorts as texts. A list of texts is sorted in place, and is what everyone sees who holds it. */
function sorted(run: Run, value: Concrete): List {
  if (typeof value !== "object" || value?.kind !== "list") return list([toText(run, value)], "[]string");
  spend(run, value.items.length);
  if (value.type !== "[]string") return list(toTexts(run, value).sort(), "[]string");
  const shared = value.items as Bytes[];
  shared.sort();
  return value;
}

/** Integers from a start up or down to (not including) a stop. */
export function range(run: Run, start: bigint, stop: bigint, step: bigint): List {
  const items: Concrete[] = [];
  const down = stop < start;
  if (down ? step >= 0n : step <= 0n) return list(items, "[]int");
  const count = (stop - start) / step + 1n;
  spend(run, Number(count));
  for (let value = start; down ? value > stop : value < stop; value += step) {
    items.push({ kind: "integer", type: "int", value });
  }
  return list(items, "[]int");
}
