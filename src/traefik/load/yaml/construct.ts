import type { Problem } from "../problem.ts";
import type { Entry, MapNode, Node, ScalarNode } from "../node.ts";
import { countOperations, openBudget, type Budget } from "./budget.ts";
import type { RawDocument, RawNode } from "./compose.ts";
import { YamlFailure } from "./failure.ts";
import { goSyntax } from "./go-syntax.ts";
import { duplicatesOf, duplicateWords, hasDuplicates, hasStringKeys, isMergeKey, keyOf } from "./keys.ts";
import { meaningOf } from "./resolve.ts";
import { rootMistake } from "./root.ts";

/** What a document means. */
export interface Construction {
  readonly root: MapNode | null;
  /** yaml.v3's `unmarshal errors`, which do not end the reading, in its own words and order */
  readonly errors: readonly string[];
  readonly problems: readonly Problem[];
}

/** A map that is being filled, by its own entries and by those that are merged into it. */
interface Target {
  readonly entries: Entry[];
  readonly isRoot: boolean;
  /** where the entry of a key is; only kept where two keys may be one in Go without being written alike */
  places: Map<string, number> | null;
  /** identities of keys that a merge must not set, once there is one */
  taken: Set<string> | null;
  /** whether merged keys become texts */
  asText: boolean;
}

/** A list or map whose children are being read; `index` is the next one. */
interface Frame {
  readonly raw: RawNode;
  index: number;
  readonly form: "list" | "map" | "merge" | "merge list";
  readonly items: Node[];
  readonly into: Target;
  /** the key that waits for its value */
  key: { readonly name: string; readonly identity: string; readonly raw: RawNode } | null;
  /** value of the map's `<<` */
  merge: RawNode | null;
  /** the alias through which this was reached */
  readonly alias: RawNode | null;
  readonly operationsBefore: number;
  /** whether a merge made the map known as open, which ends with the merge */
  readonly opens: boolean;
}

interface Finished {
  readonly node: Node;
  readonly operations: number;
}

interface Constructor {
  readonly text: string;
  readonly frames: Frame[];
  readonly budget: Budget;
  readonly errors: string[];
  readonly problems: Problem[];
  /** what aliases may stand for: "open" while it is being read */
  readonly known: Map<RawNode, Finished | "open"> | null;
  readonly activeAliases: Set<RawNode>;
  result: Node | null;
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
    text,
    frames: [],
    budget: openBudget(),
    errors: [],
    problems: [],
    known: document.aliased ? new Map() : null,
    activeAliases: new Set(),
    result: null,
  };
  const { root } = document;
  if (root === null) return { root: null, errors: c.errors, problems: c.problems };
  const mistake = rootMistake(root, text);
  if (mistake !== null) {
    c.errors.push(mistake.words);
    c.problems.push(mistake.problem);
  }
  if (root.kind !== "map") return { root: null, errors: c.errors, problems: c.problems };
  // the document is a node of its own
  countOperations(c.budget, 2, root);
  openCollection(c, root, null, true);
  for (let frame = c.frames.at(-1); frame !== undefined; frame = c.frames.at(-1)) step(c, frame);
  const result: Node | null = c.result;
  return { root: isMap(result) ? result : null, errors: c.errors, problems: c.problems };
}

