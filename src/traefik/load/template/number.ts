import type { NumberNode } from "./ast.ts";
import type { Bytes } from "./bytes.ts";
import { parseFloat64, parseInteger } from "./number-syntax.ts";
import { quote, unquoteCharacter } from "./quote.ts";

type NumberResult = { readonly node: NumberNode } | { readonly error: Bytes };

/**
 * A number or character constant, read every way its text allows (as Go's untyped constants are).
 *
 * @param complex the lexer saw two numbers, `1+2i`
 */
export function parseNumber(at: number, text: Bytes, complex: boolean): NumberResult {
  const node = { type: "number", at, text } as const;
  if (text.startsWith("'")) return characterConstant(node);
  if (complex || text.endsWith("i")) {
    const value = parseComplex(text);
    if (value !== undefined) return { node: { ...node, complex: value, ...realReadings(value) } };
    if (complex) return { error: brokenPart(text) };
  }
  return plainNumber(node);
}

type Readings = Pick<NumberNode, "int" | "uint" | "float">;
type BareNumber = Pick<NumberNode, "type" | "at" | "text">;

function characterConstant(node: BareNumber): NumberResult {
  const character = unquoteCharacter(node.text, 1, "'");
  if (character === undefined) return { error: "invalid syntax" };
  if (1 + character.width !== node.text.length - 1)
    return { error: `malformed character constant: ${node.text}` };
  const value = BigInt(character.rune);
  return { node: { ...node, int: value, uint: value, float: character.rune } };
}

function plainNumber(node: BareNumber): NumberResult {
  const { text } = node;
  const int = parseInteger(text, 0);
  const signed = int !== undefined && BigInt.asIntN(64, int) === int;
  const unsigned =
    int !== undefined && (int === 0n || (!/^[+-]/.test(text) && BigInt.asUintN(64, int) === int));
  if (signed || unsigned) {
    const readings = { ...(signed ? { int } : {}), ...(unsigned ? { uint: int } : {}) };
    return { node: { ...node, ...readings, float: Number(int) } };
  }
  const float = parseFloat64(text);
  if (float === undefined) return { error: `illegal number syntax: ${quote(text)}` };
  if (!/[.eEpP]/.test(text)) return { error: `integer overflow: ${quote(text)}` };
  return { node: { ...node, float, ...integerReadings(float) } };
}

function integerReadings(float: number): Readings {
  if (!Number.isInteger(float)) return {};
  const value = BigInt(float);
  return {
    ...(BigInt.asIntN(64, value) === value ? { int: value } : {}),
    ...(BigInt.asUintN(64, value) === value ? { uint: value } : {}),
  };
}

function realReadings({ real, imaginary }: { real: number; imaginary: number }): Readings {
  return imaginary === 0 ? { float: real, ...integerReadings(real) } : {};
}

/** Real and imaginary part: `1+2i`, `2i`. */
function partsOf(text: Bytes): [Bytes, Bytes] {
  const [, real = "0", imaginary = text.slice(0, -1)] = /^(.*[^eEpP])([+-].*)i$/.exec(text) ?? [];
  return [real, imaginary];
}

function brokenPart(text: Bytes): Bytes {
  const broken = partsOf(text).find((part) => parseFloat64(part) === undefined) ?? text;
  return `strconv.ParseFloat: parsing ${quote(broken)}: invalid syntax`;
}

function parseComplex(text: Bytes): { real: number; imaginary: number } | undefined {
  const [real, imaginary] = partsOf(text).map((part) => parseFloat64(part));
  return real === undefined || imaginary === undefined ? undefined : { real, imaginary };
}
