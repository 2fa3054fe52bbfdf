import type { ScalarNode } from "../node.ts";
import { floatText } from "../number-text.ts";
import { fromBytes } from "../../go/utf8.ts";
import { parseFloat64 } from "../../go/strconv.ts";
import type { RawNode } from "./raw.ts";
import { YamlFailure } from "./failure.ts";
import { isTimestamp } from "./timestamp.ts";

/** What a scalar means: its type and the text that Traefik's decoder gets. */
export interface Meaning {
  readonly type: ScalarNode["type"];
  readonly text: string;
}

/** The meaning of a scalar, from its tag, its style and its content.
 *
 * @throws YamlFailure if the content does not fit the tag
 */
export function meaningOf(node: RawNode): Meaning {
  const { tag, text } = node;
  switch (tag) {
    case "":
      return node.style === "" ? resolvePlain(text, "") : { type: "string", text };
    case "!!bool":
    case "!!int":
    case "!!float":
    case "!!null":
    case "!!timestamp":
      return resolveTagged(node);
    case "!!binary":
      return { type: "string", text: decodeBinary(node) };
    default:
      return { type: "string", text };
  }
}

const TAGS: Readonly<Record<Meaning["type"], string>> = {
  null: "!!null",
  bool: "!!bool",
  int: "!!int",
  int64: "!!int",
  uint64: "!!int",
  float64: "!!float",
  string: "!!str",
  time: "!!timestamp",
};

/** The tag that a meaning without a tag would have. */
export function tagOf(meaning: Meaning): string {
  return TAGS[meaning.type];
}

function resolveTagged(node: RawNode): Meaning {
  const { tag, text } = node;
  const meaning = resolvePlain(text, tag);
  const found = tagOf(meaning);
  if (found === tag) return meaning;
  if (tag === "!!float" && meaning.type === "int")
    return { type: "float64", text: floatText(Number(meaning.text)) };
  const words = `cannot decode ${found} \`${text}\` as a ${tag}`;
  throw new YamlFailure("decoder", words, node, `cannot decode ${found} as a ${tag}`);
}

/** The meaning of a plain scalar; `tag` is "" where it has none. */
export function resolvePlain(text: string, tag: string): Meaning {
  switch (text.charCodeAt(0)) {
    case 0x74: // t
    case 0x54: // T
      return text === "true" || text === "True" || text === "TRUE" ? TRUE : { type: "string", text };
    case 0x66: // f
    case 0x46: // F
      return text === "false" || text === "False" || text === "FALSE" ? FALSE : { type: "string", text };
    case 0x6e: // n
    case 0x4e: // N
      return text === "null" || text === "Null" || text === "NULL" ? NULL : { type: "string", text };
    case 0x7e: // ~
      return text === "~" ? NULL : { type: "string", text };
    case 0x2e: // .
      return resolveFraction(text);
    case 0x2b: // +
    case 0x2d: // -
      return resolveSigned(text, tag);
    default:
      if (text === "") return NULL;
      return /^\d/.test(text) ? resolveNumber(text, tag) : { type: "string", text };
  }
}

const TRUE: Meaning = { type: "bool", text: "true" };
const FALSE: Meaning = { type: "bool", text: "false" };
const NULL: Meaning = { type: "null", text: "" };
const INFINITY = /^[+-]?\.(?:inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;

function float(value: number): Meaning {
  return { type: "float64", text: floatText(value) };
}

function resolveFraction(text: string): Meaning {
  if (INFINITY.test(text)) return float(Infinity);
  if (NOT_A_NUMBER.test(text)) return float(Number.NaN);
  const parsed = parseFloat64(text);
  return parsed.ok ? float(parsed.value) : { type: "string", text };
}

function resolveSigned(text: string, tag: string): Meaning {
  if (INFINITY.test(text)) return float(text.startsWith("-") ? -Infinity : Infinity);
  return resolveNumber(text, tag);
}

const YAML_FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

function resolveNumber(text: string, tag: string): Meaning {
  if ((tag === "" || tag === "!!timestamp") && isTimestamp(text)) return { type: "time", text };
  const plain = text.includes("_") ? text.replaceAll("_", "") : text;
  const integer = parseInteger(plain);
  if (integer !== undefined) return integer;
  if (YAML_FLOAT.test(plain)) {
    const value = Number(plain);
    if (Number.isFinite(value)) return float(value);
  }
  return resolveOldPrefix(plain) ?? { type: "string", text };
}

const SHORT_DECIMAL = /^(?:0|-?[1-9]\d{0,14})$/;
const INTEGER = /^([+-]?)(?:0[xX]([\da-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9]\d*))$/;
const MAX_INT64 = 2n ** 63n - 1n;
const MAX_UINT64 = 2n ** 64n - 1n;
/** more digits than any 64-bit integer has, with some zeros in front */
const MAX_DIGITS = 4096;

/** Go's integers with a base prefix; a leading 0 is octal. Above int64 an unsigned one is left. */
function parseInteger(plain: string): Meaning | undefined {
  if (SHORT_DECIMAL.test(plain)) return { type: "int", text: plain };
  const match = INTEGER.exec(plain);
  if (match === null) return undefined;
  const [, sign = "", hexadecimal, binary, octal, decimal] = match;
  const magnitude =
    hexadecimal !== undefined
      ? magnitudeOf("0x", hexadecimal)
      : binary !== undefined
        ? magnitudeOf("0b", binary)
        : octal !== undefined
          ? magnitudeOf("0o", octal)
          : magnitudeOf("", decimal ?? "");
  return magnitude === undefined ? undefined : integerOf(sign, magnitude);
}

function magnitudeOf(prefix: string, digits: string): bigint | undefined {
  const significant = digits.replace(/^0+(?=.)/, "");
  return significant.length > MAX_DIGITS ? undefined : BigInt(prefix + significant);
}

function integerOf(sign: string, magnitude: bigint): Meaning | undefined {
  const value = sign === "-" ? -magnitude : magnitude;
  if (value <= MAX_INT64 && value >= -MAX_INT64 - 1n) return { type: "int", text: value.toString() };
  return sign === "" && value <= MAX_UINT64 ? { type: "uint64", text: value.toString() } : undefined;
}

/** yaml.v3 itself takes off a `0b` or `0o` that Go refused, so that a sign may follow it: `0b-1`. */
function resolveOldPrefix(plain: string): Meaning | undefined {
  const match = /^0([bo])([+-])([01]+|[0-7]+)$/.exec(plain);
  const [, base = "", sign = "", digits = ""] = match ?? [];
  if (match === null || (base === "b" && !/^[01]+$/.test(digits))) return undefined;
  const magnitude = magnitudeOf(`0${base}`, digits);
  const meaning = magnitude === undefined ? undefined : integerOf(sign, magnitude);
  return meaning?.type === "int" ? meaning : undefined;
}

const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;

function decodeBinary(node: RawNode): string {
  const digits = node.text.replaceAll(/[\r\n]/g, "");
  if (!BASE64.test(digits))
    throw new YamlFailure("decoder", "!!binary value contains invalid base64 data", node);
  return fromBytes(Buffer.from(digits, "base64"));
}
