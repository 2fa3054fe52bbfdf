import type { Integer } from "../go/result.ts";
import type { GoResult } from "../go/result.ts";
import { atoi, parseFloat64 } from "../go/strconv.ts";
import type { Span } from "../load/node.ts";
import type { Binary, Call, Expression, Literal, Selector, Unary } from "./expression.ts";
import type { Fault } from "./fault.ts";
import { unquote } from "./unquote.ts";

/** What an expression comes to; `type` is the Go type as errors name it. */
export type Value<R> = Span &
  (
    | { readonly type: "string"; readonly text: string }
    | { readonly type: "int"; readonly number: Integer }
    | { readonly type: "float64"; readonly number: number }
    | { readonly type: `${string}.${string}`; readonly result: R }
  );

/** A Go function that an expression may call, known by what it takes. */
export interface GoFunction<R> {
  /** Go types, `any` for an empty interface */
  readonly parameters: readonly string[];
  /** the type of the arguments after those, where there may be any number */
  readonly variadic?: string;
  /** @param place the whole call, and the function's name or the operator in it */
  readonly call: (args: readonly Value<R>[], place: Place) => GoResult<Value<R>>;
}

export interface Place extends Span {
  readonly name: Span;
}

/** The words of an expression language: what its operators and functions are. */
export interface Language<R> {
  readonly operators: ReadonlyMap<string, GoFunction<R>>;
  readonly functions: ReadonlyMap<string, GoFunction<R>>;
}

export type Evaluated<R> =
  | { readonly ok: true; readonly value: Value<R> }
  | { readonly ok: false; readonly fault: Fault };

/**
 * Evaluates an expression as vulcand/predicate 1.3 does: operands before their operator, from the left; in a call
 * the name, then the arguments, then their number and types.
 */
export function evaluate<R>(expression: Expression, language: Language<R>): Evaluated<R> {
  switch (expression.kind) {
    case "BinaryExpr":
      return evaluateBinary(expression, language);
    case "ParenExpr":
      return evaluate(expression.operand, language);
    case "UnaryExpr":
      return evaluateUnary(expression, language);
    default:
      return evaluateOperand(expression, language);
  }
}

/** Chains lean to the left and may be long: they are walked, not descended. */
function evaluateBinary<R>(expression: Binary, language: Language<R>): Evaluated<R> {
  const chain: Binary[] = [];
  let first: Expression = expression;
  for (; first.kind === "BinaryExpr"; first = first.left) chain.push(first);
  let left = evaluate(first, language);
  for (const binary of chain.reverse()) {
    if (!left.ok) return left;
    const right = evaluate(binary.right, language);
    if (!right.ok) return right;
    const join = language.operators.get(binary.operator);
    if (join === undefined) return refused(`${binary.operator} is not supported`, binary.operatorSpan);
    const place = { start: binary.start, end: binary.end, name: binary.operatorSpan };
    left = callFunction(join, [left.value, right.value], place);
  }
  return left;
}

function evaluateUnary<R>(expression: Unary, language: Language<R>): Evaluated<R> {
  const { start, end, operator } = expression;
  const name = { start, end: start + operator.length };
  const join = language.operators.get(`unary ${operator}`);
  if (join === undefined) return refused(`${operator} is not supported`, name);
  const operand = evaluate(expression.operand, language);
  return operand.ok ? callFunction(join, [operand.value], { start, end, name }) : operand;
}

/** An argument, or an operand without an operator of its own. */
function evaluateOperand<R>(expression: Expression, language: Language<R>): Evaluated<R> {
  switch (expression.kind) {
    case "BasicLit":
      return evaluateLiteral(expression);
    case "IndexExpr":
      return refused("properties are not supported", expression);
    case "SelectorExpr":
      return refused(selectorFault(expression), expression, "… is not defined");
    case "Ident":
      return refused(`${expression.name} is not defined`, expression, "… is not defined");
    case "CallExpr":
      return evaluateCall(expression, language);
    default:
      return refused(`*ast.${expression.kind} is not supported`, expression);
  }
}

const UNREADABLE = "failed to parse argument";

function evaluateLiteral<R>(literal: Literal): Evaluated<R> {
  const { start, end, text } = literal;
  switch (literal.literal) {
    case "STRING":
      return { ok: true, value: { type: "string", text: unquote(text), start, end } };
    case "INT": {
      const number = atoi(text);
      if (!number.ok) return refused(`${UNREADABLE}: ${text}, error: ${number.error}`, literal, UNREADABLE);
      return { ok: true, value: { type: "int", number: number.value, start, end } };
    }
    case "FLOAT": {
      const number = parseFloat64(text);
      if (!number.ok) return refused(`${UNREADABLE}: ${text}, error: ${number.error}`, literal, UNREADABLE);
      return { ok: true, value: { type: "float64", number: number.value, start, end } };
    }
    default:
      return refused(`unsupported function argument type: '${literal.literal}'`, literal);
  }
}

function selectorFault(selector: Selector): string {
  const names = [selector.name];
  let operand = selector.operand;
  for (; operand.kind === "SelectorExpr"; operand = operand.operand) names.push(operand.name);
  if (operand.kind !== "Ident") return `unsupported selector type: *ast.${operand.kind}`;
  names.push(operand.name);
  return `${names.reverse().join(".")} is not defined`;
}

function evaluateCall<R>(call: Call, language: Language<R>): Evaluated<R> {
  const { start, end, callee } = call;
  const name = calledName(callee);
  if ("fault" in name) return refused(name.fault, callee);
  const callable = language.functions.get(name.name);
  if (callable === undefined)
    return refused(`unsupported function: ${name.name}`, callee, "unsupported function: …");
  const args: Value<R>[] = [];
  for (const arg of call.args) {
    const value = evaluateOperand(arg, language);
    if (!value.ok) return value;
    args.push(value.value);
  }
  return callFunction(callable, args, { start, end, name: { start: callee.start, end: callee.end } });
}

function calledName(callee: Expression): { readonly name: string } | { readonly fault: string } {
  if (callee.kind === "Ident") return { name: callee.name };
  if (callee.kind !== "SelectorExpr") return { fault: `expected identifier, got: *ast.${callee.kind}` };
  const { operand, name } = callee;
  if (operand.kind === "Ident") return { name: `${operand.name}.${name}` };
  return { fault: `expected selector identifier, got: *ast.${operand.kind}` };
}

/** The checks of reflect.Value.Call, then the call. */
function callFunction<R>(callable: GoFunction<R>, args: readonly Value<R>[], place: Place): Evaluated<R> {
  const { parameters, variadic } = callable;
  const whole = { start: place.start, end: place.end };
  if (args.length < parameters.length) return refused("reflect: Call with too few input arguments", whole);
  const surplus = args[parameters.length];
  if (surplus !== undefined && variadic === undefined)
    return refused("reflect: Call with too many input arguments", surplus);
  for (const [i, arg] of args.entries()) {
    const wanted = parameters[i] ?? variadic;
    if (wanted === "any" || wanted === arg.type) continue;
    const text =
      i < parameters.length
        ? `reflect: Call using ${arg.type} as type ${wanted}`
        : `reflect: cannot use ${arg.type} as type ${wanted} in Call`;
    return refused(text, arg);
  }
  const result = callable.call(args, place);
  return result.ok ? result : refused(result.error, whole);
}

/** @param told the text without what it quotes, where it quotes anything */
function refused(
  text: string,
  { start, end }: Span,
  told?: string,
): { readonly ok: false; readonly fault: Fault } {
  return { ok: false, fault: { text, ...(told !== undefined && { told }), span: { start, end } } };
}
