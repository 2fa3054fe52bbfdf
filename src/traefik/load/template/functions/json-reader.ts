import { encodeRune, runeAt, type Bytes } from "../bytes.ts";
import { quoteRune } from "../quote.ts";
import { spend, type Run } from "../run.ts";
import { dict, list, type Concrete } from "../values.ts";
import { descend } from "./deep.ts";

export type JsonResult =
  | { readonly ok: true; readonly value: Concrete }
  | { readonly ok: false; readonly error: Bytes };

class Malformed extends Error {}

interface Reader {
  readonly run: Run;
  readonly text: Bytes;
  at: number;
  /** a number that float64 does not hold: Go reads on, and reports the first such number */
  overflow: Bytes | undefined;
}

/** json.Unmarshal into anything: objects are dicts, arrays lists, numbers float64. */
export function readJson(run: Run, text: Bytes): JsonResult {
  spend(run, text.length / 32);
  const reader: Reader = { run, text, at: 0, overflow: undefined };
  try {
    const value = readValue(reader, 0);
    skipBlanks(reader);
    if (reader.at < text.length) invalid(reader, "after top-level value");
    if (reader.overflow === undefined) return { ok: true, value };
    return {
      ok: false,
      error: `json: cannot unmarshal number ${reader.overflow} into Go value of type float64`,
    };
  } catch (error) {
    if (error instanceof Malformed) return { ok: false, error: error.message };
    throw error;
  }
}

function invalid(reader: Reader, context: string): never {
  const { text, at } = reader;
  // at the end Go tries a blank first: within a number, a word or an escape that is an error of its own
  const tried = /^(?:in literal|in numeric|after decimal|in exponent|in string escape|in \\u)/.test(context);
  if (at >= text.length && !tried) throw new Malformed("unexpected end of JSON input");
  const shown = at < text.length ? shownByte(text.charCodeAt(at)) : "' '";
  throw new Malformed(`invalid character ${shown} ${context}`);
}

/** The scanner sees bytes, and shows each as the character of that number. */
function shownByte(byte: number): Bytes {
  if (byte === 0x27) return String.raw`'\''`;
  if (byte === 0x22) return `'"'`;
  return quoteRune(byte);
}

function skipBlanks(reader: Reader): void {
  const blanks = /[ \t\r\n]*/y;
  blanks.lastIndex = reader.at;
  blanks.test(reader.text);
  reader.at = blanks.lastIndex;
}

function readValue(reader: Reader, depth: number): Concrete {
  const deeper = descend(reader.run, depth);
  skipBlanks(reader);
  switch (reader.text[reader.at]) {
    case "{":
      return readObject(reader, deeper);
    case "[":
      return readArray(reader, deeper);
    case '"':
      return readString(reader);
    case "t":
      return readLiteral(reader, "true", true);
    case "f":
      return readLiteral(reader, "false", false);
    case "n":
      return readLiteral(reader, "null", null);
    default:
      return readNumber(reader);
  }
}

function readLiteral<T>(reader: Reader, word: string, value: T): T {
  for (let i = 1; i < word.length; i++) {
    reader.at += 1;
    const expected = word.charAt(i);
    if (reader.text[reader.at] !== expected) invalid(reader, `in literal ${word} (expecting '${expected}')`);
  }
  reader.at += 1;
  return value;
}

function readNumber(reader: Reader): number {
  const { text } = reader;
  const start = reader.at;
  if (text[reader.at] === "-") reader.at += 1;
  const first = text[reader.at] ?? "";
  if (!/\d/.test(first))
    invalid(reader, reader.at > start ? "in numeric literal" : "looking for beginning of value");
  if (first === "0") reader.at += 1;
  else readDigits(reader);
  if (text[reader.at] === ".") {
    reader.at += 1;
    if (readDigits(reader) === 0) invalid(reader, "after decimal point in numeric literal");
  }
  if (/[eE]/.test(text[reader.at] ?? "")) {
    reader.at += 1;
    if (/[+-]/.test(text[reader.at] ?? "")) reader.at += 1;
    if (readDigits(reader) === 0) invalid(reader, "in exponent of numeric literal");
  }
  const literal = text.slice(start, reader.at);
  const value = Number(literal);
  if (!Number.isFinite(value)) reader.overflow ??= literal;
  return value;
}

function readDigits(reader: Reader): number {
  const start = reader.at;
  while (/\d/.test(reader.text[reader.at] ?? "")) reader.at += 1;
  return reader.at - start;
}

function readArray(reader: Reader, depth: number): Concrete {
  const items: Concrete[] = [];
  reader.at += 1;
  skipBlanks(reader);
  if (reader.text[reader.at] === "]") {
    reader.at += 1;
    return list(items);
  }
  for (;;) {
    items.push(readValue(reader, depth));
    skipBlanks(reader);
    const separator = reader.text[reader.at];
    if (separator !== "," && separator !== "]") invalid(reader, "after array element");
    reader.at += 1;
    if (separator === "]") return list(items);
  }
}

function readObject(reader: Reader, depth: number): Concrete {
  const object = dict();
  reader.at += 1;
  skipBlanks(reader);
  if (reader.text[reader.at] === "}") {
    reader.at += 1;
    return object;
  }
  for (;;) {
    skipBlanks(reader);
    if (reader.text[reader.at] !== '"') invalid(reader, "looking for beginning of object key string");
    const key = readString(reader);
    skipBlanks(reader);
    if (reader.text[reader.at] !== ":") invalid(reader, "after object key");
    reader.at += 1;
    object.entries.set(key, readValue(reader, depth));
    skipBlanks(reader);
    const separator = reader.text[reader.at];
    if (separator !== "," && separator !== "}") invalid(reader, "after object key:value pair");
    reader.at += 1;
    if (separator === "}") return object;
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

function readString(reader: Reader): Bytes {
  const { text } = reader;
  let read = "";
  for (reader.at += 1; text[reader.at] !== '"';) {
    const byte = text.charCodeAt(reader.at);
    if (Number.isNaN(byte) || byte < 0x20) invalid(reader, "in string literal");
    if (text[reader.at] === "\\") {
      read += readEscape(reader);
      continue;
    }
    const { rune, width } = runeAt(text, reader.at);
    read += encodeRune(rune);
    reader.at += width;
  }
  reader.at += 1;
  return read;
}

function readEscape(reader: Reader): Bytes {
  reader.at += 1;
  const letter = reader.text[reader.at] ?? "";
  const simple = ESCAPES.get(letter);
  if (simple !== undefined) {
    reader.at += 1;
    return simple;
  }
  if (letter !== "u") invalid(reader, "in string escape code");
  reader.at += 1;
  const unit = readHex(reader);
  const low = /^\\u([\da-fA-F]{4})/.exec(reader.text.slice(reader.at, reader.at + 6))?.[1];
  const pair = String.fromCharCode(unit, Number.parseInt(low ?? "0", 16));
  const rune = low === undefined ? unit : (pair.codePointAt(0) ?? unit);
  if (rune > 0xffff) reader.at += 6;
  return encodeRune(rune);
}

function readHex(reader: Reader): number {
  const start = reader.at;
  for (; reader.at < start + 4; reader.at++) {
    if (!/[\da-fA-F]/.test(reader.text[reader.at] ?? ""))
      invalid(reader, "in \\u hexadecimal character escape");
  }
  return Number.parseInt(reader.text.slice(start, reader.at), 16);
}
