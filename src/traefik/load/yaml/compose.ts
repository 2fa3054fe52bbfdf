import { YamlFailure } from "./failure.ts";
import { peek, take } from "./fetch.ts";
import { type Scanner, type Style, type Token, type TokenKind } from "./scanner.ts";
import { readDirectives, resolveTag, type TagHandles } from "./tags.ts";

/** A node as it is written, before its value is known. */
export interface RawNode {
  readonly kind: "map" | "list" | "scalar" | "alias";
  /** a tag in its short form (`!!int`, `!env`), "" without one */
  readonly tag: string;
  /** a scalar's content, an alias's name */
  readonly text: string;
  readonly style: Style;
  readonly start: number;
  end: number;
  /** items of a list; keys and values of a map by turns */
  readonly children: RawNode[];
  /** what an alias stands for */
  readonly target: RawNode | null;
}

/** What the text says up to the end of its first document. */
export interface RawDocument {
  /** null: there is no document at all */
  readonly root: RawNode | null;
  /** where the first document ends */
  readonly end: number;
  /** whether any alias is in it */
  readonly aliased: boolean;
}

/** A collection that is being read. */
interface Open {
  readonly form: "block map" | "block list" | "indentless list" | "flow map" | "flow list" | "flow pair";
  readonly node: RawNode;
  /** where the collection starts, as its error message sees it */
  readonly context: number;
  /** a flow map's key without a colon has no value to look for */
  bare: boolean;
}

interface Composer {
  readonly scanner: Scanner;
  readonly open: Open[];
  readonly anchors: Map<string, RawNode>;
  handles: TagHandles;
  root: RawNode | null;
  aliased: boolean;
  /** where the token that was last taken ends */
  end: number;
}

const NO_CHILDREN: RawNode[] = [];

/**
 * Reads the first document of a text as it is written, as deep as it may be: what is open is kept in a list, not on
 * the call stack.
 *
 * @throws YamlFailure at the first mistake
 */
export function compose(scanner: Scanner): RawDocument {
  const c: Composer = {
    scanner,
    open: [],
    anchors: new Map(),
    handles: new Map(),
    root: null,
    aliased: false,
    end: 0,
  };
  const first = peek(scanner);
  if (first.kind === "stream end") return { root: null, end: scanner.text.length, aliased: false };
  c.handles = readDirectives(scanner);
  if (first.kind === "version directive" || first.kind === "tag directive" || first.kind === "document start")
    composeExplicit(c);
  else composeNode(c, true, false);
  for (let open = c.open.at(-1); open !== undefined; open = c.open.at(-1)) step(c, open);
  const last = peek(scanner);
  if (last.kind === "document end") take(scanner);
  const end = last.kind === "document end" ? last.end : c.end;
  return { root: c.root, end, aliased: c.aliased };
}

function composeExplicit(c: Composer): void {
  const marker = peek(c.scanner);
  if (marker.kind !== "document start") failAt(marker, "did not find expected <document start>", null);
  advance(c, marker);
  const token = peek(c.scanner);
  if (DOCUMENT_ENDS.has(token.kind)) return add(c, emptyScalar(c.end));
  composeNode(c, true, false);
}

const DOCUMENT_ENDS: ReadonlySet<TokenKind> = new Set([
  "version directive",
  "tag directive",
  "document start",
  "document end",
  "stream end",
]);

function step(c: Composer, open: Open): void {
  switch (open.form) {
    case "block map":
      return stepBlockMap(c, open);
    case "block list":
      return stepBlockList(c, open);
    case "indentless list":
      return stepIndentlessList(c);
    case "flow map":
      return stepFlowMap(c, open);
    case "flow list":
      return stepFlowList(c, open);
    case "flow pair":
      return stepFlowPair(c, open);
  }
}

/** Takes a token for good. */
function advance(c: Composer, token: Token): void {
  c.end = token.end;
  take(c.scanner);
}

function isIncomplete(open: Open): boolean {
  return open.node.children.length % 2 === 1;
}

