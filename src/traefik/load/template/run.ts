import type { ErrorNode } from "./ast.ts";
import type { Bytes } from "./bytes.ts";
import type { TemplateContext } from "./context.ts";
import { ExecutionError, LimitExceeded } from "./errors.ts";
import type { Budget, Templates } from "./token-reader.ts";
import { quote } from "./quote.ts";
import { isTrue, type Concrete, type Value } from "./values.ts";

/**
 * What a value depends on beside the file: `$NAME` for an environment variable that is not set, `=NAME` for one that
 * is, the name of a function for one that only the machine can answer.
 */
export type Doubts = ReadonlySet<string>;

export const NO_DOUBTS: Doubts = new Set();

export interface Variable {
  readonly name: Bytes;
  value: Value;
  doubts: Doubts;
}

/** What `.` is. */
export interface Scope {
  readonly dot: Value;
  readonly doubts: Doubts;
}

/** One execution of one file. */
export interface Run {
  readonly context: TemplateContext;
  readonly templates: Templates;
  readonly budget: Budget;
  /** the node that an error is at, as Go keeps it */
  at: ErrorNode;
  /** name of the template being executed */
  name: Bytes;
  /** templates within templates */
  depth: number;
  /** innermost last */
  variables: Variable[];
  /** of the pipeline being evaluated */
  doubts: Doubts;
  /** of the conditions that led to the statement being executed */
  branchDoubts: Doubts;
  /** placeholder to the name of the variable that it stands for */
  readonly placeholders: Map<Bytes, string>;
  /** values of environment variables that were read: they must not show in a message */
  readonly secrets: Set<Bytes>;
  /** functions called whose result cannot be known, with the place of the first call */
  readonly unknown: Map<string, number>;
}

/** Work that one file may make: a few seconds at worst. */
const BUDGET = 1_000_000;

/** What a file may make of it whatever the others did. */
const ALLOWANCE = 1_000;

/** Gives a file its budget, and takes what it spends beyond its allowance from that of all. */
export function withBudget<T>({ together }: TemplateContext, work: (budget: Budget) => T): T {
  const most = together ? Math.min(BUDGET, ALLOWANCE + together.left) : BUDGET;
  const budget = { left: most };
  try {
    return work(budget);
  } finally {
    if (together) together.left -= Math.max(0, most - Math.max(budget.left, 0) - ALLOWANCE);
  }
}

/** The state before the first statement. */
export function newRun(context: TemplateContext, templates: Templates, budget: Budget): Run {
  return {
    context,
    templates,
    budget,
    at: { type: "dot", at: 0 },
    name: "",
    depth: 0,
    variables: [],
    doubts: NO_DOUBTS,
    branchDoubts: NO_DOUBTS,
    placeholders: new Map(),
    secrets: new Set(),
    unknown: new Map(),
  };
}

/**
 * Fails at the node where the run stands.
 *
 * @param told the message without values that are not in quotes
 */
export function fail(run: Run, message: Bytes, told = message): never {
  throw new ExecutionError(message, run.at, quote(run.name), told, false);
}

/** Fails as the template is written: no value of a variable would make it work. */
export function failAlways(run: Run, message: Bytes): never {
  throw new ExecutionError(message, run.at, quote(run.name), message, true);
}

/** Pays for work or memory: a unit is about a node evaluated, an item made or a few dozen bytes written. */
export function spend(run: Run, cost: number): void {
  run.budget.left -= cost;
  if (run.budget.left < 0) throw new LimitExceeded("the template does more work than is allowed");
}

/** More text than this is not made, however often it is thrown away again. */
const LARGEST_TEXT = 16_000_000;

/** Pays for text before it is made. @param size bytes */
export function spendText(run: Run, size: number): void {
  if (size > LARGEST_TEXT) throw new LimitExceeded("the template makes a text of more than 16 MB");
  spend(run, size / 64);
}

/** Pays for what a formatted print makes, while it does. */
export function meterOf(run: Run): (size: number) => void {
  let total = 0;
  return (size) => {
    total += size;
    if (total > LARGEST_TEXT) throw new LimitExceeded("the template makes a text of more than 16 MB");
    spend(run, size / 64);
  };
}

/** Adds to what the value of the pipeline depends on. */
export function doubt(run: Run, doubts: Doubts): void {
  run.doubts = union(run.doubts, doubts);
}

export function union(a: Doubts, b: Doubts): Doubts {
  if (b.size === 0) return a;
  return a.size === 0 ? b : new Set([...a, ...b]);
}

/** Whether doubts make a value a guess. In Traefik's own environment an unset variable is known to be empty. */
export function isGuess(run: Run, doubts: Doubts): boolean {
  for (const name of doubts) {
    if (name.startsWith("=")) continue;
    if (!name.startsWith("$") || run.context.environment === "partial") return true;
  }
  return false;
}

/** Parts of a value that are shorter than this give nothing away. */
const SHORTEST_SECRET = 4;

/** The text of a message that a template computed, unless it holds a part of an environment variable's value. */
export function withoutSecrets(run: Run, text: Bytes): Bytes {
  const lower = text.toLowerCase();
  for (const secret of run.secrets) {
    const hidden = secret.toLowerCase();
    for (let at = 0; at + SHORTEST_SECRET <= hidden.length; at++) {
      if (lower.includes(hidden.slice(at, at + SHORTEST_SECRET))) return HIDDEN;
    }
  }
  return text;
}

export const HIDDEN = "(not shown: it holds an environment variable's value)";

/** Whether a value is the bare placeholder of an unset variable. */
export function isPlaceholder(run: Run, value: Value): boolean {
  return typeof value === "string" && run.placeholders.has(value);
}

/** Truth of a value, an unset variable being empty. */
export function holds(run: Run, value: Concrete): boolean {
  return isTrue(value) && !isPlaceholder(run, value);
}
