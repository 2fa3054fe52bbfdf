import {
  printNode,
  type CommandNode,
  type ErrorNode,
  type FieldNode,
  type Operand,
  type PipeNode,
  type VariableNode,
} from "./ast.ts";
import type { Bytes } from "./bytes.ts";
import { callFunction } from "./call.ts";
import { constantValue } from "./constant.ts";
import { functionNamed } from "./functions/registry.ts";
import { methodOf } from "./methods.ts";
import { doubt, fail, NO_DOUBTS, spend, union, type Run, type Scope, type Variable } from "./run.ts";
import { element, typeOf, unboxed, type Concrete, type Value } from "./values.ts";

/** The arguments of a command, its first word included, and the value piped into it. */
interface Given {
  readonly args: readonly Operand[];
  readonly final: Value | undefined;
}

const NOTHING: Given = { args: [], final: undefined };

/**
 * The value of a pipeline. Variables that it declares stay until the caller drops them.
 * What the value depends on is added to the doubts of the run.
 */
export function evaluatePipe(run: Run, scope: Scope, pipe: PipeNode): Concrete {
  run.at = pipe;
  const outer = run.doubts;
  run.doubts = NO_DOUBTS;
  let value: Value | undefined;
  for (const command of pipe.commands) value = unboxed(evaluateCommand(run, scope, command, value));
  const result = unboxed(value ?? null);
  for (const { names } of pipe.declarations) {
    if (pipe.assigns) assign(run, names[0], result);
    else run.variables.push({ name: names[0], value: result, doubts: run.doubts });
  }
  run.doubts = union(outer, run.doubts);
  return result;
}

/** Gives a declared variable another value. */
export function assign(run: Run, name: Bytes, value: Value): void {
  const variable = lookUp(run, name);
  variable.value = value;
  // where a condition is a guess, so is what it gives to a variable
  variable.doubts = union(run.doubts, run.branchDoubts);
}

function lookUp(run: Run, name: Bytes): Variable {
  const { variables } = run;
  for (let i = variables.length - 1; i >= 0; i--) {
    const variable = variables[i];
    if (variable?.name === name) {
      spend(run, (variables.length - i) / 16);
      return variable;
    }
  }
  return fail(run, `undefined variable: ${name}`);
}

function evaluateCommand(run: Run, scope: Scope, command: CommandNode, final: Value | undefined): Value {
  const [first] = command.args;
  if (first === undefined) return null;
  const given = { args: command.args, final };
  switch (first.type) {
    case "identifier":
      run.at = first;
      return callNamed(run, scope, first.name, command, given);
    case "field":
      return evaluateField(run, scope, first, given);
    case "chain":
      return evaluateChain(run, scope, first, given);
    case "variable":
      return evaluateVariable(run, scope, first, given);
    case "pipe":
      refuseArguments(run, given);
      return evaluatePipe(run, scope, first);
    default:
      run.at = first;
      refuseArguments(run, given);
      return first.type === "nil" ? fail(run, "nil is not a command") : evaluateOperand(run, scope, first);
  }
}

/** An operand on its own, without arguments: what an argument of a function can be, and what a chain starts with. */
export function evaluateOperand(run: Run, scope: Scope, operand: Operand): Value {
  run.at = operand;
  spend(run, 1);
  switch (operand.type) {
    case "dot":
      doubt(run, scope.doubts);
      return scope.dot;
    case "nil":
      return null;
    case "bool":
    case "number":
    case "string":
      return constantValue(run, operand);
    case "field":
      return evaluateField(run, scope, operand, NOTHING);
    case "variable":
      return evaluateVariable(run, scope, operand, NOTHING);
    case "identifier":
      return callNamed(run, scope, operand.name, operand, NOTHING);
    case "chain":
      return evaluateChain(run, scope, operand, NOTHING);
    case "pipe":
      return evaluatePipe(run, scope, operand);
  }
}

function refuseArguments(run: Run, { args, final }: Given): void {
  const [first] = args;
  if (first !== undefined && (args.length > 1 || final !== undefined)) {
    fail(run, `can't give argument to non-function ${printNode(first)}`);
  }
}

function callNamed(run: Run, scope: Scope, name: Bytes, node: ErrorNode, given: Given): Value {
  const goFunction = functionNamed(name) ?? fail(run, `"${name}" is not a defined function`);
  const call = { name, goFunction, node, args: given.args.slice(1), final: given.final };
  return callFunction(run, scope, call, evaluateOperand);
}

// Fields.

function evaluateField(run: Run, scope: Scope, node: FieldNode, given: Given): Value {
  run.at = node;
  doubt(run, scope.doubts);
  return followFields(run, scope, { receiver: scope.dot, names: node.names, node, given });
}

function evaluateChain(
  run: Run,
  scope: Scope,
  node: Extract<Operand, { type: "chain" }>,
  given: Given,
): Value {
  run.at = node;
  const receiver = evaluateOperand(run, scope, node.operand);
  return followFields(run, scope, { receiver, names: node.names, node, given });
}

function evaluateVariable(run: Run, scope: Scope, node: VariableNode, given: Given): Value {
  run.at = node;
  const { value, doubts } = lookUp(run, node.names[0]);
  doubt(run, doubts);
  if (node.names.length === 1) {
    refuseArguments(run, given);
    return value;
  }
  return followFields(run, scope, { receiver: value, names: node.names.slice(1), node, given });
}

interface Path {
  readonly receiver: Value;
  readonly names: readonly Bytes[];
  readonly node: ErrorNode;
  /** for the last name alone: it may be a method */
  readonly given: Given;
}

function followFields(run: Run, scope: Scope, { receiver, names, node, given }: Path): Value {
  let value = receiver;
  for (const [index, name] of names.entries()) {
    value = fieldOf(run, scope, value, name, node, index === names.length - 1 ? given : NOTHING);
  }
  return value;
}

/** One field or method of a value. A field of no value is no value; so is a key that a dict does not have. */
function fieldOf(run: Run, scope: Scope, receiver: Value, name: Bytes, node: ErrorNode, given: Given): Value {
  spend(run, 1);
  const { args, final } = given;
  if (receiver === null) return null;
  const inner = unboxed(receiver);
  if (inner === null) return fail(run, `nil pointer evaluating ${typeOf(receiver)}.${name}`);
  const method = methodOf(inner, name);
  if (method !== undefined) {
    const call = { name, goFunction: method, node, args: args.slice(1), final };
    return callFunction(run, scope, call, evaluateOperand);
  }
  if (typeof inner === "object" && inner.kind === "dict") {
    if (args.length > 1 || final !== undefined) fail(run, `${name} is not a method but has arguments`);
    const value = inner.entries.get(name);
    return value === undefined ? null : element(inner, value);
  }
  if (typeof inner === "object" && inner.kind === "version" && VERSION_FIELDS.has(name)) {
    return fail(run, `${name} is an unexported field of struct type ${typeOf(receiver)}`);
  }
  return fail(run, `can't evaluate field ${name} in type ${typeOf(receiver)}`);
}

const VERSION_FIELDS: ReadonlySet<string> = new Set([
  "major",
  "minor",
  "patch",
  "pre",
  "metadata",
  "original",
]);
