import type { Entry, Key, Node, ScalarNode } from "../node.ts";
import {
  APOSTROPHE,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
} from "./characters.ts";
import { resolvePlain } from "./resolve.ts";

const MAX_DEPTH = 20;

/** A plain scalar's first character: no indicator, but for the minus of a number. */
const FIRST = String.raw`(?:[\w/.$()+~^=;<\\\u00a1-\uffff]|-(?=\d))`;
const IN_BLOCK = String.raw`(?:[^ :\n]|:(?![ \n]|$))`;
const IN_FLOW = String.raw`(?:[^ :\n#,?[\]{}]|:(?![ \n:#,?[\]{}]|$))`;
const BLOCK_PLAIN = new RegExp(`${FIRST}${IN_BLOCK}*(?: +(?!#)${IN_BLOCK}+)*`, "y");
const FLOW_PLAIN = new RegExp(`${FIRST}${IN_FLOW}*(?: +${IN_FLOW}+)*`, "y");
const QUOTED = /"(?:[^"\\\n]|\\["\\])*"|'(?:[^'\n]|'')*'/y;
const FLOW_KEY = /([A-Za-z_][\w.@/-]*): +/y;

/**
 * Reads a value that stands on one line of the block context. It ends where its span does.
 *
 * @returns null for anything unusual
 */
export function readSimpleValue(text: string, at: number): Node | null {
  return readAny(text, at, BLOCK_PLAIN, 0);
}

function readAny(text: string, at: number, plain: RegExp, depth: number): Node | null {
  switch (text.charCodeAt(at)) {
    case QUOTE:
    case APOSTROPHE:
      return readQuoted(text, at);
    case OPEN_BRACKET:
      return depth < MAX_DEPTH ? readFlowList(text, at, depth + 1) : null;
    case OPEN_BRACE:
      return depth < MAX_DEPTH ? readFlowMap(text, at, depth + 1) : null;
    default:
      return readPlain(text, at, plain);
  }
}

function readPlain(text: string, start: number, plain: RegExp): ScalarNode | null {
  plain.lastIndex = start;
  if (!plain.test(text)) return null;
  const end = plain.lastIndex;
  const meaning = resolvePlain(text.slice(start, end), "");
  return { kind: "scalar", type: meaning.type, text: meaning.text, span: { start, end } };
}

function readQuoted(text: string, start: number): ScalarNode | null {
  QUOTED.lastIndex = start;
  if (!QUOTED.test(text)) return null;
  const end = QUOTED.lastIndex;
  const written = text.slice(start + 1, end - 1);
  return { kind: "scalar", type: "string", text: unescaped(written, text[start]), span: { start, end } };
}

function unescaped(written: string, quote: string | undefined): string {
  if (quote === "'") return written.includes("'") ? written.replaceAll("''", "'") : written;
  return written.includes("\\") ? written.replaceAll(/\\(.)/g, "$1") : written;
}

function readFlowList(text: string, start: number, depth: number): Node | null {
  const items: Node[] = [];
  let at = skipSpaces(text, start + 1);
  while (items.length > 0 || text.charCodeAt(at) !== CLOSE_BRACKET) {
    const item = readAny(text, at, FLOW_PLAIN, depth);
    if (item === null) return null;
    items.push(item);
    at = skipSpaces(text, item.span.end);
    if (text.charCodeAt(at) === CLOSE_BRACKET) break;
    if (text.charCodeAt(at) !== COMMA) return null;
    at = skipSpaces(text, at + 1);
  }
  return { kind: "list", items, span: { start, end: at + 1 } };
}

function readFlowMap(text: string, start: number, depth: number): Node | null {
  const entries: Entry[] = [];
  let at = skipSpaces(text, start + 1);
  while (entries.length > 0 || text.charCodeAt(at) !== CLOSE_BRACE) {
    FLOW_KEY.lastIndex = at;
    const name = FLOW_KEY.exec(text)?.[1];
    if (name === undefined || !isString(name) || !isNew(entries, name)) return null;
    const key = keyAt(name, at);
    const value = readAny(text, FLOW_KEY.lastIndex, FLOW_PLAIN, depth);
    if (value === null) return null;
    entries.push({ key, value });
    at = skipSpaces(text, value.span.end);
    if (text.charCodeAt(at) === CLOSE_BRACE) break;
    if (text.charCodeAt(at) !== COMMA) return null;
    at = skipSpaces(text, at + 1);
  }
  return { kind: "map", entries, span: { start, end: at + 1 } };
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === SPACE) at++;
  return at;
}

export function keyAt(name: string, start: number): Key {
  return { name, span: { start, end: start + name.length } };
}

/** The only names that are something else: see `resolvePlain`. */
const WORDS: ReadonlySet<string> = new Set(
  ["null", "true", "false"].flatMap((word) => [
    word,
    word.toUpperCase(),
    `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
  ]),
);

/** Whether a key that begins with a letter or an underscore is a string, unlike `null` or `true`. */
export function isString(name: string): boolean {
  return !WORDS.has(name);
}

/** Whether no entry has this key. */
export function isNew(entries: readonly Entry[], name: string): boolean {
  for (const { key } of entries) if (key.name === name) return false;
  return true;
}
