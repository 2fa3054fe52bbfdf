import { runeAt, runeCount, type Bytes } from "./bytes.ts";
import { quote } from "./quote.ts";

/** Words that are no identifiers; their token has the word itself as its type, `.` is `dot`. */
export const KEYWORDS = [
  "block",
  "break",
  "continue",
  "define",
  "else",
  "end",
  "if",
  "nil",
  "range",
  "template",
  "with",
] as const;

export type Keyword = (typeof KEYWORDS)[number] | "dot";

export type TokenType =
  | Keyword
  | "assign"
  | "bool"
  | "char"
  | "character-constant"
  | "complex"
  | "declare"
  | "eof"
  | "error"
  | "field"
  | "identifier"
  | "left-delimiter"
  | "left-paren"
  | "number"
  | "pipe"
  | "raw-string"
  | "right-delimiter"
  | "right-paren"
  | "space"
  | "string"
  | "text"
  | "variable";

export interface Token {
  readonly type: TokenType;
  /** the source, or an error's message */
  readonly value: Bytes;
  /** byte offset of its start */
  readonly at: number;
  /** 1-based line of its start */
  readonly line: number;
}

const keywords: ReadonlySet<string> = new Set([...KEYWORDS, "dot"]);

/** A token as Go's parser names it in a message. */
export function describeToken({ type, value }: Token): Bytes {
  if (type === "eof") return "EOF";
  if (type === "error") return value;
  if (keywords.has(type)) return `<${value}>`;
  return value.length > 10 ? `${quote(firstRunes(value, 10))}...` : quote(value);
}

function firstRunes(bytes: Bytes, count: number): Bytes {
  if (runeCount(bytes) <= count) return bytes;
  let at = 0;
  for (let i = 0; i < count; i++) at += runeAt(bytes, at).width;
  return bytes.slice(0, at);
}
