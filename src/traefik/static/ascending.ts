import { listOf } from "../check/values.ts";
import type { Struct } from "../load/configuration.ts";

/** The numbers in a field. */
export function numbersOf(struct: Struct, field: string): readonly number[] {
  return listOf(struct, field).filter((item) => typeof item === "number");
}

/** Index of the first number that is not above the one before; -1 for none. NaN is neither above nor below. */
export function firstDescent(numbers: readonly number[]): number {
  return numbers.findIndex((number, index) => index > 0 && (numbers[index - 1] ?? number) >= number);
}
