import { parseFloat64 as parseFloat } from "../../go/strconv.ts";

/** strconv.ParseFloat(text, 64); undefined for an error. */
export function parseFloat64(text: string): number | undefined {
  const result = parseFloat(text);
  return result.ok ? result.value : undefined;
}

/** More digits than any 64-bit number has in any base, with room for leading zeros. */
const MOST_DIGITS = 500;

const PREFIXES: Readonly<Record<string, 2 | 8 | 16>> = { b: 2, o: 8, x: 16 };
const DIGITS = { 2: /^[01]+$/, 8: /^[0-7]+$/, 10: /^\d+$/, 16: /^[\da-f]+$/ } as const;

/**
 * strconv.ParseInt's reading of digits, beyond 64 bits as well.
 *
 * @param base 0: the prefix says it (`0x`, `0o`, `0b`, `0`), and underscores may separate digits
 * @returns undefined for invalid syntax, and for a number far out of range
 */
export function parseInteger(text: string, base: 0 | 8 | 10): bigint | undefined {
  const negative = text.startsWith("-");
  const unsigned = /^[+-]/.test(text) ? text.slice(1) : text;
  const { digits, radix } = base === 0 ? prefixedDigits(unsigned) : { digits: unsigned, radix: base };
  if (!DIGITS[radix].test(digits) || digits.length > MOST_DIGITS) return undefined;
  const magnitude = bigintOf(digits, radix);
  return negative ? -magnitude : magnitude;
}

/** The digits without prefix and underscores; empty for misplaced underscores. */
function prefixedDigits(text: string): { digits: string; radix: 2 | 8 | 10 | 16 } {
  const lower = text.toLowerCase();
  const named = lower.startsWith("0") ? PREFIXES[lower[1] ?? ""] : undefined;
  const octal = named === undefined && lower.startsWith("0") && lower.length > 1;
  const digits = lower.slice(named !== undefined ? 2 : octal ? 1 : 0);
  const radix = named ?? (octal ? 8 : 10);
  // an underscore stands between digits or after the prefix
  const afterPrefix = (named !== undefined || octal) && digits.startsWith("_") ? digits.slice(1) : digits;
  if (/^_|__|_$/.test(afterPrefix)) return { digits: "", radix };
  return { digits: afterPrefix.replaceAll("_", ""), radix };
}

function bigintOf(digits: string, radix: 2 | 8 | 10 | 16): bigint {
  const prefix = { 2: "0b", 8: "0o", 10: "", 16: "0x" }[radix];
  return BigInt(prefix + digits);
}
