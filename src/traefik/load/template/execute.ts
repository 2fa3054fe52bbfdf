import type {
  ActionNode,
  BranchNode,
  PipeNode,
  RangeNode,
  Statement,
  TemplateNode,
  TextNode,
} from "./ast.ts";
import { rangesOverIntegers } from "./context.ts";
import { assign, evaluatePipe } from "./evaluate.ts";
import { formatValue } from "./format-value.ts";
import { quote } from "./quote.ts";
import { ExecutionError } from "./errors.ts";
import {
  fail,
  holds,
  isGuess,
  NO_DOUBTS,
  spend,
  union,
  withoutSecrets,
  type Doubts,
  type Run,
  type Scope,
  type Variable,
} from "./run.ts";
import { element, int, sortedKeys, type Concrete, type Value } from "./values.ts";

/** What happens to the text and the findings of a run. */
export interface Sink {
  /** literal text of the file */
  readonly text: (node: TextNode) => void;
  /** what an action prints */
  readonly value: (node: ActionNode, value: Concrete) => void;
  /** an error in a place that depends on what is not known here */
  readonly doubtfulError: (error: ExecutionError, doubts: Doubts) => void;
  /** a condition on what is not known here */
  readonly condition: (pipe: PipeNode) => void;
}

/** Go's limit of templates within templates. */
const DEEPEST_TEMPLATE = 100_000;

/**
 * A list of statements under execution. The stack of frames is kept by hand: Go lets templates call each other a
 * hundred thousand deep.
 */
interface Frame {
  readonly list: readonly Statement[];
  next: number;
  scope: Scope;
  /** runs when the list is done or left */
  readonly leave: () => void;
  /** the range whose body this is */
  readonly loop?: Loop;
}

interface Loop {
  /** binds the variables and returns the scope of the next iteration; undefined after the last one */
  readonly iterate: () => Scope | undefined;
  readonly leave: () => void;
}

/** Executes the main template with Traefik's data, the bool false. */
export function execute(run: Run, sink: Sink): void {
  const scope: Scope = { dot: false, doubts: NO_DOUBTS };
  run.variables = [{ name: "$", value: false, doubts: NO_DOUBTS }];
  const frames: Frame[] = [{ list: run.templates.get("") ?? [], next: 0, scope, leave: () => {} }];
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const statement = frame.list[frame.next];
    if (statement === undefined) {
      finish(frames, frame);
      continue;
    }
    frame.next += 1;
    spend(run, 1);
    run.doubts = NO_DOUBTS;
    try {
      step(run, sink, { frames, frame }, statement);
    } catch (error) {
      if (!(error instanceof ExecutionError)) throw error;
      survive(run, sink, error);
    }
  }
}

interface Machine {
  readonly frames: Frame[];
  readonly frame: Frame;
}

/** An error that depends on what is not known here may not happen where Traefik runs: go on without the statement. */
function survive(run: Run, sink: Sink, error: ExecutionError): void {
  const doubts = union(run.doubts, run.branchDoubts);
  if (!isGuess(run, doubts)) throw error;
  sink.doubtfulError(error, doubts);
}

/** The end of a list: the next iteration of a range, or back to where the list was entered. */
function finish(frames: Frame[], frame: Frame): void {
  frame.leave();
  const scope = frame.loop?.iterate();
  if (scope === undefined) {
    frames.pop();
    frame.loop?.leave();
  } else {
    frame.next = 0;
    frame.scope = scope;
  }
}

function step(run: Run, sink: Sink, machine: Machine, statement: Statement): void {
  const { frames, frame } = machine;
  switch (statement.type) {
    case "text":
      sink.text(statement);
      break;
    case "action": {
      const value = evaluatePipe(run, frame.scope, statement.pipe);
      if (statement.pipe.declarations.length > 0) break;
      run.at = statement;
      sink.value(statement, value);
      break;
    }
    case "if":
    case "with":
      enterBranch(run, sink, machine, statement);
      break;
    case "range":
      enterRange(run, machine, statement);
      break;
    case "template":
      enterTemplate(run, machine, statement);
      break;
    case "break":
    case "continue":
      leaveTo(frames, statement.type);
      break;
  }
}

/** Restores the variables that were visible. */
function dropVariables(run: Run): () => void {
  const visible = run.variables.length;
  return () => {
    run.variables.length = visible;
  };
}

