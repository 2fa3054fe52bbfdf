import { YamlFailure } from "./failure.ts";
import { peek, take } from "./fetch.ts";
import type { Scanner, Token } from "./scanner.ts";

/** Tag handles and the prefixes they stand for. */
export type TagHandles = ReadonlyMap<string, string>;

const STANDARD = "tag:yaml.org,2002:";

/**
 * Reads the directives before a document. Only YAML 1.1 is understood: `%YAML 1.2` is refused.
 *
 * @throws YamlFailure
 */
export function readDirectives(scanner: Scanner): TagHandles {
  const handles = new Map<string, string>();
  let versioned = false;
  for (;;) {
    const token = peek(scanner);
    if (token.kind === "version directive") {
      if (versioned) failAt(token, "found duplicate %YAML directive");
      if (token.text !== "1.1") failAt(token, "found incompatible YAML document");
      versioned = true;
    } else if (token.kind === "tag directive") {
      if (handles.has(token.text)) failAt(token, "found duplicate %TAG directive");
      handles.set(token.text, token.suffix);
    } else break;
    take(scanner);
  }
  if (!handles.has("!")) handles.set("!", "!");
  if (!handles.has("!!")) handles.set("!!", STANDARD);
  return handles;
}

function failAt(token: Token, message: string): never {
  throw new YamlFailure("parser", message, { start: token.start, end: token.end });
}

/**
 * The tag that a token stands for, in its short form: `!!int` for all ways to write it. The tag `!` is none.
 *
 * @param start where the node's properties start
 * @throws YamlFailure if the handle is not defined
 */
export function resolveTag(handles: TagHandles, token: Token, start: number): string {
  const { text, suffix } = token;
  const prefix = text === "" ? "" : handles.get(text);
  if (prefix === undefined)
    throw new YamlFailure("parser", "found undefined tag handle", {
      start: token.start,
      end: token.end,
      context: start,
    });
  const tag = prefix + suffix;
  if (tag === "!") return "";
  return tag.startsWith(STANDARD) ? `!!${tag.slice(STANDARD.length)}` : tag;
}
