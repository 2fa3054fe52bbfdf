import type { Bytes } from "../bytes.ts";
import { printf } from "../printf.ts";
import { parseFloat64, parseInteger } from "../number-syntax.ts";
import { CallError } from "../errors.ts";
import { meterOf, type Run } from "../run.ts";
import { kindOf, type Concrete, type List } from "../values.ts";
import { versionText } from "../version.ts";

/** The conversions that sprig makes of any value before it works with it. */

const LOWEST = -(2n ** 63n);

/** sprig's strval: the value as text. */
export function toText(run: Run, value: Concrete): Bytes {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value?.kind === "version") return versionText(value);
  return printf("%v", [value], meterOf(run));
}

/** sprig's strslice: a list of texts without nils; anything else is a list of one. */
export function toTexts(run: Run, value: Concrete): Bytes[] {
  if (value === null) return [];
  if (typeof value !== "object" || value.kind !== "list") return [toText(run, value)];
  return value.items.filter((item) => item !== null).map((item) => toText(run, item));
}

/** cast.ToInt64, which sprig's `int` and `int64` are: 0 for what is no number. */
export function toInteger(value: Concrete): bigint {
  switch (typeof value) {
    case "boolean":
      return value ? 1n : 0n;
    case "number":
      return truncate(value);
    case "string":
      return integerText(value);
    default:
      break;
  }
  return value?.kind === "integer" ? BigInt.asIntN(64, value.value) : 0n;
}

/** Go's int64(f) on amd64: out of range is the lowest number. */
function truncate(value: number): bigint {
  if (!(value > -9.3e18 && value < 9.3e18)) return LOWEST;
  const whole = BigInt(Math.trunc(value));
  return BigInt.asIntN(64, whole) === whole ? whole : LOWEST;
}

/** A number with a base prefix, and with zeros after a point that are dropped. */
function integerText(text: Bytes): bigint {
  const value = parseInteger(text.replace(/\.0+$/, ""), 0);
  return value !== undefined && BigInt.asIntN(64, value) === value ? value : 0n;
}

/** cast.ToFloat64, which sprig's `float64` is. */
export function toFloat(value: Concrete): number {
  switch (typeof value) {
    case "boolean":
      return value ? 1 : 0;
    case "number":
      return value;
    case "string":
      return parseFloat64(value) ?? 0;
    default:
      break;
  }
  return value?.kind === "integer" ? Number(value.value) : 0;
}

/** What Go's reflection panics with where a nil has no type to ask for. */
export const NIL_DEREFERENCE = "runtime error: invalid memory address or nil pointer dereference";

/** The list that a list function needs; Go's kind goes into the message otherwise. */
export function needList(value: Concrete, complaint: (kind: string) => string): List {
  if (value === null) throw new CallError(NIL_DEREFERENCE);
  if (typeof value === "object" && value.kind === "list") return value;
  throw new CallError(complaint(kindOf(value)));
}
