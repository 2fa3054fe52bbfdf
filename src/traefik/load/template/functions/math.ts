import { printf } from "../printf.ts";
import { parseInteger } from "../number-syntax.ts";
import { CallError } from "../errors.ts";
import { meterOf } from "../run.ts";
import { int, int64, list, type Value } from "../values.ts";
import { calculate, type Operation } from "./decimal.ts";
import { toFloat, toInteger } from "./convert.ts";
import { range } from "./lists.ts";
import { define, variadic, type Functions, type GoFunction } from "./define.ts";

/** Functions of numbers. Integer arithmetic wraps at 64 bits, float arithmetic goes through decimals. */
export const MATH: Functions = {
  atoi: define(["string"], ([text]) => {
    const value = parseInteger(text, 10);
    if (value === undefined) return int(0);
    // strconv.Atoi gives the nearest number along with its error
    return int(BigInt.asIntN(64, value) === value ? value : value < 0n ? -(2n ** 63n) : 2n ** 63n - 1n);
  }),
  int: define(["interface {}"], ([value]) => int(toInteger(value))),
  int64: define(["interface {}"], ([value]) => int64(toInteger(value))),
  float64: define(["interface {}"], ([value]) => toFloat(value)),
  toDecimal: define(["interface {}"], ([value], run) => {
    const octal = parseInteger(printf("%v", [value], meterOf(run)), 8);
    return int64(octal !== undefined && BigInt.asIntN(64, octal) === octal ? octal : 0n);
  }),

  add1: define(["interface {}"], ([value]) => int64(toInteger(value) + 1n)),
  add: variadic([], "interface {}", (values) =>
    int64(values.reduce((sum: bigint, value) => sum + toInteger(value), 0n)),
  ),
  sub: define(["interface {}", "interface {}"], ([a, b]) => int64(toInteger(a) - toInteger(b))),
  mul: variadic(["interface {}"], "interface {}", (values) =>
    int64(values.reduce((product: bigint, value) => BigInt.asIntN(64, product * toInteger(value)), 1n)),
  ),
  div: define(["interface {}", "interface {}"], ([a, b]) => int64(toInteger(a) / divisor(toInteger(b)))),
  mod: define(["interface {}", "interface {}"], ([a, b]) => int64(toInteger(a) % divisor(toInteger(b)))),
  max: variadic(["interface {}"], "interface {}", (values) =>
    int64(values.map((value) => toInteger(value)).reduce((a, b) => (b > a ? b : a))),
  ),
  min: variadic(["interface {}"], "interface {}", (values) =>
    int64(values.map((value) => toInteger(value)).reduce((a, b) => (b < a ? b : a))),
  ),
  biggest: variadic(["interface {}"], "interface {}", (values) =>
    int64(values.map((value) => toInteger(value)).reduce((a, b) => (b > a ? b : a))),
  ),

  add1f: define(["interface {}"], ([value]) => calculate("add", toFloat(value), [1])),
  addf: variadic([], "interface {}", (values) =>
    calculate(
      "add",
      0,
      values.map((value) => toFloat(value)),
    ),
  ),
  subf: floats("subtract"),
  mulf: floats("multiply"),
  divf: floats("divide"),
  maxf: variadic(["interface {}"], "interface {}", (values) =>
    values.map((value) => toFloat(value)).reduce((a, b) => Math.max(a, b)),
  ),
  minf: variadic(["interface {}"], "interface {}", (values) =>
    values.map((value) => toFloat(value)).reduce((a, b) => Math.min(a, b)),
  ),
  floor: define(["interface {}"], ([value]) => Math.floor(toFloat(value))),
  ceil: define(["interface {}"], ([value]) => Math.ceil(toFloat(value))),
  round: variadic(["interface {}", "int"], "float64", ([value, places, half = 0.5]) =>
    round(toFloat(value), Number(places), half),
  ),
  seq: variadic([], "int", (bounds, run) => {
    const { items } = range(run, ...seqBounds(bounds));
    return printf("%v", [list(items, "[]int")], meterOf(run)).slice(1, -1);
  }),
};

function floats(operation: Operation): GoFunction {
  return variadic(["interface {}"], "interface {}", ([first, ...rest]): Value =>
    calculate(
      operation,
      toFloat(first),
      rest.map((value) => toFloat(value)),
    ),
  );
}

function divisor(value: bigint): bigint {
  if (value === 0n) throw new CallError("runtime error: integer divide by zero");
  return value;
}

/** Away from zero where the fraction reaches a half (or what is given as the half), but only for positive numbers. */
function round(value: number, places: number, half: number): number {
  const power = 10 ** places;
  const digit = power * value;
  return (digit - Math.trunc(digit) >= half ? Math.ceil(digit) : Math.floor(digit)) / power;
}

/** Start, stop and step of `seq LAST`, `seq FIRST LAST`, `seq FIRST STEP LAST`; LAST is included. */
function seqBounds(bounds: readonly bigint[]): [bigint, bigint, bigint] {
  const [first = 0n, second = 0n, third = 0n] = bounds;
  switch (bounds.length) {
    case 1:
      return first < 1n ? [1n, first - 1n, -1n] : [1n, first + 1n, 1n];
    case 2:
      return second < first ? [first, second - 1n, -1n] : [first, second + 1n, 1n];
    case 3:
      if (third < first) return second > 0n ? [0n, 0n, 1n] : [first, third - 1n, second];
      return [first, third + 1n, second];
    default:
      return [0n, 0n, 1n];
  }
}
