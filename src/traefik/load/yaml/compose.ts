import {
  addEmpty,
  advance,
  close,
  composeNode,
  failAt,
  finish,
  openNode,
  type Composer,
  type Open,
} from "./composer.ts";
import { peek, take } from "./fetch.ts";
import { rawCollection, type RawDocument } from "./raw.ts";
import type { Scanner, Token, TokenKind } from "./scanner.ts";
import { readDirectives } from "./tags.ts";

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
  if (DOCUMENT_ENDS.has(token.kind)) return addEmpty(c);
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

function isIncomplete(open: Open): boolean {
  return open.node.children.length % 2 === 1;
}

function stepBlockMap(c: Composer, open: Open): void {
  const token = peek(c.scanner);
  if (isIncomplete(open)) {
    if (token.kind !== "value") return addEmpty(c);
  } else if (token.kind === "block end") return close(c, token);
  else if (token.kind !== "key") failAt(token, "did not find expected key", open.context);
  advance(c, token);
  const { kind } = peek(c.scanner);
  if (kind === "key" || kind === "value" || kind === "block end") addEmpty(c);
  else composeNode(c, true, true);
}

function stepBlockList(c: Composer, open: Open): void {
  const token = peek(c.scanner);
  if (token.kind === "block end") return close(c, token);
  if (token.kind !== "-") failAt(token, "did not find expected '-' indicator", open.context);
  advance(c, token);
  const { kind } = peek(c.scanner);
  if (kind === "-" || kind === "block end") addEmpty(c);
  else composeNode(c, true, false);
}

/** A list in a map at the indentation of its key has no end of its own. */
function stepIndentlessList(c: Composer): void {
  const token = peek(c.scanner);
  if (token.kind !== "-") return finish(c);
  advance(c, token);
  const { kind } = peek(c.scanner);
  if (kind === "-" || kind === "key" || kind === "value" || kind === "block end") addEmpty(c);
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
  if (kind === "value" || kind === "," || kind === "}") addEmpty(c);
  else composeNode(c, false, false);
}

/** The token that a flow collection goes on with: its end, or the first of its next entry behind the comma. */
function nextFlowEntry(c: Composer, open: Open, end: "}" | "]", expected: string): Token {
  const token = peek(c.scanner);
  if (token.kind === end || open.node.children.length === 0) return token;
  if (token.kind !== ",")
    failAt(token, expected, open.context, isOutside(token) ? open.context : token.start);
  advance(c, token);
  return peek(c.scanner);
}

/** Whether a token shows that a flow collection was not closed before. */
function isOutside({ kind }: Token): boolean {
  return kind === "stream end" || kind === "document start" || kind === "document end" || kind === "value";
}

function composeFlowValue(c: Composer, open: Open, end: "}" | "]"): void {
  const token = peek(c.scanner);
  if (open.bare || token.kind !== "value") {
    open.bare = false;
    return addEmpty(c);
  }
  advance(c, token);
  const { kind } = peek(c.scanner);
  if (kind === "," || kind === end) addEmpty(c);
  else composeNode(c, false, false);
}

function stepFlowList(c: Composer, open: Open): void {
  const token = nextFlowEntry(c, open, "]", "did not find expected ',' or ']'");
  if (token.kind === "]") return close(c, token);
  if (token.kind !== "key") return composeNode(c, false, false);
  advance(c, token);
  openNode(c, "flow pair", rawCollection("map", "", token.start), open.context);
}

/** `[a: b]` is a list of one map. Without a key, yaml.v3 loses the token in its place: `[? : b]` fails. */
function stepFlowPair(c: Composer, open: Open): void {
  if (open.node.children.length === 2) return finish(c);
  if (isIncomplete(open)) return composeFlowValue(c, open, "]");
  const token = peek(c.scanner);
  if (token.kind !== "value" && token.kind !== "," && token.kind !== "]") return composeNode(c, false, false);
  advance(c, token);
  addEmpty(c);
}