function stepBlockMap(c: Composer, open: Open): void {
  const token = peek(c.scanner);
  if (isIncomplete(open)) {
    if (token.kind !== "value") return add(c, emptyScalar(c.end));
  } else if (token.kind === "block end") return close(c, token);
  else if (token.kind !== "key") failAt(token, "did not find expected key", open.context);
  advance(c, token);
  const { kind } = peek(c.scanner);
  if (kind === "key" || kind === "value" || kind === "block end") add(c, emptyScalar(c.end));
  else composeNode(c, true, true);
}

function stepBlockList(c: Composer, open: Open): void {
  const token = peek(c.scanner);
  if (token.kind === "block end") return close(c, token);
  if (token.kind !== "-") failAt(token, "did not find expected '-' indicator", open.context);
  advance(c, token);
  const { kind } = peek(c.scanner);
  if (kind === "-" || kind === "block end") add(c, emptyScalar(c.end));
  else composeNode(c, true, false);
}

/** A list in a map at the indentation of its key has no end of its own. */
function stepIndentlessList(c: Composer): void {
  const token = peek(c.scanner);
  if (token.kind !== "-") return finish(c);
  advance(c, token);
  const { kind } = peek(c.scanner);
  if (kind === "-" || kind === "key" || kind === "value" || kind === "block end") add(c, emptyScalar(c.end));
  else composeNode(c, true, false);
}

function stepFlowMap(c: Composer, open: Open): void {
  if (isIncomplete(open)) return composeFlowValue(c, open, "}");
  const token = nextFlowEntry(c, open, "}", "did not find expected ',' or '}'");
  if (token.kind === "}") return close(c, token);
  if (token.kind !== "key") {
    open.bare = true;
    return composeNode(c, false, false);
  }
  advance(c, token);
  const { kind } = peek(c.scanner);
  if (kind === "value" || kind === "," || kind === "}") add(c, emptyScalar(c.end));
  else composeNode(c, false, false);
}

/** The token that a flow collection goes on with: its end, or the first of its next entry behind the comma. */
function nextFlowEntry(c: Composer, open: Open, end: "}" | "]", expected: string): Token {
  const token = peek(c.scanner);
  if (token.kind === end || open.node.children.length === 0) return token;
  if (token.kind !== ",") failAt(token, expected, open.context);
  advance(c, token);
  return peek(c.scanner);
}

function composeFlowValue(c: Composer, open: Open, end: "}" | "]"): void {
  const token = peek(c.scanner);
  if (open.bare || token.kind !== "value") {
    open.bare = false;
    return add(c, emptyScalar(c.end));
  }
  advance(c, token);
  const { kind } = peek(c.scanner);
  if (kind === "," || kind === end) add(c, emptyScalar(c.end));
  else composeNode(c, false, false);
}

function stepFlowList(c: Composer, open: Open): void {
  const token = nextFlowEntry(c, open, "]", "did not find expected ',' or ']'");
  if (token.kind === "]") return close(c, token);
  if (token.kind !== "key") return composeNode(c, false, false);
  advance(c, token);
  openNode(c, "flow pair", collection("map", "", token.start, token.end), open.context);
}

/** `[a: b]` is a list of one map. Without a key, yaml.v3 loses the token in its place: `[? : b]` fails. */
function stepFlowPair(c: Composer, open: Open): void {
  if (open.node.children.length === 2) return finish(c);
  if (isIncomplete(open)) return composeFlowValue(c, open, "]");
  const token = peek(c.scanner);
  if (token.kind !== "value" && token.kind !== "," && token.kind !== "]") return composeNode(c, false, false);
  advance(c, token);
  add(c, emptyScalar(c.end));
}

interface Properties {
  readonly anchor: string;
  readonly tag: string;
  readonly start: number;
  readonly end: number;
}

