import { failure, success, toInteger, type GoResult, type Integer } from "./result.ts";
import { rawByte } from "./utf8.ts";

/**
 * strconv.ParseBool.
 *
 * @returns the bool, or `strconv.ParseBool: parsing "v": invalid syntax`
 */
export function parseBool(text: string): GoResult<boolean> {
  if (/^(?:1|t|T|TRUE|true|True)$/.test(text)) return success(true);
  if (/^(?:0|f|F|FALSE|false|False)$/.test(text)) return success(false);
  return numberError("ParseBool", text, "invalid syntax");
}

/**
 * strconv.ParseInt(text, 10, bits): ASCII digits with an optional sign, no blanks, no underscores.
 *
 * @returns the integer, or `strconv.ParseInt: parsing "v": invalid syntax` / `… value out of range`
 */
export function parseInteger(text: string, bits: 8 | 16 | 32 | 64 = 64): GoResult<Integer> {
  return signedInteger("ParseInt", text, bits);
}

/** strconv.Atoi on a 64-bit machine: parseInteger with its own name in the error. */
export function atoi(text: string): GoResult<Integer> {
  return signedInteger("Atoi", text, 64);
}

function signedInteger(name: string, text: string, bits: number): GoResult<Integer> {
  const digits = /^[+-]?(\d*)/.exec(text)?.[1] ?? "";
  const significant = digits.replace(/^0+/, "");
  // Go reads from the left: digits that overflow the unsigned type are out of range whatever follows them.
  const head = BigInt(significant.slice(0, 25) || "0");
  if (head >> BigInt(bits) !== 0n) return numberError(name, text, "value out of range");
  if (digits === "" || !/^[+-]?\d+$/.test(text)) return numberError(name, text, "invalid syntax");
  const value = text.startsWith("-") ? -head : head;
  if (BigInt.asIntN(bits, value) !== value) return numberError(name, text, "value out of range");
  return success(toInteger(value));
}

const DECIMAL = /^[+-]?(?:[\d_]+(?:\.[\d_]*)?|\.[\d_]+)(?:[eE][+-]?\d[\d_]*)?$/;
const HEXADECIMAL = /^([+-]?)0[xX]([\da-fA-F_]*)(?:\.([\da-fA-F_]*))?[pP]([+-]?\d[\d_]*)$/;

/**
 * strconv.ParseFloat(text, 64): Go's decimal and hexadecimal floats with underscores, `inf`, `infinity`, `nan`.
 *
 * @returns the float, or `strconv.ParseFloat: parsing "v": invalid syntax` / `… value out of range`
 */
export function parseFloat64(text: string): GoResult<number> {
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return success(text.startsWith("-") ? -Infinity : Infinity);
  if (/^nan$/i.test(text)) return success(Number.NaN);
  const value = floatValue(text);
  if (value === undefined || (text.includes("_") && !underscoresAreFine(text)))
    return numberError("ParseFloat", text, "invalid syntax");
  if (!Number.isFinite(value)) return numberError("ParseFloat", text, "value out of range");
  return success(value);
}

function floatValue(text: string): number | undefined {
  const hexadecimal = HEXADECIMAL.exec(text);
  if (hexadecimal !== null) return hexadecimalValue(hexadecimal);
  const plain = text.replaceAll("_", "");
  return DECIMAL.test(text) && DECIMAL.test(plain) ? Number(plain) : undefined;
}

/** Rounds to the nearest even as IEEE 754 asks, also where the result is subnormal. */
function hexadecimalValue(match: RegExpExecArray): number | undefined {
  const [, sign = "", whole = "", fraction = "", exponent = ""] = match.map((part: string | undefined) =>
    part?.replaceAll("_", ""),
  );
  if (whole + fraction === "") return undefined;
  const mantissa = BigInt(`0x${whole}${fraction}`);
  if (mantissa === 0n) return sign === "-" ? -0 : 0;
  const length = mantissa.toString(2).length;
  const power = Number(exponent) - 4 * fraction.length;
  if (power + length > 1024) return Infinity;
  // 53 bits, or fewer below 2^-1022; two more bits and a sticky one decide the rounding
  const kept = Math.min(53, power + length + 1074);
  if (kept < 0) return sign === "-" ? -0 : 0;
  const shift = BigInt(length - kept);
  const rounded = shift > 0n ? roundedShift(mantissa, shift) : mantissa << -shift;
  const scale = power + length - kept;
  const half = Math.trunc(scale / 2);
  const value = Number(rounded) * 2 ** half * 2 ** (scale - half);
  return sign === "-" ? -value : value;
}

function roundedShift(value: bigint, shift: bigint): bigint {
  const quotient = value >> shift;
  const rest = value - (quotient << shift);
  const half = 1n << (shift - 1n);
  return rest > half || (rest === half && (quotient & 1n) === 1n) ? quotient + 1n : quotient;
}

/** An underscore stands between two digits, or between the base prefix and a digit. */
function underscoresAreFine(text: string): boolean {
  const hexadecimal = /^[+-]?0x/i.test(text);
  const digits = hexadecimal ? "[\\da-fA-FxX]" : "\\d";
  const after = hexadecimal ? "[\\da-fA-F]" : "\\d";
  return !new RegExp(`(?<!${digits})_|_(?!${after})`).test(text);
}

function numberError(name: string, text: string, reason: string): GoResult<never> {
  return failure(`strconv.${name}: parsing ${quote(text)}: ${reason}`);
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  '"': '\\"',
  "\\": "\\\\",
};

/** strconv.Quote, which is also fmt's `%q` of a string. */
export function quote(text: string): string {
  let quoted = "";
  for (const character of text) quoted += ESCAPES[character] ?? quotedCharacter(character);
  return `"${quoted}"`;
}

function quotedCharacter(character: string): string {
  if (isPrintable(character)) return character;
  const codePoint = character.codePointAt(0) ?? 0;
  const raw = rawByte(codePoint);
  if (raw !== undefined || codePoint < 0x20 || codePoint === 0x7f) return `\\x${hex(raw ?? codePoint, 2)}`;
  return codePoint < 0x10000 ? `\\u${hex(codePoint, 4)}` : `\\U${hex(codePoint, 8)}`;
}

/** strconv.IsPrint of one character: letters, marks, numbers, punctuation, symbols and the ASCII blank. */
export function isPrintable(character: string): boolean {
  if (character < "\x80") return character >= " " && character < "\x7f";
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character);
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, "0");
}
