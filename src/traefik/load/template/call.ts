import { printNode, type ErrorNode, type Operand } from "./ast.ts";
import { textOf, type Bytes } from "./bytes.ts";
import type { GoFunction, ParameterType } from "./functions/define.ts";
import { constantArgument } from "./constant.ts";
import { namesCallee } from "./context.ts";
import { CallError, Unknowable, withoutBareValues } from "./errors.ts";
import {
  doubt,
  fail,
  failAlways,
  HIDDEN,
  holds,
  isGuess,
  isPlaceholder,
  spend,
  union,
  withoutSecrets,
  type Doubts,
  type Run,
  type Scope,
} from "./run.ts";
import { boxed, nilList, typeOf, unboxed, type Concrete, type Value } from "./values.ts";

/** A call as the parser sees it. */
export interface Call {
  readonly name: Bytes;
  readonly goFunction: GoFunction;
  /** the node that an error of the function is at */
  readonly node: ErrorNode;
  readonly args: readonly Operand[];
  /** the value piped in as the last argument; undefined for none */
  readonly final: Value | undefined;
}

/** Evaluates an argument that is no constant. */
export type Evaluate = (run: Run, scope: Scope, operand: Operand) => Value;

/** Evaluates the arguments, checks their number and types, and calls the function. */
export function callFunction(run: Run, scope: Scope, call: Call, evaluate: Evaluate): Value {
  const { name, goFunction, args, final } = call;
  const argument = (arg: Operand, type: ParameterType): Value => {
    run.at = arg;
    return evaluateArgument(run, type, arg, (operand) => evaluate(run, scope, operand));
  };
  checkCount(run, call);
  const type = (index: number): ParameterType =>
    goFunction.parameters[index] ?? goFunction.rest ?? "interface {}";
  if (name === "and" || name === "or") return shortCircuit(run, call, argument);
  const values: Value[] = args.map((arg, index) => argument(arg, type(index)));
  if (final !== undefined) values.push(checkType(run, final, type(args.length)));
  const native = values.map((value, index) => nativeValue(value, type(index)));
  return settle(run, call, native);
}

function checkCount(run: Run, { name, goFunction, args, final }: Call): void {
  const { parameters, rest } = goFunction;
  const count = args.length + (final === undefined ? 0 : 1);
  if (rest !== null) {
    if (count >= parameters.length) return;
    failAlways(
      run,
      `wrong number of args for ${name}: want at least ${parameters.length} got ${args.length}`,
    );
  }
  if (count !== parameters.length) {
    failAlways(run, `wrong number of args for ${name}: want ${parameters.length} got ${count}`);
  }
}

/** Calls the body, gives its error the place of the call, and notes what cannot be known. */
function settle(run: Run, call: Call, values: readonly Value[]): Value {
  const { name, goFunction } = call;
  spend(run, 1);
  let result: Value;
  try {
    if (name === "call") failToCall(run, call, unboxed(values[0] ?? null));
    result = goFunction.call(values, run);
  } catch (error) {
    if (error instanceof Unknowable) return unknowable(run, call);
    if (!(error instanceof CallError)) throw error;
    run.at = call.node;
    const computed = name === "fail" && [...run.doubts].some((doubt) => doubt.startsWith("="));
    const words = `error calling ${name}: `;
    const shown = computed ? HIDDEN : withoutSecrets(run, error.message);
    return fail(run, words + shown, words + withoutBareValues(name, shown));
  }
  if (goFunction.unknown) noteUnknown(run, name, call.node);
  if (FALLBACKS.has(name)) forgetSkipped(run, call, values, result);
  return goFunction.result === "interface {}" ? boxed(unboxed(result)) : result;
}

/** The built-in `call`: there are no functions among the values of a template. */
function failToCall(run: Run, { args: [callee] }: Call, value: Concrete): never {
  if (value === null) throw new CallError("call of nil");
  const named = callee === undefined ? pipedName(value) : printNode(callee);
  const shown = namesCallee(run.context.version) ? `${named} ` : "";
  throw new CallError(`non-function ${shown}of type ${typeOf(value)}`);
}

/** reflect's String of a value. */
function pipedName(value: Concrete): Bytes {
  return typeof value === "string" ? value : `<${typeOf(value)} Value>`;
}

function unknowable(run: Run, { name, node }: Call): Value {
  noteUnknown(run, name, node);
  return name;
}

