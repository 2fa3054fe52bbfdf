import { formatValue } from "../format-value.ts";
import { namesComparedTypes } from "../context.ts";
import { CallError } from "../errors.ts";
import type { Run } from "../run.ts";
import { kindOf, typeOf, type Concrete } from "../values.ts";

/** The classes of values that text/template compares with each other. */
type Class = "bool" | "complex" | "float" | "int" | "none" | "string" | "uint";

function classOf(value: Concrete): Class {
  const kind = kindOf(value);
  switch (kind) {
    case "bool":
    case "string":
      return kind;
    case "int":
    case "int64":
      return "int";
    case "uint8":
    case "uint32":
    case "uint64":
      return "uint";
    case "float64":
      return "float";
    case "complex128":
      return "complex";
    default:
      return "none";
  }
}

function incompatible({ context }: Run, a: Concrete, b: Concrete): CallError {
  const types = namesComparedTypes(context.version) ? `: ${typeOf(a)} and ${typeOf(b)}` : "";
  return new CallError(`incompatible types for comparison${types}`);
}

/** `eq` of two values. */
export function equal(run: Run, a: Concrete, b: Concrete): boolean {
  const [first, second] = [classOf(a), classOf(b)];
  if (isInteger(a) && isInteger(b)) return a.value === b.value;
  if (first !== second) {
    if (a === null || b === null) return false;
    throw incompatible(run, a, b);
  }
  if (first === "complex") return sameComplex(a, b);
  return first === "none" ? sameReference(a, b) : a === b;
}

function sameComplex(a: Concrete, b: Concrete): boolean {
  if (!isComplex(a) || !isComplex(b)) return false;
  return a.real === b.real && a.imaginary === b.imaginary;
}

/** Lists and dicts cannot be compared, but with nil. */
function sameReference(a: Concrete, b: Concrete): boolean {
  if (a !== null && b !== null && kindOf(a) !== kindOf(b)) {
    throw new CallError(
      `non-comparable types ${shown(a)}: ${typeOf(a)}, ${typeOf(b)}: ${formatValue(b, "v")}`,
    );
  }
  if (isNil(a) || isNil(b)) return isNil(a) === isNil(b);
  const kind = kindOf(b);
  if (kind === "slice" || kind === "map") {
    throw new CallError(`non-comparable type ${shown(b)}: ${typeOf(b)}`);
  }
  return a === b;
}

function shown(value: Concrete): string {
  return formatValue(value, "s");
}

function isNil(value: Concrete): boolean {
  return value === null || (typeof value === "object" && "nil" in value && value.nil);
}

/** `lt`. */
export function less(run: Run, a: Concrete, b: Concrete): boolean {
  const [first, second] = [classOf(a), classOf(b)];
  if (first === "none" || second === "none") throw new CallError("invalid type for comparison");
  if (isInteger(a) && isInteger(b)) return a.value < b.value;
  if (first !== second) throw incompatible(run, a, b);
  if (typeof a === "number" && typeof b === "number") return a < b;
  if (typeof a === "string" && typeof b === "string") return a < b;
  throw new CallError("invalid type for comparison");
}

/** `le`: less, or else equal. */
export function lessOrEqual(run: Run, a: Concrete, b: Concrete): boolean {
  return less(run, a, b) || equal(run, a, b);
}

/** `gt`: not `le`, also for NaN. */
export function greater(run: Run, a: Concrete, b: Concrete): boolean {
  return !lessOrEqual(run, a, b);
}

/** `ge`: not `lt`. */
export function greaterOrEqual(run: Run, a: Concrete, b: Concrete): boolean {
  return !less(run, a, b);
}

function isInteger(value: Concrete): value is Extract<Concrete, { kind: "integer" }> {
  return typeof value === "object" && value?.kind === "integer";
}

function isComplex(value: Concrete): value is Extract<Concrete, { kind: "complex" }> {
  return typeof value === "object" && value?.kind === "complex";
}
