/** strconv.FormatFloat for float64. */

export type FloatVerb = "b" | "e" | "E" | "f" | "g" | "G" | "x" | "X";

/** No float64 has more decimals, or more significant digits, that are other than 0. */
const MOST_DIGITS = 1100;

/**
 * Formats a float as Go's strconv does.
 *
 * @param precision digits after the point (`g`: significant digits), or undefined for the fewest that identify it
 */
export function formatFloat(value: number, verb: FloatVerb, precision?: number): string {
  if (Number.isNaN(value)) return "NaN";
  const negative = value < 0 || Object.is(value, -0);
  const magnitude = Math.abs(value);
  if (magnitude === Infinity) return negative ? "-Inf" : "+Inf";
  return (negative ? "-" : "") + formatMagnitude(magnitude, verb, precision);
}

function formatMagnitude(value: number, verb: FloatVerb, precision: number | undefined): string {
  switch (verb) {
    case "b":
      return binary(value);
    case "x":
    case "X":
      return hexadecimal(value, verb, precision);
    case "e":
    case "E":
      return exponential(significant(value, precision === undefined ? undefined : precision + 1), verb);
    case "f":
      return precision === undefined ? plain(significant(value)) : fixed(value, precision);
    case "g":
    case "G":
      return general(value, verb === "g" ? "e" : "E", precision);
  }
}

/** 0.digits × 10^(exponent+1): the first digit stands for 10^exponent. */
interface Decimal {
  readonly digits: string;
  readonly exponent: number;
}

/** The value rounded (half to even) to some significant digits, or the fewest digits that identify it. */
function significant(value: number, count?: number): Decimal {
  if (value === 0) return { digits: "0".repeat(count ?? 1), exponent: 0 };
  const [mantissa = "", power = "0"] = value.toExponential().split("e");
  const exponent = Number(power);
  if (count === undefined) return { digits: mantissa.replace(".", ""), exponent };
  const exact = Math.min(count, MOST_DIGITS);
  const digits = scaled(value, exact - 1 - exponent).toString();
  // rounding up may have made one digit more: 9.99 to 10.0
  const grown = digits.length > exact;
  return {
    digits: (grown ? digits.slice(0, exact) : digits) + "0".repeat(count - exact),
    exponent: grown ? exponent + 1 : exponent,
  };
}

/** value × 10^power, rounded half to even. */
function scaled(value: number, power: number): bigint {
  const { mantissa, exponent } = decompose(value);
  let numerator = mantissa;
  let denominator = 1n;
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  if (power >= 0) numerator *= 10n ** BigInt(power);
  else denominator *= 10n ** BigInt(-power);
  return divideHalfEven(numerator, denominator);
}

function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = (numerator - quotient * denominator) * 2n;
  const up = twice > denominator || (twice === denominator && (quotient & 1n) === 1n);
  return up ? quotient + 1n : quotient;
}

/** A positive float as mantissa × 2^exponent, the mantissa having its 53 bits (fewer when subnormal). */
function decompose(value: number): { readonly mantissa: bigint; readonly exponent: number } {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const word = bits.getBigUint64(0);
  const fraction = word & 0xf_ffff_ffff_ffffn;
  const biased = Number((word >> 52n) & 0x7ffn);
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | (1n << 52n), exponent: biased - 1075 };
}

function fixed(value: number, precision: number): string {
  const exact = Math.min(precision, MOST_DIGITS);
  const digits = scaled(value, exact)
    .toString()
    .padStart(exact + 1, "0");
  const point = digits.length - exact;
  const fraction = digits.slice(point) + "0".repeat(precision - exact);
  return fraction === "" ? digits : `${digits.slice(0, point)}.${fraction}`;
}

function plain({ digits, exponent }: Decimal): string {
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const fraction = digits.slice(exponent + 1);
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

function exponential({ digits, exponent }: Decimal, letter: "e" | "E"): string {
  const fraction = digits.slice(1);
  const power = String(Math.abs(exponent)).padStart(2, "0");
  return `${digits[0] ?? "0"}${fraction === "" ? "" : `.${fraction}`}${letter}${exponent < 0 ? "-" : "+"}${power}`;
}

/** The shorter of both forms: exponential from 10^21 for %v's callers is not strconv's business; here it is 6 digits. */
function general(value: number, letter: "e" | "E", precision: number | undefined): string {
  const decimal = significant(value, precision === undefined ? undefined : Math.max(precision, 1));
  const digits = decimal.digits.replace(/0+$/, "") || "0";
  const trimmed = { digits, exponent: decimal.exponent };
  const point = decimal.exponent + 1;
  const asked = Math.max(precision ?? 6, 1);
  const limit =
    precision !== undefined && asked > digits.length && digits.length >= point ? digits.length : asked;
  if (decimal.exponent < -4 || decimal.exponent >= (precision === undefined ? 6 : limit)) {
    return exponential(trimmed, letter);
  }
  return plain(trimmed);
}

function binary(value: number): string {
  const { mantissa, exponent } = decompose(value);
  return `${mantissa}p${exponent < 0 ? "" : "+"}${exponent}`;
}

function hexadecimal(value: number, verb: "x" | "X", precision: number | undefined): string {
  let { mantissa, exponent } = decompose(value);
  if (mantissa === 0n) exponent = -52;
  // normalise to 1.xxx with 52 bits of fraction, then to 60, which are 15 digits
  while (mantissa !== 0n && mantissa >> 52n === 0n) {
    mantissa <<= 1n;
    exponent -= 1;
  }
  let power = exponent + 52;
  let digits = 13;
  if (precision !== undefined && precision < digits) {
    mantissa = divideHalfEven(mantissa, 1n << BigInt(4 * (digits - precision)));
    digits = precision;
    if (mantissa >> BigInt(4 * digits + 1) !== 0n) {
      mantissa >>= 1n;
      power += 1;
    }
  }
  const text = mantissa.toString(16).padStart(digits + 1, "0");
  const fraction =
    precision === undefined ? text.slice(1).replace(/0+$/, "") : text.slice(1).padEnd(precision, "0");
  const sign = power < 0 ? "-" : "+";
  const formatted = `0x${text[0] ?? "0"}${fraction === "" ? "" : `.${fraction}`}p${sign}${String(Math.abs(power)).padStart(2, "0")}`;
  return verb === "X" ? formatted.toUpperCase() : formatted;
}