function noteUnknown(run: Run, name: Bytes, node: ErrorNode): void {
  const known = textOf(name);
  doubt(run, new Set([known]));
  if (!run.unknown.has(known)) run.unknown.set(known, node.at);
}

/** Functions with which an author provides for a variable that is not set. */
const FALLBACKS: ReadonlySet<string> = new Set(["default", "coalesce", "or"]);

/** A fallback took the place of an unset variable: the value does not depend on the variable any more. */
function forgetSkipped(run: Run, { args }: Call, values: readonly Value[], result: Value): void {
  if (run.doubts.size === 0) return;
  const chosen = unboxed(result);
  const isComplete = run.context.environment === "complete";
  // a fallback that is written as empty is what an unset variable is: the author means just that
  if (isComplete && chosen === "" && args.some((arg) => arg.type === "string" && arg.text === "")) {
    run.doubts = new Set([...run.doubts].filter((name) => !name.startsWith("$")));
    return;
  }
  const skipped = new Set<string>();
  for (const value of values.map((value) => unboxed(value))) {
    if (value === chosen) continue;
    if (isPlaceholder(run, value)) skipped.add(`$${run.placeholders.get(value as Bytes)}`);
    else if (value === "" && isComplete) for (const name of run.doubts) skipped.add(name);
  }
  run.doubts = withoutNames(run.doubts, skipped);
}

function withoutNames(doubts: Doubts, names: ReadonlySet<string>): Doubts {
  return names.size === 0 ? doubts : new Set([...doubts].filter((name) => !names.has(name)));
}

/** The built-in `and` and `or`: arguments after the one that decides are not evaluated. */
function shortCircuit(run: Run, call: Call, argument: (arg: Operand, type: ParameterType) => Value): Value {
  const values: Value[] = [];
  const decides = call.name === "or";
  const { branchDoubts } = run;
  let isDecided = false;
  for (const arg of call.args) {
    const value = argument(arg, "reflect.Value");
    values.push(value);
    isDecided = holds(run, unboxed(value)) === decides;
    if (isDecided) break;
    // an error in the next one may not happen where Traefik runs
    if (isGuess(run, run.doubts)) run.branchDoubts = union(run.branchDoubts, run.doubts);
  }
  run.branchDoubts = branchDoubts;
  if (call.final !== undefined && !isDecided) values.push(call.final);
  return chosen(run, call, values);
}

function chosen(run: Run, call: Call, values: readonly Value[]): Value {
  const value = values.at(-1) ?? null;
  if (call.name === "or") forgetSkipped(run, call, values, value);
  return value;
}

/** What the body of a function gets for a checked value. */
function nativeValue(value: Value, type: ParameterType): Value {
  if (type === "reflect.Value") return value;
  const inner = unboxed(value);
  if (type !== "int" && type !== "uint32") return inner;
  return (typeof inner === "object" && inner?.kind === "integer" ? inner.value : 0n) as never;
}

// Types of arguments.

const NILS: Readonly<Partial<Record<ParameterType, Concrete>>> = {
  "interface {}": null,
  "reflect.Value": null,
  "map[string]interface {}": { kind: "dict", type: "map[string]interface {}", entries: new Map(), nil: true },
  "[]interface {}": nilList(),
};

/** A value that was computed must already have the type of the parameter. */
function checkType(run: Run, value: Value, type: ParameterType): Value {
  if (value === null) {
    const nil = NILS[type];
    return nil === undefined ? fail(run, `invalid value; expected ${type}`) : nil;
  }
  if (type === "interface {}" || type === "reflect.Value" || typeOf(value) === type) return value;
  const inner = unboxed(value);
  if (inner !== null && typeOf(inner) === type) return inner;
  const got = inner === null ? value : inner;
  return fail(run, `wrong type for value; expected ${type}; got ${typeOf(got)}`);
}

/** A constant takes the type of its parameter if it can; everything else is computed and checked. */
function evaluateArgument(
  run: Run,
  type: ParameterType,
  arg: Operand,
  evaluate: (operand: Operand) => Value,
): Value {
  switch (arg.type) {
    case "nil": {
      const nil = NILS[type];
      return nil === undefined ? fail(run, `cannot assign nil to ${type}`) : nil;
    }
    case "bool":
    case "number":
    case "string":
      return constantArgument(run, type, arg);
    default:
      return checkType(run, evaluate(arg), type);
  }
}
