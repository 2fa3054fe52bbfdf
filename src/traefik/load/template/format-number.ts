import { encodeRune, type Bytes } from "./bytes.ts";
import { isPrintable } from "./characters.ts";
import { pad, type Flags } from "./format-flags.ts";
import { formatFloat, type FloatVerb } from "./format-float.ts";
import { quoteRune } from "./quote.ts";

const RADIX: Readonly<Record<string, 2 | 8 | 10 | 16>> = { b: 2, o: 8, O: 8, d: 10, v: 10, x: 16, X: 16 };

/** @param signed whether the type is; `%#v` shows the others in hexadecimal */
export function formatInteger(value: bigint, signed: boolean, verb: string, flags: Flags): Bytes | undefined {
  const rune = value < 0n || value > 0x10ffffn ? 0xfffd : Number(value);
  switch (verb) {
    case "c":
      return pad(encodeRune(rune), flags);
    case "q":
      return pad(quoteRune(rune, flags.plus), flags);
    case "U":
      return pad(formatUnicode(BigInt.asUintN(64, value), flags), { ...flags, zero: false });
    case "v":
      return flags.goSyntax === true && !signed
        ? formatDigits(value, 16, "v", { ...flags, sharp: true })
        : formatDigits(value, 10, "v", flags);
    default: {
      const radix = RADIX[verb];
      return radix === undefined ? undefined : formatDigits(value, radix, verb, flags);
    }
  }
}

function formatUnicode(value: bigint, { precision = 4, sharp }: Flags): Bytes {
  const digits = value.toString(16).toUpperCase().padStart(Math.max(precision, 4), "0");
  const shown = sharp === true && value <= 0x10ffffn && isPrintable(Number(value));
  return `U+${digits}${shown ? ` '${encodeRune(Number(value))}'` : ""}`;
}

function formatDigits(value: bigint, radix: 2 | 8 | 10 | 16, verb: string, flags: Flags): Bytes {
  const { precision, width = 0, plus, minus, space, zero, sharp } = flags;
  const unpadded = { ...flags, zero: false };
  if (precision === 0 && value === 0n) return pad("", unpadded);
  const negative = value < 0n;
  const sign = negative ? "-" : plus === true ? "+" : space === true ? " " : "";
  const filled = zero === true && minus !== true ? width - sign.length : 0;
  let digits = (negative ? -value : value).toString(radix).padStart(precision ?? filled, "0");
  if (sharp === true && radix === 2) digits = `0b${digits}`;
  if (sharp === true && radix === 8 && !digits.startsWith("0")) digits = `0${digits}`;
  if (sharp === true && radix === 16) digits = `0x${digits}`;
  if (verb === "O") digits = `0o${digits}`;
  return pad(sign + (verb === "X" ? digits.toUpperCase() : digits), unpadded);
}

const FLOAT_VERBS: Readonly<Record<string, readonly [FloatVerb, number?]>> = {
  v: ["g"],
  b: ["b"],
  g: ["g"],
  G: ["G"],
  x: ["x"],
  X: ["X"],
  f: ["f", 6],
  F: ["f", 6],
  e: ["e", 6],
  E: ["E", 6],
};

export function formatFloatVerb(value: number, verb: string, flags: Flags): Bytes | undefined {
  const [float, standard] = FLOAT_VERBS[verb] ?? [];
  if (float === undefined) return undefined;
  const precision = flags.precision ?? standard;
  const formatted = formatFloat(value, float, precision);
  const positive = !/^[+-]/.test(formatted);
  const sign = positive ? "+" : (formatted[0] ?? "+");
  const digits = positive ? formatted : formatted.slice(1);
  const shownSign = sign === "+" && flags.plus !== true ? (flags.space === true ? " " : "") : sign;
  if (/^[IN]/.test(digits)) {
    const infinity = digits.startsWith("I")
      ? shownSign || "+"
      : flags.plus === true || flags.space === true
        ? shownSign
        : "";
    return pad(infinity + digits, { ...flags, zero: false });
  }
  const full = flags.sharp === true && float !== "b" ? withPoint(digits, float, precision) : digits;
  const { zero, minus, width = 0 } = flags;
  if (zero === true && minus !== true) return shownSign + full.padStart(width - shownSign.length, "0");
  return pad(shownSign + full, flags);
}

/** The `#` flag: a decimal point always, and the zeros that `g` leaves out. */
function withPoint(text: string, verb: FloatVerb, precision: number | undefined): string {
  const hexadecimal = verb === "x" || verb === "X";
  const exponentAt = text.search(hexadecimal ? /[pP]/ : /[eE]/);
  const number = exponentAt < 0 ? text : text.slice(0, exponentAt);
  const tail = exponentAt < 0 ? "" : text.slice(exponentAt);
  const pointed = number.includes(".") ? number : `${number}.`;
  if (verb !== "g" && verb !== "G" && verb !== "x") return pointed + tail;
  const significant = number.replace(".", "").replace(/^[0]+/, "").length || (number === "0" ? 1 : 0);
  return pointed + "0".repeat(Math.max(0, (precision ?? 6) - significant)) + tail;
}
