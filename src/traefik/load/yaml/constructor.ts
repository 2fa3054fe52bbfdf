import type { Entry, Node, Span } from "../node.ts";
import type { Problem } from "../problem.ts";
import { shorten } from "../shorten.ts";
import { countOperations, type Budget } from "./budget.ts";
import { YamlFailure } from "./failure.ts";
import { duplicatesOf, duplicateWords, hasDuplicates } from "./keys.ts";
import type { Lines } from "./lines.ts";
import type { RawNode } from "./raw.ts";

/** A map that is being filled, by its own entries and by those that are merged into it. */
export interface Target {
  readonly entries: Entry[];
  readonly isRoot: boolean;
  /** whether a key is given twice: then the first one stays, as nobody knows which is meant */
  readonly keepsFirst: boolean;
  /** where the entry of a key is; only kept where two keys may be one in Go without being written alike */
  places: Map<string, number> | null;
  /** identities of keys that a merge must not set, once there is one */
  taken: Set<string> | null;
  /** whether merged keys become texts */
  asText: boolean;
}

/** A list or map whose children are being read; `index` is the next one. */
export interface Frame {
  readonly raw: RawNode;
  index: number;
  readonly form: "list" | "map" | "merge" | "merge list";
  readonly items: Node[];
  readonly into: Target;
  /** the key that waits for its value */
  key: Pending | null;
  /** value of the map's `<<` */
  merge: RawNode | null;
  /** the alias through which this was reached */
  readonly alias: RawNode | null;
  readonly operationsBefore: number;
  readonly errorsBefore: number;
  /** whether a merge made the map known as open, which ends with the merge */
  readonly opens: boolean;
}

/** A key that was read; its identity is null for an ordinary string. */
interface Pending {
  readonly name: string;
  readonly identity: string | null;
  readonly raw: RawNode;
}

export interface Finished {
  readonly node: Node;
  readonly operations: number;
  /** what yaml.v3 lists again whenever it decodes this anew */
  readonly errors: readonly string[];
}

export interface Constructor {
  readonly lines: Lines;
  readonly frames: Frame[];
  readonly budget: Budget;
  readonly errors: string[];
  readonly problems: Problem[];
  /** what aliases may stand for: "open" while it is being read */
  readonly known: Map<RawNode, Finished | "open"> | null;
  readonly activeAliases: Set<RawNode>;
  /** the outermost frame whose map has duplicate keys, -1 for none */
  mutedFrom: number;
  result: Node | null;
}

export function frameOf(
  c: Constructor,
  raw: RawNode,
  form: Frame["form"],
  into: Target,
  alias: RawNode | null,
): Frame {
  const operationsBefore = c.budget.operations - 1;
  const errorsBefore = c.errors.length;
  return {
    raw,
    index: 0,
    form,
    items: [],
    into,
    key: null,
    merge: null,
    alias,
    operationsBefore,
    errorsBefore,
    opens: false,
  };
}

export function childAt(raw: RawNode, index: number): RawNode {
  const child = raw.children[index];
  if (child === undefined) throw new Error("a map has a value for every key");
  return child;
}

export function countKey(c: Constructor, raw: RawNode): void {
  countOperations(c.budget, 1, raw);
  if (raw.target === null) return;
  c.budget.aliasDepth++;
  countOperations(c.budget, 1, raw);
  c.budget.aliasDepth--;
}

export function enterAlias(c: Constructor, alias: RawNode): void {
  countOperations(c.budget, 1, alias);
  if (c.activeAliases.has(alias)) failSelfReference(alias);
  c.activeAliases.add(alias);
  c.budget.aliasDepth++;
}

export function failSelfReference(alias: RawNode): never {
  const words = `anchor '${alias.text}' value contains itself`;
  throw new YamlFailure("decoder", words, alias, "the value of an anchor contains itself");
}

export function leaveAlias(c: Constructor, alias: RawNode): void {
  c.activeAliases.delete(alias);
  c.budget.aliasDepth--;
}

/** Whether no key is given twice. */
export function checkDuplicates(c: Constructor, map: RawNode): boolean {
  if (!hasDuplicates(map)) return true;
  for (const duplicate of duplicatesOf(map)) {
    const words = duplicateWords(duplicate, c.lines);
    report(c, words, {
      rule: "duplicate-key",
      message: shorten(`yaml: unmarshal errors: ${words}`),
      span: spanOf(duplicate.second),
    });
  }
  return false;
}

export function report(c: Constructor, words: string, problem: Problem): void {
  if (c.mutedFrom < 0) listErrors(c, [words]);
  c.problems.push(problem);
}

/** How many errors are listed at most: an alias repeats those of its anchor. */
const MAX_ERRORS = 1000;

export function listErrors(c: Constructor, errors: readonly string[]): void {
  for (const error of errors) if (c.errors.length < MAX_ERRORS) c.errors.push(error);
}

export function pop(c: Constructor, frame: Frame): void {
  c.frames.pop();
  if (c.frames.length === c.mutedFrom) c.mutedFrom = -1;
  if (frame.opens) c.known?.delete(frame.raw);
  if (frame.alias !== null) leaveAlias(c, frame.alias);
}

export function spanOf(raw: Span): { start: number; end: number } {
  return { start: raw.start, end: raw.end };
}