/** Reads one node: a scalar or an alias as a whole, of a collection only the start. */
function composeNode(c: Composer, block: boolean, indentless: boolean): void {
  const first = peek(c.scanner);
  if (first.kind === "alias") return composeAlias(c, first);
  const properties = first.kind === "anchor" || first.kind === "tag" ? readProperties(c) : null;
  const token = properties === null ? first : peek(c.scanner);
  const { anchor, tag } = properties ?? { anchor: "", tag: "" };
  const { kind, start, end } = token;
  if (kind === "scalar") {
    advance(c, token);
    const { text, style } = token;
    const node: RawNode = { kind, tag, text, style, start, end, children: NO_CHILDREN, target: null };
    setAnchor(c, anchor, node);
    return add(c, node);
  }
  const form = formOf(kind, block, indentless);
  if (form !== undefined) {
    const node = collection(form.endsWith("map") ? "map" : "list", tag, start, end);
    setAnchor(c, anchor, node);
    if (form !== "indentless list") advance(c, token);
    return openNode(c, form, node, start);
  }
  if (properties === null) failAt(token, "did not find expected node content", start);
  const empty = { ...emptyScalar(properties.start), end: properties.end, tag };
  setAnchor(c, anchor, empty);
  add(c, empty);
}

function formOf(kind: TokenKind, block: boolean, indentless: boolean): Open["form"] | undefined {
  if (kind === "[") return "flow list";
  if (kind === "{") return "flow map";
  if (kind === "-") return indentless ? "indentless list" : undefined;
  if (kind === "list start") return block ? "block list" : undefined;
  if (kind === "map start") return block ? "block map" : undefined;
  return undefined;
}

/** Reads an anchor and a tag, in any order. */
function readProperties(c: Composer): Properties {
  const first = peek(c.scanner);
  advance(c, first);
  const second = peek(c.scanner);
  const both = second.kind !== first.kind && (second.kind === "anchor" || second.kind === "tag");
  if (both) advance(c, second);
  const anchor = first.kind === "anchor" ? first : both ? second : null;
  const tag = first.kind === "tag" ? first : both ? second : null;
  if (both) peek(c.scanner);
  return {
    anchor: anchor?.text ?? "",
    tag: tag === null ? "" : resolveTag(c.handles, tag, first.start),
    start: first.start,
    end: c.end,
  };
}

function composeAlias(c: Composer, token: Token): void {
  const { text, start, end } = token;
  const target = c.anchors.get(text);
  if (target === undefined)
    throw new YamlFailure("decoder", `unknown anchor '${text}' referenced`, { start, end });
  advance(c, token);
  c.aliased = true;
  add(c, { kind: "alias", tag: "", text, style: "", start, end, children: NO_CHILDREN, target });
}

function setAnchor(c: Composer, anchor: string, node: RawNode): void {
  if (anchor !== "") c.anchors.set(anchor, node);
}

function collection(kind: "map" | "list", tag: string, start: number, end: number): RawNode {
  return { kind, tag, text: "", style: "", start, end, children: [], target: null };
}

function emptyScalar(at: number): RawNode {
  return {
    kind: "scalar",
    tag: "",
    text: "",
    style: "",
    start: at,
    end: at,
    children: NO_CHILDREN,
    target: null,
  };
}

function add(c: Composer, node: RawNode): void {
  const open = c.open.at(-1);
  if (open === undefined) c.root = node;
  else open.node.children.push(node);
}

function openNode(c: Composer, form: Open["form"], node: RawNode, context: number): void {
  add(c, node);
  c.open.push({ form, node, context, bare: false });
}

function close(c: Composer, token: Token): void {
  const { end } = c;
  advance(c, token);
  if (token.kind === "block end") c.end = end;
  finish(c);
}

function finish(c: Composer): void {
  const open = c.open.pop();
  if (open !== undefined) open.node.end = c.end;
}

function failAt(token: Token, message: string, context: number | null): never {
  // at the end of the text, what is to blame is the collection that was never closed
  const start = token.kind === "stream end" && context !== null ? context : token.start;
  const end = Math.max(token.end, token.start + 1) - token.start + start;
  throw new YamlFailure("parser", message, { start, end, context, problem: token.start });
}
