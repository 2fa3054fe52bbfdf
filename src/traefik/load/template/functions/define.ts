import type { Bytes } from "../bytes.ts";
import type { Run } from "../run.ts";
import type { Concrete, Dict, List, Opaque, Value } from "../values.ts";

/** Go types of parameters, and what a function's body gets for them. */
export interface ParameterTypes {
  string: Bytes;
  int: bigint;
  uint32: bigint;
  bool: boolean;
  float64: number;
  "interface {}": Concrete;
  "map[string]interface {}": Dict;
  "[]interface {}": List;
  "time.Time": Opaque;
  "sprig.certificate": Opaque;
  "reflect.Value": Value;
}

export type ParameterType = keyof ParameterTypes;

/** A template function: its Go signature and its body. */
export interface GoFunction {
  readonly parameters: readonly ParameterType[];
  /** type of any number of arguments after the parameters */
  readonly rest: ParameterType | null;
  /** static type of the result where it is not the value's own */
  readonly result: "interface {}" | "value";
  /** @throws CallError for the error that Go's function returns, or the panic that text/template catches */
  readonly call: (args: readonly Value[], run: Run) => Value;
  /** its result depends on the machine, the time or chance */
  readonly unknown: boolean;
}

export type Functions = Readonly<Record<string, GoFunction>>;

type Arguments<P extends readonly ParameterType[]> = { -readonly [I in keyof P]: ParameterTypes[P[I]] };

/**
 * A function with fixed parameters.
 *
 * @param body gets the arguments with their types checked
 */
export function define<const P extends readonly ParameterType[]>(
  parameters: P,
  body: (args: Arguments<P>, run: Run) => Value,
): GoFunction {
  return {
    parameters,
    rest: null,
    result: "value",
    call: body as GoFunction["call"],
    unknown: false,
  };
}

/** A function that takes any number of arguments after its fixed ones. */
export function variadic<const P extends readonly ParameterType[], R extends ParameterType>(
  parameters: P,
  rest: R,
  body: (args: [...Arguments<P>, ...ParameterTypes[R][]], run: Run) => Value,
): GoFunction {
  return { parameters, rest, result: "value", call: body as unknown as GoFunction["call"], unknown: false };
}

/** The same function with the static result type `interface {}`. */
export function returningAny(goFunction: GoFunction): GoFunction {
  return { ...goFunction, result: "interface {}" };
}

/**
 * A function whose result cannot be known here.
 *
 * @param placeholder what stands for the result
 */
export function unknowable(
  parameters: readonly ParameterType[],
  placeholder: (args: readonly Value[]) => Value,
): GoFunction {
  return { parameters, rest: null, result: "value", call: placeholder, unknown: true };
}
