import type { PipeNode } from "./ast.ts";
import { rangesOverIntegers } from "./context.ts";
import { assign } from "./evaluate.ts";
import { formatValue } from "./format-value.ts";
import { fail, withoutSecrets, type Run } from "./run.ts";
import { element, int, sortedKeys, typeOf, type Concrete, type Value } from "./values.ts";

/** Index (or key) and element of one iteration. */
export type Item = readonly [Value, Value];

/** Gives the variables of a range their values for one iteration. */
export function bind(run: Run, { declarations, assigns }: PipeNode, [index, item]: Item): void {
  const [first, second] = declarations;
  if (first === undefined) return;
  if (assigns) {
    assign(run, first.names[0], second === undefined ? item : index);
    if (second !== undefined) assign(run, second.names[0], item);
    return;
  }
  setFromTop(run, 1, item);
  if (second !== undefined) setFromTop(run, 2, index);
}

function setFromTop(run: Run, position: number, value: Value): void {
  const variable = run.variables.at(-position);
  if (variable !== undefined) variable.value = value;
}

/** What a range goes through. The error is that of the first step. */
export function* itemsOf(run: Run, value: Concrete, pipe: PipeNode): Generator<Item, undefined> {
  if (value === null) return undefined;
  if (typeof value === "object" && value.kind === "list") {
    for (let i = 0; i < value.items.length; i++) yield [int(i), element(value, value.items[i] ?? null)];
    return undefined;
  }
  if (typeof value === "object" && value.kind === "dict") {
    const { entries } = value;
    // as in Go: keys and values are those at the start
    const items = sortedKeys(value).map((key): Item => [key, element(value, entries.get(key) ?? null)]);
    yield* items;
    return undefined;
  }
  if (typeof value === "object" && value.kind === "integer" && rangesOverIntegers(run.context.version)) {
    if (pipe.declarations.length > 1) {
      fail(run, `can't use ${value.value} to iterate over more than one variable`);
    }
    for (let i = 0n; i < value.value; i++) yield [null, { ...value, value: i }];
    return undefined;
  }
  const shown = withoutSecrets(run, formatValue(value, "v"));
  return fail(
    run,
    `range can't iterate over ${shown}`,
    `range can't iterate over a value of type ${typeOf(value)}`,
  );
}