function enterBranch(run: Run, sink: Sink, { frames, frame }: Machine, node: BranchNode): void {
  const leave = dropVariables(run);
  const value = evaluatePipe(run, frame.scope, node.pipe);
  if (isGuess(run, run.doubts)) {
    for (const name of run.doubts) run.branchDoubts.add(name);
    sink.condition(node.pipe);
  }
  const taken = holds(run, value);
  const scope = taken && node.type === "with" ? { dot: value, doubts: run.doubts } : frame.scope;
  frames.push({ list: taken ? node.list : node.otherwise, next: 0, scope, leave });
}

// Range.

/** Index (or key) and element of one iteration. */
type Item = readonly [Value, Value];

function enterRange(run: Run, { frames, frame }: Machine, node: RangeNode): void {
  const leave = dropVariables(run);
  const value = evaluatePipe(run, frame.scope, node.pipe);
  const { doubts } = run;
  if (isGuess(run, doubts)) for (const name of doubts) run.branchDoubts.add(name);
  const items = itemsOf(run, value, node);
  const iterate = (): Scope | undefined => {
    const next = items.next();
    if (next.done === true) return undefined;
    spend(run, 1);
    run.doubts = doubts;
    bind(run, node.pipe, next.value);
    return { dot: next.value[1], doubts };
  };
  const scope = iterate();
  frames.push(
    scope === undefined
      ? { list: node.otherwise, next: 0, scope: frame.scope, leave }
      : { list: node.list, next: 0, scope, leave: dropVariables(run), loop: { iterate, leave } },
  );
}

/** Gives the variables of a range their values for one iteration. */
function bind(run: Run, { declarations, assigns }: PipeNode, [index, item]: Item): void {
  const [first, second] = declarations;
  if (first === undefined) return;
  if (assigns) {
    assign(run, first.names[0], second === undefined ? item : index);
    if (second !== undefined) assign(run, second.names[0], item);
    return;
  }
  setFromTop(run, 1, item);
  if (second !== undefined) setFromTop(run, 2, index);
}

function setFromTop(run: Run, position: number, value: Value): void {
  const variable: Variable | undefined = run.variables.at(-position);
  if (variable !== undefined) variable.value = value;
}

function* itemsOf(run: Run, value: Concrete, { pipe }: RangeNode): Generator<Item, undefined> {
  if (value === null) return undefined;
  if (typeof value === "object" && value.kind === "list") {
    for (let i = 0; i < value.items.length; i++) yield [int(i), element(value, value.items[i] ?? null)];
    return undefined;
  }
  if (typeof value === "object" && value.kind === "dict") {
    const { entries } = value;
    // as in Go: keys and values are those at the start
    const items = sortedKeys(value).map((key): Item => [key, element(value, entries.get(key) ?? null)]);
    yield* items;
    return undefined;
  }
  if (typeof value === "object" && value.kind === "integer" && rangesOverIntegers(run.context.version)) {
    if (pipe.declarations.length > 1) {
      fail(run, `can't use ${value.value} to iterate over more than one variable`);
    }
    for (let i = 0n; i < value.value; i++) yield [null, { ...value, value: i }];
    return undefined;
  }
  return fail(run, `range can't iterate over ${withoutSecrets(run, formatValue(value, "v"))}`);
}

/** Leaves the lists up to the body of the innermost range, and with break the range itself. */
function leaveTo(frames: Frame[], type: "break" | "continue"): void {
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    if (frame.loop !== undefined && type === "continue") {
      frame.next = frame.list.length;
      return;
    }
    frames.pop();
    frame.leave();
    frame.loop?.leave();
    if (frame.loop !== undefined) return;
  }
}

// Templates.

function enterTemplate(run: Run, { frames, frame }: Machine, node: TemplateNode): void {
  run.at = node;
  const list = run.templates.get(node.name) ?? fail(run, `template ${quote(node.name)} not defined`);
  if (run.depth === DEEPEST_TEMPLATE) fail(run, `exceeded maximum template depth (${DEEPEST_TEMPLATE})`);
  const dot = node.pipe === null ? null : evaluatePipe(run, frame.scope, node.pipe);
  const { variables, name } = run;
  const { doubts } = run;
  const leave = (): void => {
    run.depth -= 1;
    run.variables = variables;
    run.name = name;
  };
  run.depth += 1;
  run.variables = [{ name: "$", value: dot, doubts }];
  run.name = node.name;
  frames.push({ list, next: 0, scope: { dot, doubts }, leave });
}