function isMap(node: Node | null): node is MapNode {
  return node?.kind === "map";
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

function childAt(raw: RawNode, index: number): RawNode {
  const child = raw.children[index];
  if (child === undefined) throw new Error("a map has a value for every key");
  return child;
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

/** Reads a key; false if its value is not even looked at. */
function takeKey(c: Constructor, frame: Frame, raw: RawNode, value: RawNode): boolean {
  const { into } = frame;
  const merging = frame.form === "merge";
  countKey(c, raw);
  const scalar = raw.target ?? raw;
  if (scalar.kind !== "scalar") return refuseKey(c, frame, raw, scalar);
  const asText = merging ? into.asText : into.isRoot;
  const key = keyOf(scalar, asText);
  if (key === null || key.identity === "null ") reportNullKey(c, raw, value);
  if (key === null) return false;
  if (merging) {
    if (into.taken?.has(key.identity) === true) return false;
    into.taken?.add(key.identity);
  }
  if (into.places === null && (raw !== scalar || scalar.tag !== "" || key.identity[0] !== "s"))
    notePlaces(into);
  frame.key = { ...key, raw };
  return true;
}

function countKey(c: Constructor, raw: RawNode): void {
  countOperations(c.budget, 1, raw);
  if (raw.target === null) return;
  c.budget.aliasDepth++;
  countOperations(c.budget, 1, raw);
  c.budget.aliasDepth--;
}

function refuseKey(c: Constructor, frame: Frame, raw: RawNode, collection: RawNode): false {
  const asText = frame.form === "merge" ? frame.into.asText : frame.into.isRoot;
  if (!asText) throw new YamlFailure("decoder", `invalid map key: ${goSyntax(collection)}`, raw);
  const mistake = rootMistake(collection, c.text, "string");
  if (mistake !== null) {
    c.errors.push(mistake.words);
    c.problems.push(mistake.problem);
  }
  return false;
}

function reportNullKey(c: Constructor, key: RawNode, value: RawNode): void {
  const span = { start: key.start, end: Math.max(key.end, value.end) };
  c.problems.push({
    rule: "unread-content",
    message: "an entry with a null key is never read",
    hint: "quote the key to use it as a name",
    span,
  });
}

function notePlaces(into: Target): void {
  into.places = new Map(into.entries.map((entry, index) => [`s${entry.key.name}`, index]));
}

function setEntry(c: Constructor, frame: Frame, value: Node): void {
  const { key, into } = frame;
  frame.key = null;
  if (key === null || key.identity === "null ") return;
  const entry: Entry = { key: { name: key.name, span: spanOf(key.raw) }, value };
  const place = into.places?.get(key.identity);
  if (place === undefined) {
    into.places?.set(key.identity, into.entries.length);
    into.entries.push(entry);
    return;
  }
  const before = into.entries[place];
  into.entries[place] = entry;
  if (before !== undefined && frame.form === "map")
    c.problems.push({
      rule: "unread-content",
      message: `this entry is overridden by a later key with the same value`,
      span: before.key.span,
    });
}

/** Begins to merge what `<<` says into a map; its own entries win wherever they stand. */
function beginMerge(c: Constructor, frame: Frame, merge: RawNode): void {
  const { into } = frame;
  if (into.taken === null) {
    into.taken = new Set();
    into.asText = into.isRoot || hasStringKeys(frame.raw);
    if (into.places === null) notePlaces(into);
    for (let i = 0; i < frame.raw.children.length; i += 2) {
      const key = childAt(frame.raw, i);
      countKey(c, key);
      const scalar = key.target ?? key;
      const taken = scalar.kind === "scalar" ? keyOf(scalar, false) : null;
      if (taken !== null) into.taken.add(taken.identity);
    }
  }
  if (merge.kind === "list") c.frames.push(frameOf(c, merge, "merge list", into, null));
  else openMerge(c, into, merge);
}

function stepMergeList(c: Constructor, frame: Frame): void {
  if (frame.index === frame.raw.children.length) pop(c, frame);
  else openMerge(c, frame.into, childAt(frame.raw, frame.index++));
}

function openMerge(c: Constructor, into: Target, raw: RawNode): void {
  const map = raw.target ?? raw;
  if (map.kind !== "map")
    throw new YamlFailure("decoder", "map merge requires map or sequence of maps as the value", raw);
  if (raw.target !== null) enterAlias(c, raw);
  countOperations(c.budget, 1, raw);
  checkDuplicates(c, map);
  const opens = c.known !== null && !c.known.has(map);
  if (opens) c.known?.set(map, "open");
  c.frames.push({ ...frameOf(c, map, "merge", into, raw.target === null ? null : raw), opens });
}

function enterAlias(c: Constructor, alias: RawNode): void {
  countOperations(c.budget, 1, alias);
  if (c.activeAliases.has(alias))
    throw new YamlFailure("decoder", `anchor '${alias.text}' value contains itself`, alias);
  c.activeAliases.add(alias);
  c.budget.aliasDepth++;
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
  if (known === "open")
    throw new YamlFailure("decoder", `anchor '${alias.text}' value contains itself`, alias);
  if (known === undefined && target.kind !== "scalar") {
    countOperations(c.budget, 1, alias);
    openCollection(c, target, alias, false);
    return null;
  }
  countOperations(c.budget, known?.operations ?? 1, alias);
  leaveAlias(c, alias);
  return known === undefined ? scalarNode(target, alias) : { ...known.node, span: spanOf(alias) };
}

function leaveAlias(c: Constructor, alias: RawNode): void {
  c.activeAliases.delete(alias);
  c.budget.aliasDepth--;
}

function openCollection(c: Constructor, raw: RawNode, alias: RawNode | null, isRoot: boolean): void {
  if (raw.kind === "map") checkDuplicates(c, raw);
  c.known?.set(raw, "open");
  const into: Target = { entries: [], isRoot, places: null, taken: null, asText: isRoot };
  c.frames.push(frameOf(c, raw, raw.kind === "map" ? "map" : "list", into, alias));
}

function frameOf(
  c: Constructor,
  raw: RawNode,
  form: Frame["form"],
  into: Target,
  alias: RawNode | null,
): Frame {
  const operationsBefore = c.budget.operations - 1;
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
    opens: false,
  };
}

function checkDuplicates(c: Constructor, map: RawNode): void {
  if (!hasDuplicates(map)) return;
  for (const duplicate of duplicatesOf(map)) {
    const words = duplicateWords(duplicate, c.text);
    c.errors.push(words);
    const message = `yaml: unmarshal errors: ${words}`;
    c.problems.push({ rule: "duplicate-key", message, span: spanOf(duplicate.second) });
  }
}

function pop(c: Constructor, frame: Frame): void {
  c.frames.pop();
  if (frame.opens) c.known?.delete(frame.raw);
  if (frame.alias !== null) leaveAlias(c, frame.alias);
}

/** Hands a finished collection to the one that it is in. */
function leave(c: Constructor, frame: Frame, node: Node): void {
  pop(c, frame);
  c.known?.set(frame.raw, { node, operations: c.budget.operations - frame.operationsBefore });
  const placed = frame.alias === null ? node : { ...node, span: spanOf(frame.alias) };
  const parent = c.frames.at(-1);
  if (parent === undefined) c.result = placed;
  else if (parent.form === "list") parent.items.push(placed);
  else setEntry(c, parent, placed);
}

function spanOf(raw: RawNode): { start: number; end: number } {
  return { start: raw.start, end: raw.end };
}
