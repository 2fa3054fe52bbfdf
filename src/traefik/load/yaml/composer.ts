import { YamlFailure } from "./failure.ts";
import { peek, take } from "./fetch.ts";
import { rawAlias, rawCollection, rawScalar, type RawNode } from "./raw.ts";
import type { Scanner, Token, TokenKind } from "./scanner.ts";
import { resolveTag, type TagHandles } from "./tags.ts";

/** A collection that is being read. */
export interface Open {
  readonly form: "block map" | "block list" | "indentless list" | "flow map" | "flow list" | "flow pair";
  readonly node: RawNode;
  /** where the collection starts, as its error message sees it */
  readonly context: number;
  /** a flow map's key without a colon has no value to look for */
  bare: boolean;
}

export interface Composer {
  readonly scanner: Scanner;
  readonly open: Open[];
  readonly anchors: Map<string, RawNode>;
  handles: TagHandles;
  root: RawNode | null;
  aliased: boolean;
  /** where the token that was last taken ends */
  end: number;
}

/** Takes a token for good. */
export function advance(c: Composer, token: Token): void {
  c.end = token.end;
  take(c.scanner);
}

interface Properties {
  readonly anchor: string;
  readonly tag: string;
  readonly start: number;
  readonly end: number;
}

/** Reads one node: a scalar or an alias as a whole, of a collection only the start. */
export function composeNode(c: Composer, block: boolean, indentless: boolean): void {
  const first = peek(c.scanner);
  if (first.kind === "alias") return composeAlias(c, first);
  const properties = first.kind === "anchor" || first.kind === "tag" ? readProperties(c) : null;
  const token = properties === null ? first : peek(c.scanner);
  const { anchor, tag } = properties ?? { anchor: "", tag: "" };
  const { kind, start, end } = token;
  if (kind === "scalar") {
    advance(c, token);
    const { text, style } = token;
    const node = rawScalar(text, style, tag, start, end, properties?.start);
    setAnchor(c, anchor, node);
    return add(c, node);
  }
  const form = formOf(kind, block, indentless);
  if (form !== undefined) {
    const node = rawCollection(form.endsWith("map") ? "map" : "list", tag, start, properties?.start);
    setAnchor(c, anchor, node);
    if (form !== "indentless list") advance(c, token);
    return openNode(c, form, node, start);
  }
  if (properties === null) failAt(token, "did not find expected node content", start);
  const empty = rawScalar("", "", tag, properties.start, properties.end);
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

const UNKNOWN_ANCHOR = "an anchor that is not defined is referenced";

function composeAlias(c: Composer, token: Token): void {
  const { text, start, end } = token;
  const target = c.anchors.get(text);
  if (target === undefined)
    throw new YamlFailure("decoder", `unknown anchor '${text}' referenced`, { start, end }, UNKNOWN_ANCHOR);
  advance(c, token);
  c.aliased = true;
  add(c, rawAlias(text, target, start, end));
}

function setAnchor(c: Composer, anchor: string, node: RawNode): void {
  if (anchor !== "") c.anchors.set(anchor, node);
}

export function add(c: Composer, node: RawNode): void {
  const open = c.open.at(-1);
  if (open === undefined) c.root = node;
  else open.node.children.push(node);
}

export function openNode(c: Composer, form: Open["form"], node: RawNode, context: number): void {
  add(c, node);
  c.open.push({ form, node, context, bare: false });
}

export function close(c: Composer, token: Token): void {
  const { end } = c;
  advance(c, token);
  if (token.kind === "block end") c.end = end;
  finish(c);
}

export function finish(c: Composer): void {
  const open = c.open.pop();
  if (open !== undefined) open.node.end = c.end;
}

/**
 * Fails at a token.
 *
 * @param context where the collection starts that is broken here
 * @param blame what to point at, if not the token
 */
export function failAt(token: Token, message: string, context: number | null, blame = token.start): never {
  const end = blame === token.start ? Math.max(token.end, blame + 1) : blame + 1;
  throw new YamlFailure("parser", message, { start: blame, end, context, problem: token.start });
}

/** A node that is not written, right behind what was read last. */
export function addEmpty(c: Composer): void {
  add(c, rawScalar("", "", "", c.end, c.end));
}
