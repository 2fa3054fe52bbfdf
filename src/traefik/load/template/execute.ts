import type { ActionNode, BranchNode, RangeNode, Statement, TemplateNode, TextNode } from "./ast.ts";
import { evaluatePipe } from "./evaluate.ts";
import { quote } from "./quote.ts";
import { guessAssigned, leaveGuesses, mayPrint } from "./left-out.ts";
import { bind, itemsOf } from "./range.ts";
import { ExecutionError } from "./errors.ts";
import { fail, holds, isGuess, NO_DOUBTS, spend, union, type Doubts, type Run, type Scope } from "./run.ts";
import type { Concrete } from "./values.ts";

/** What happens to the text and the findings of a run. */
export interface Sink {
  /** literal text of the file */
  readonly text: (node: TextNode) => void;
  /** what an action prints */
  readonly value: (node: ActionNode, value: Concrete) => void;
  /** an error in a place that depends on what is not known here; the statement is left out */
  readonly doubtfulError: (error: ExecutionError, doubts: Doubts, statement: Statement) => void;
  /** a branch decided by what is not known here */
  readonly guessedBranch: (node: BranchNode | RangeNode, isTaken: boolean) => void;
  /** a way that is not taken and may print something; what is returned runs where it would have ended */
  readonly leftOut: (node: BranchNode | RangeNode) => () => void;
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
  /** of the conditions that led here: what happens here may not happen where Traefik runs */
  readonly doubts: Doubts;
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
  const frames: Frame[] = [
    { list: run.templates.get("") ?? [], next: 0, scope, doubts: NO_DOUBTS, leave: () => {} },
  ];
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const statement = frame.list[frame.next];
    if (statement === undefined) {
      finish(frames, frame);
      continue;
    }
    frame.next += 1;
    spend(run, 1);
    run.doubts = NO_DOUBTS;
    run.branchDoubts = frame.doubts;
    const visible = run.variables.length;
    try {
      step(run, sink, { frames, frame }, statement);
    } catch (error) {
      if (!(error instanceof ExecutionError)) throw error;
      survive(run, sink, error, statement);
      run.variables.length = visible;
      leaveGuesses(run, statement);
    }
  }
}

interface Machine {
  readonly frames: Frame[];
  readonly frame: Frame;
}

/** An error that depends on what is not known here may not happen where Traefik runs: go on without the statement. */
function survive(run: Run, sink: Sink, error: ExecutionError, statement: Statement): void {
  run.doubts = error.always ? run.branchDoubts : union(run.doubts, run.branchDoubts);
  if (!isGuess(run, run.doubts)) throw error;
  sink.doubtfulError(error, run.doubts, statement);
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
      enterRange(run, sink, machine, statement);
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

/** Doubts with those of the condition that was just evaluated, if it is a guess. */
function withGuesses(run: Run, doubts: Doubts): Doubts {
  return isGuess(run, run.doubts) ? union(doubts, run.doubts) : doubts;
}

function enterBranch(run: Run, sink: Sink, { frames, frame }: Machine, node: BranchNode): void {
  const restore = dropVariables(run);
  const value = evaluatePipe(run, frame.scope, node.pipe);
  const taken = holds(run, value);
  const leave = leaving(run, sink, node, taken, restore);
  const scope = taken && node.type === "with" ? { dot: value, doubts: run.doubts } : frame.scope;
  const doubts = withGuesses(run, frame.doubts);
  frames.push({ list: taken ? node.list : node.otherwise, next: 0, scope, doubts, leave });
}

/** What is to be done at the end of a branch; of the way that is not taken remains what it may have assigned. */
function leaving(
  run: Run,
  sink: Sink,
  node: BranchNode | RangeNode,
  taken: boolean,
  restore: () => void,
): () => void {
  if (!isGuess(run, run.doubts)) return restore;
  sink.guessedBranch(node, taken);
  const leftOut = taken ? node.otherwise : node.list;
  guessAssigned(run, leftOut);
  if (!mayPrint(leftOut)) return restore;
  const end = sink.leftOut(node);
  return () => {
    restore();
    end();
  };
}

function enterRange(run: Run, sink: Sink, { frames, frame }: Machine, node: RangeNode): void {
  const restore = dropVariables(run);
  const value = evaluatePipe(run, frame.scope, node.pipe);
  const { doubts } = run;
  const branch = withGuesses(run, frame.doubts);
  const items = itemsOf(run, value, node.pipe);
  const iterate = (): Scope | undefined => {
    const next = items.next();
    if (next.done === true) return undefined;
    spend(run, 1);
    run.doubts = doubts;
    bind(run, node.pipe, next.value);
    return { dot: next.value[1], doubts };
  };
  const scope = iterate();
  const leave = leaving(run, sink, node, scope !== undefined, restore);
  frames.push(
    scope === undefined
      ? { list: node.otherwise, next: 0, scope: frame.scope, doubts: branch, leave }
      : {
          list: node.list,
          next: 0,
          scope,
          doubts: branch,
          leave: dropVariables(run),
          loop: { iterate, leave },
        },
  );
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
  frames.push({ list, next: 0, scope: { dot, doubts }, doubts: frame.doubts, leave });
}
