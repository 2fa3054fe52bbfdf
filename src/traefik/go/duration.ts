import { failure, success, toInteger, type GoResult, type Integer } from "./result.ts";
import { parseInteger } from "./strconv.ts";
import { toBytes } from "./utf8.ts";

const LIMIT = 1n << 63n;
const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  "\u00b5s": 1_000n,
  "\u03bcs": 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/**
 * Traefik's duration fields: a decimal int64 is seconds (an overflow wraps silently), all else is Go's own syntax.
 *
 * @returns nanoseconds, or time.ParseDuration's error
 */
export function parseTraefikDuration(text: string): GoResult<Integer> {
  const seconds = parseInteger(text);
  if (!seconds.ok) return parseDuration(text);
  return success(toInteger(BigInt.asIntN(64, BigInt(seconds.value) * 1_000_000_000n)));
}

/**
 * Go's time.ParseDuration: a sign, then pairs of a decimal number and a unit.
 *
 * @returns nanoseconds, or `time: invalid duration "v"`, `time: missing unit in duration "v"`,
 *   `time: unknown unit "u" in duration "v"`
 */
export function parseDuration(text: string): GoResult<Integer> {
  const negative = text.startsWith("-");
  const unsigned = text.replace(/^[+-]/, "");
  if (unsigned === "0") return success(0);
  if (unsigned === "") return invalid(text);
  let total = 0n;
  const pair = /(\d*)(?:\.(\d*))?([^.\d]*)/y;
  while (pair.lastIndex < unsigned.length) {
    const [, whole = "", fraction = "", unit = ""] = pair.exec(unsigned) ?? [];
    if (whole + fraction === "") return invalid(text);
    const count = leadingInteger(whole);
    if (count === undefined) return invalid(text);
    if (unit === "") return failure(`time: missing unit in duration ${quoteForTime(text)}`);
    const scale = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined;
    if (scale === undefined)
      return failure(`time: unknown unit ${quoteForTime(unit)} in duration ${quoteForTime(text)}`);
    if (count > LIMIT / scale) return invalid(text);
    const nanoseconds = count * scale + fractionOf(fraction, scale);
    if (nanoseconds > LIMIT) return invalid(text);
    // a uint64 in Go: two times 2^63 make 0
    total = BigInt.asUintN(64, total + nanoseconds);
    if (total > LIMIT) return invalid(text);
  }
  if (negative) return success(toInteger(-total));
  return total === LIMIT ? invalid(text) : success(toInteger(total));
}

function leadingInteger(digits: string): bigint | undefined {
  const significant = digits.replace(/^0+/, "");
  if (significant.length > 19) return undefined;
  const value = BigInt(significant || "0");
  return value > LIMIT ? undefined : value;
}

/** Digits that no longer fit an int64 are dropped, and the product is a float64's, both as Go does. */
function fractionOf(digits: string, scale: bigint): bigint {
  let value = 0n;
  let divisor = 1;
  for (const digit of digits) {
    if (value > (LIMIT - 1n) / 10n) break;
    const next = value * 10n + BigInt(digit);
    if (next > LIMIT) break;
    value = next;
    divisor *= 10;
  }
  return value > 0n ? BigInt(Math.trunc(Number(value) * (Number(scale) / divisor))) : 0n;
}

function invalid(text: string): GoResult<never> {
  return failure(`time: invalid duration ${quoteForTime(text)}`);
}

/** The time package quotes in its own way: every byte that is a control or not ASCII as `\xhh`. */
function quoteForTime(text: string): string {
  let quoted = "";
  for (const byte of toBytes(text)) {
    const character = String.fromCharCode(byte);
    if (byte < 0x20 || byte >= 0x80) quoted += `\\x${byte.toString(16).padStart(2, "0")}`;
    else quoted += byte === 0x22 || byte === 0x5c ? `\\${character}` : character;
  }
  return `"${quoted}"`;
}
