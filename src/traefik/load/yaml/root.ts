import { fromBytes, toBytes } from "../../go/utf8.ts";
import type { Problem } from "../problem.ts";
import type { Lines } from "./lines.ts";
import type { RawNode } from "./raw.ts";
import { meaningOf, tagOf } from "./resolve.ts";

export interface Mistake {
  /** as in yaml.v3's list of errors */
  readonly words: string;
  readonly problem: Problem;
}

/** What is wrong with a node where Go wants a map (the root) or a string (a key at the root); null for nothing. */
export function rootMistake(raw: RawNode, lines: Lines, wanted = "map[string]interface {}"): Mistake | null {
  if (wanted !== "string" && (raw.kind === "map" || isNull(raw))) return null;
  const line = lines.of(raw.outset) + 1;
  const words = `line ${line}: cannot unmarshal ${describe(raw)} into ${wanted}`;
  const message = `yaml: unmarshal errors: line ${line}: cannot unmarshal ${kindOf(raw)} into ${wanted}`;
  return { words, problem: { rule: "yaml-syntax", message, span: { start: raw.start, end: raw.end } } };
}

function isNull(raw: RawNode): boolean {
  return raw.kind === "scalar" && meaningOf(raw).type === "null";
}

function describe(raw: RawNode): string {
  const tag = raw.tag === "" ? kindOf(raw) : raw.tag;
  return tag === "!!map" || tag === "!!seq" ? tag : `${tag} \`${shorten(raw.text)}\``;
}

/** The tag that a node has without being given one: neither its text nor a tag that somebody made up. */
function kindOf(raw: RawNode): string {
  if (raw.kind === "scalar") return scalarTag(raw);
  return raw.kind === "map" ? "!!map" : "!!seq";
}

function scalarTag(raw: RawNode): string {
  return raw.text === "<<" && raw.style === "" ? "!!merge" : tagOf(meaningOf(raw));
}

/** More than 10 bytes are cut to 7. */
function shorten(text: string): string {
  const bytes = toBytes(text.slice(0, 11));
  return bytes.length > 10 || text.length > 10 ? `${fromBytes(bytes.slice(0, 7))}...` : text;
}
