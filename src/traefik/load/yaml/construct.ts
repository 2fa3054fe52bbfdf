import type { MapNode, Node, ScalarNode } from "../node.ts";
import type { Problem } from "../problem.ts";
import { countOperations, openBudget } from "./budget.ts";
import {
  checkDuplicates,
  childAt,
  enterAlias,
  failSelfReference,
  frameOf,
  leaveAlias,
  listErrors,
  pop,
  report,
  spanOf,
  type Constructor,
  type Frame,
  type Target,
} from "./constructor.ts";
import { setEntry, takeKey } from "./entries.ts";
import { YamlFailure } from "./failure.ts";
import { isMergeKey } from "./keys.ts";
import { countLines } from "./lines.ts";
import { beginMerge, stepMergeList } from "./merge.ts";
import type { RawDocument, RawNode } from "./raw.ts";
import { meaningOf } from "./resolve.ts";
import { rootMistake } from "./root.ts";

/** What a document means. */
export interface Construction {
  readonly root: MapNode | null;
  /** yaml.v3's `unmarshal errors`, which do not end the reading, in its own words and order */
  readonly errors: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Gives the nodes of a document their values, in the order in which yaml.v3 decodes it into Go's
 * `map[string]interface{}`: tags, duplicate keys, aliases and their limit, merge keys. What yaml.v3 never decodes
 * (the value of a null key at the root, a merged entry that is overridden) may be wrong. Depth costs no call stack.
 *
 * @throws YamlFailure for what ends the decoding at once
 */
export function construct(document: RawDocument, text: string): Construction {
  const c: Constructor = {
    lines: countLines(text),
    frames: [],
    budget: openBudget(),
    errors: [],
    problems: [],
    known: document.aliased ? new Map() : null,
    activeAliases: new Set(),
    mutedFrom: -1,
    result: null,
  };
  const { root } = document;
  if (root === null) return { root: null, errors: c.errors, problems: c.problems };
  const mistake = rootMistake(root, c.lines);
  if (mistake !== null) report(c, mistake.words, mistake.problem);
  if (root.kind !== "map") return { root: null, errors: c.errors, problems: c.problems };
  // the document is a node of its own
  countOperations(c.budget, 2, root);
  openCollection(c, root, null, true);
  for (let frame = c.frames.at(-1); frame !== undefined; frame = c.frames.at(-1)) tryStep(c, frame);
  const result: Node | null = c.result;
  return { root: isMap(result) ? result : null, errors: c.errors, problems: c.problems };
}

function isMap(node: Node | null): node is MapNode {
  return node?.kind === "map";
}

/** yaml.v3 does not look into a map with duplicate keys: what is wrong there is no error of its, but still a problem. */
function tryStep(c: Constructor, frame: Frame): void {
  if (c.mutedFrom < 0) return step(c, frame);
  try {
    step(c, frame);
  } catch (error) {
    if (!(error instanceof YamlFailure)) throw error;
    c.problems.push({ rule: "yaml-syntax", message: `yaml: ${error.told}`, span: spanOf(error) });
    for (let inner = c.frames.at(-1); c.frames.length > c.mutedFrom + 1 && inner !== undefined;) {
      pop(c, inner);
      c.known?.delete(inner.raw);
      inner = c.frames.at(-1);
    }
    const muted = c.frames.at(-1);
    if (muted !== undefined) leaveMap(c, muted);
  }
}

function step(c: Constructor, frame: Frame): void {
  if (frame.form === "list") stepList(c, frame);
  else if (frame.form === "merge list") stepMergeList(c, frame);
  else stepMap(c, frame);
}

function stepList(c: Constructor, frame: Frame): void {
  const { children } = frame.raw;
  while (frame.index < children.length) {
    const node = valueOf(c, childAt(frame.raw, frame.index++));
    if (node === null) return;
    frame.items.push(node);
  }
  leave(c, frame, { kind: "list", items: frame.items, span: spanOf(frame.raw) });
}

function stepMap(c: Constructor, frame: Frame): void {
  const { raw } = frame;
  while (frame.index < raw.children.length) {
    const key = childAt(raw, frame.index);
    const value = childAt(raw, frame.index + 1);
    frame.index += 2;
    if (isMergeKey(key)) frame.merge = value;
    else if (takeKey(c, frame, key, value)) {
      const node = valueOf(c, value);
      if (node === null) return;
      setEntry(c, frame, node);
    }
  }
  const { merge } = frame;
  if (merge === null) return leaveMap(c, frame);
  frame.merge = null;
  beginMerge(c, frame, merge);
}

function leaveMap(c: Constructor, frame: Frame): void {
  if (frame.form === "map")
    leave(c, frame, { kind: "map", entries: frame.into.entries, span: spanOf(frame.raw) });
  else pop(c, frame);
}

/** The node of a value, or null if its children have to be read first. */
function valueOf(c: Constructor, raw: RawNode): Node | null {
  if (raw.kind === "alias") return aliasValue(c, raw);
  countOperations(c.budget, 1, raw);
  if (raw.kind === "scalar") return scalarNode(raw, raw);
  openCollection(c, raw, null, false);
  return null;
}

function scalarNode(raw: RawNode, at: RawNode): ScalarNode {
  const { type, text } = meaningOf(raw);
  return { kind: "scalar", type, text, span: spanOf(at) };
}

/** What an alias stands for, at the place of the alias; its children stay where they are written. */
function aliasValue(c: Constructor, alias: RawNode): Node | null {
  const target = alias.target ?? alias;
  const known = c.known?.get(target);
  enterAlias(c, alias);
  if (known === "open") failSelfReference(alias);
  if (known === undefined && target.kind !== "scalar") {
    countOperations(c.budget, 1, alias);
    openCollection(c, target, alias, false);
    return null;
  }
  countOperations(c.budget, known?.operations ?? 1, alias);
  leaveAlias(c, alias);
  if (known !== undefined && c.mutedFrom < 0) listErrors(c, known.errors);
  return known === undefined ? scalarNode(target, alias) : { ...known.node, span: spanOf(alias) };
}

function openCollection(c: Constructor, raw: RawNode, alias: RawNode | null, isRoot: boolean): void {
  const errorsBefore = c.errors.length;
  const unique = raw.kind !== "map" || checkDuplicates(c, raw);
  if (!unique && c.mutedFrom < 0) c.mutedFrom = c.frames.length;
  c.known?.set(raw, "open");
  const places = unique ? null : new Map<string, number>();
  const into: Target = { entries: [], isRoot, keepsFirst: !unique, places, taken: null, asText: isRoot };
  const form = raw.kind === "map" ? "map" : "list";
  c.frames.push({ ...frameOf(c, raw, form, into, alias), errorsBefore });
}

/** Hands a finished collection to the one that it is in. */
function leave(c: Constructor, frame: Frame, node: Node): void {
  pop(c, frame);
  const operations = c.budget.operations - frame.operationsBefore;
  c.known?.set(frame.raw, { node, operations, errors: c.errors.slice(frame.errorsBefore) });
  const placed = frame.alias === null ? node : { ...node, span: spanOf(frame.alias) };
  const parent = c.frames.at(-1);
  if (parent === undefined) c.result = placed;
  else if (parent.form === "list") parent.items.push(placed);
  else setEntry(c, parent, placed);
}
