import { failure, success, type GoResult } from "../go/result.ts";
import { atoi, parseBool, parseFloat64, parseInteger } from "../go/strconv.ts";
import type { Value } from "./configuration.ts";
import { SEPARATOR } from "./raw-tree.ts";

/** Go's reflect.Kind numbers with the word that errors use. */
const KINDS: Readonly<Record<number, readonly [word: string, parse: (text: string) => GoResult<Value>]>> = {
  1: ["bool", parseBool],
  2: ["int", (text) => parseInteger(text, 64)],
  3: ["int8", (text) => parseInteger(text, 8)],
  4: ["int16", (text) => parseInteger(text, 16)],
  5: ["int32", (text) => parseInteger(text, 32)],
  6: ["int64", (text) => parseInteger(text, 64)],
  7: ["uint", (text) => parseUnsigned(text, 64)],
  8: ["uint", (text) => parseUnsigned(text, 8)],
  9: ["uint", (text) => parseUnsigned(text, 16)],
  10: ["uint", (text) => parseUnsigned(text, 32)],
  11: ["uint", (text) => parseUnsigned(text, 64)],
  13: ["float32", parseFloat64],
  14: ["float64", parseFloat64],
};
const STRING = 24;

export interface TypedList {
  readonly items: readonly Value[];
  /** holds unsigned integers, which Traefik cannot copy: copying the configuration panics */
  readonly panics: boolean;
}

/** Whether a plugin's text is a list in disguise: one that the decoder made of a list, or one written so. */
export function isTypedList(text: string): boolean {
  return text.startsWith(SEPARATOR);
}

/**
 * Reads the text of a list in a plugin's configuration: `║2║1║2` is `[1, 2]`, for 2 is Go's kind of int.
 *
 * @returns the items, or Traefik's error
 */
export function parseTypedList(text: string): GoResult<TypedList> {
  const parts = text.split(SEPARATOR);
  const kind = atoi(parts[1] ?? "");
  if (!kind.ok) return kind;
  const texts = parts.slice(2);
  if (kind.value === STRING) return success({ items: texts, panics: false });
  const items: Value[] = [];
  for (const item of texts) {
    const reader = KINDS[Number(kind.value)];
    if (reader === undefined) return failure(`unsupported kind: ${kind.value}`);
    const [word, parse] = reader;
    const value = parse(item);
    if (!value.ok) return failure(`parse ${word}: ${item}, ${value.error}`);
    items.push(value.value);
  }
  return success({ items, panics: items.length > 0 && kind.value >= 7 && kind.value <= 11 });
}

/** strconv.ParseUint(text, 10, bits). */
function parseUnsigned(text: string, bits: number): GoResult<Value> {
  const error = (reason: string) => failure(`strconv.ParseUint: parsing ${JSON.stringify(text)}: ${reason}`);
  if (!/^\d+$/.test(text)) return error("invalid syntax");
  const significant = text.replace(/^0+(?=.)/, "");
  const value = BigInt(significant.slice(0, 25));
  if (BigInt.asUintN(bits, value) !== value) return error("value out of range");
  return success(value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value);
}
