import { failure, success, type GoResult } from "../go/result.ts";
import { evaluate, type GoFunction, type Language, type Value } from "./evaluate.ts";
import type { Fault } from "./fault.ts";
import { hintForExpression } from "./hints.ts";
import { parseExpression } from "./parse-expression.ts";

/**
 * Why Traefik refuses the expression of a `circuitBreaker`, in its own bare text; undefined: it is accepted.
 *
 * `LatencyAtQuantileMS(50.0) > 100 || NetworkErrorRatio() > 0.5`
 */
export function circuitBreakerFault(text: string): Fault | undefined {
  return faultIn(text, CIRCUIT_BREAKER);
}

/**
 * Why Traefik refuses the `retryExpression` of a `buffering`, in its own bare text; undefined: it is accepted.
 *
 * `IsNetworkError() && Attempts() < 3`
 */
export function retryExpressionFault(text: string): Fault | undefined {
  return faultIn(text, RETRY);
}

/** One of the two languages of vulcand/oxy 2: comparisons of a function with a literal, joined by `&&` and `||`. */
interface OxyLanguage extends Language<null> {
  /** Go's package */
  readonly package: "cbreaker" | "buffer";
  /** the name of each function's result, by which Go tells them apart */
  readonly predicate: OxyType;
}

type OxyType = `${string}.${string}`;

function faultIn(text: string, language: OxyLanguage): Fault | undefined {
  const parsed = parseExpression(text);
  if ("fault" in parsed) return withHint(parsed.fault, text, language);
  const evaluated = evaluate(parsed.expression, language);
  if (!evaluated.ok) return withHint(evaluated.fault, text, language);
  const { type, start, end } = evaluated.value;
  if (type === language.predicate) return undefined;
  return withHint({ text: `expected predicate, got ${type}`, span: { start, end } }, text, language);
}

function withHint(fault: Fault, text: string, language: OxyLanguage): Fault {
  const hint = hintForExpression(fault, text, [...language.functions.keys()]);
  return hint === undefined ? fault : { ...fault, hint };
}

const CIRCUIT_BREAKER = oxyLanguage("cbreaker", {
  LatencyAtQuantileMS: [["float64"], "cbreaker.toInt"],
  NetworkErrorRatio: [[], "cbreaker.toFloat64"],
  ResponseCodeRatio: [["int", "int", "int", "int"], "cbreaker.toFloat64"],
});

const RETRY = oxyLanguage("buffer", {
  RequestMethod: [[], "buffer.toString"],
  IsNetworkError: [[], "buffer.hpredicate"],
  Attempts: [[], "buffer.toInt"],
  ResponseCode: [[], "buffer.toInt"],
});

function oxyLanguage(
  packageName: OxyLanguage["package"],
  functions: Readonly<Record<string, readonly [readonly string[], OxyType]>>,
): OxyLanguage {
  const predicate: OxyType = `${packageName}.hpredicate`;
  const result = (type: OxyType, [first]: readonly Value<null>[], end: number): GoResult<Value<null>> =>
    success({ type, result: null, start: first?.start ?? end, end });

  const join: GoFunction<null> = {
    parameters: [],
    variadic: predicate,
    call: (args, place) => result(predicate, args, place.end),
  };
  const operators = new Map<string, GoFunction<null>>([
    ["&&", join],
    ["||", join],
  ]);
  for (const operator of ["==", "!=", "<", "<=", ">", ">="])
    operators.set(operator, {
      parameters: ["any", "any"],
      call(args, place) {
        const fault = comparisonFault(packageName, operator, args);
        return fault === undefined ? result(predicate, args, place.end) : failure(fault);
      },
    });
  const callables = Object.entries(functions).map(
    ([name, [parameters, type]]): [string, GoFunction<null>] => [
      name,
      {
        parameters,
        call: (_args, { start, end }) => success({ type, result: null, start, end }),
      },
    ],
  );
  return { package: packageName, predicate, operators, functions: new Map(callables) };
}

/** What is wrong with `left operator right`: the left side decides which literal the right must be. */
function comparisonFault(
  packageName: OxyLanguage["package"],
  operator: string,
  [left, right]: readonly Value<null>[],
): string | undefined {
  const isEquality = operator === "==" || operator === "!=";
  const given = right?.type ?? "";
  const mismatch = (wanted: string, named = wanted): string | undefined =>
    given === wanted ? undefined : `expected ${named}, got ${given}`;
  switch (left?.type) {
    case "cbreaker.toInt":
    case "buffer.toInt":
      return mismatch("int");
    case "cbreaker.toFloat64":
      // oxy says int where it wants a float, but for equality
      return mismatch("float64", isEquality ? "float64" : "int");
    case "buffer.toString":
      if (isEquality) return mismatch("string");
      break;
    default:
  }
  const comparison = isEquality ? "eq" : operator.startsWith("<") ? "lt" : "gt";
  const prefix = packageName === "cbreaker" ? `${comparison}: ` : "";
  return `${prefix}unsupported argument: ${left?.type ?? ""}`;
}
