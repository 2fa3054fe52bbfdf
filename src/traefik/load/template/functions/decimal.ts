import { CallError } from "../errors.ts";
import { formatFloat } from "../format-float.ts";

/** Arithmetic of floats by way of decimals, as sprig does it with the library shopspring/decimal. */

export type Operation = "add" | "subtract" | "multiply" | "divide";

/** coefficient × 10^exponent */
interface Decimal {
  readonly coefficient: bigint;
  readonly exponent: number;
}

/** Digits after the point of a quotient. */
const DIVISION_PRECISION = 16;

/** Applies an operation to a number and each of the others in turn. */
export function calculate(operation: Operation, first: number, others: readonly number[]): number {
  let result = fromFloat(first);
  for (const other of others) result = OPERATIONS[operation](result, fromFloat(other));
  return Number(`${result.coefficient}e${result.exponent}`);
}

const OPERATIONS: Readonly<Record<Operation, (a: Decimal, b: Decimal) => Decimal>> = {
  add: (a, b) => aligned(a, b, (x, y) => x + y),
  subtract: (a, b) => aligned(a, b, (x, y) => x - y),
  multiply: (a, b) => ({ coefficient: a.coefficient * b.coefficient, exponent: a.exponent + b.exponent }),
  divide,
};

/** The shortest decimal that identifies the float. */
function fromFloat(value: number): Decimal {
  if (!Number.isFinite(value)) {
    throw new CallError(`Cannot create a Decimal from ${formatFloat(value, "g")}`);
  }
  const [mantissa = "0", power = "0"] = value.toExponential().split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return { coefficient: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

function aligned(a: Decimal, b: Decimal, combine: (x: bigint, y: bigint) => bigint): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = (each: Decimal): bigint => each.coefficient * 10n ** BigInt(each.exponent - exponent);
  return { coefficient: combine(scaled(a), scaled(b)), exponent };
}

/** Rounds half away from zero at the sixteenth digit. */
function divide(a: Decimal, b: Decimal): Decimal {
  if (b.coefficient === 0n) throw new CallError("decimal division by 0");
  const shift = a.exponent - b.exponent + DIVISION_PRECISION;
  const numerator = shift >= 0 ? a.coefficient * 10n ** BigInt(shift) : a.coefficient;
  const denominator = shift >= 0 ? b.coefficient : b.coefficient * 10n ** BigInt(-shift);
  const quotient = numerator / denominator;
  const twice = 2n * (numerator - quotient * denominator);
  const away = magnitude(twice) >= magnitude(denominator);
  const sign = numerator < 0n === denominator < 0n ? 1n : -1n;
  return { coefficient: away ? quotient + sign : quotient, exponent: -DIVISION_PRECISION };
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
