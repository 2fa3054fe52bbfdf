import { encodeRune, isUtf8, runeAt, runeCount, type Bytes } from "./bytes.ts";
import { isPrintable } from "./characters.ts";
import { LimitExceeded, Unknowable } from "./errors.ts";
import { formatFloat, type FloatVerb } from "./format-float.ts";
import { quote, quoteRune } from "./quote.ts";
import {
  element,
  kindOf,
  sortedKeys,
  typeOf,
  unboxed,
  type Concrete,
  type Dict,
  type List,
  type Value,
} from "./values.ts";
import { versionText } from "./version.ts";

/** Flags, width and precision of one directive of package fmt. */
export interface Flags {
  readonly width?: number;
  readonly precision?: number;
  readonly plus?: boolean;
  readonly minus?: boolean;
  readonly sharp?: boolean;
  readonly space?: boolean;
  readonly zero?: boolean;
  /** `%#v`: Go syntax */
  readonly goSyntax?: boolean;
  /** told of every value formatted, and of the size of the padding; throws when it is too much */
  readonly meter?: (size: number) => void;
}

/** Lists in lists beyond this depth are taken for a dict that holds itself, of which Go would die. */
const DEEPEST = 200;

/** One value as package fmt formats it with a verb. */
export function formatValue(value: Concrete, verb: string, flags: Flags = {}): Bytes {
  if (value === null) return verb === "v" || verb === "T" ? pad("<nil>", flags) : `%!${verb}(<nil>)`;
  if (verb === "T") return formatString(typeOf(value), "s", flags);
  if (verb === "p") return formatAddress(value, flags);
  return format(value, verb, flags, 0);
}

function format(value: Exclude<Concrete, null>, verb: string, flags: Flags, depth: number): Bytes {
  flags.meter?.(
    32 + (flags.width ?? 0) + (flags.precision ?? 0) + (typeof value === "string" ? value.length : 0),
  );
  switch (typeof value) {
    case "boolean":
      return verb === "t" || verb === "v" ? pad(String(value), flags) : badVerb(value, verb, flags);
    case "number":
      return formatFloatVerb(value, verb, flags) ?? badVerb(value, verb, flags);
    case "string":
      return formatStringVerb(value, verb, flags) ?? badVerb(value, verb, flags);
    default:
      break;
  }
  switch (value.kind) {
    case "integer":
      return (
        formatInteger(value.value, value.type.startsWith("i"), verb, flags) ?? badVerb(value, verb, flags)
      );
    case "complex": {
      const real = formatFloatVerb(value.real, verb, flags);
      const imaginary = formatFloatVerb(value.imaginary, verb, { ...flags, plus: true });
      return real === undefined ? badVerb(value, verb, flags) : `(${real}${imaginary ?? ""}i)`;
    }
    case "list":
    case "dict":
      if (verb === "w") return badVerb(value, verb, flags);
      if (depth > DEEPEST) throw new LimitExceeded("a list or dict is nested too deeply, or holds itself");
      return value.kind === "list"
        ? formatList(value, verb, flags, depth)
        : formatDict(value, verb, flags, depth);
    case "version": {
      const text = flags.goSyntax === true ? undefined : formatStringVerb(versionText(value), verb, flags);
      if (text === undefined) throw new Unknowable("the fields of a version");
      return text;
    }
    case "opaque":
      throw new Unknowable(`a ${value.type}`);
  }
}

/** `%!d(string=hi)`: a verb that the type does not know. */
function badVerb(value: Exclude<Concrete, null>, verb: string, flags: Flags): Bytes {
  return `%!${verb}(${typeOf(value)}=${format(value, "v", flags, 0)})`;
}

function formatAddress(value: Exclude<Concrete, null>, flags: Flags): Bytes {
  const kind = kindOf(value);
  if (kind !== "slice" && kind !== "map" && kind !== "ptr") return badVerb(value, "p", flags);
  throw new Unknowable("an address in memory");
}

// Lists and dicts.

function formatList(list: List, verb: string, flags: Flags, depth: number): Bytes {
  const items = list.items.map((item) => formatElement(element(list, item), verb, flags, depth));
  if (flags.goSyntax !== true) return `[${items.join(" ")}]`;
  return list.nil ? `${list.type}(nil)` : `${list.type}{${items.join(", ")}}`;
}

function formatDict(dict: Dict, verb: string, flags: Flags, depth: number): Bytes {
  const pairs = sortedKeys(dict).map((key) => {
    const value = element(dict, dict.entries.get(key) ?? null);
    return `${format(key, verb, flags, depth)}:${formatElement(value, verb, flags, depth)}`;
  });
  if (flags.goSyntax !== true) return `map[${pairs.join(" ")}]`;
  return dict.nil ? `${dict.type}(nil)` : `${dict.type}{${pairs.join(", ")}}`;
}

function formatElement(value: Value, verb: string, flags: Flags, depth: number): Bytes {
  const inner = unboxed(value);
  if (inner === null) return flags.goSyntax === true ? "interface {}(nil)" : "<nil>";
  return format(inner, verb, flags, depth + 1);
}

// Strings.

function formatStringVerb(text: Bytes, verb: string, flags: Flags): Bytes | undefined {
  switch (verb) {
    case "v":
      return formatString(text, flags.goSyntax === true ? "q" : "s", flags);
    case "s":
    case "q":
      return formatString(text, verb, flags);
    case "x":
    case "X":
      return formatHex(text, verb, flags);
    default:
      return undefined;
  }
}

function formatString(text: Bytes, verb: "s" | "q", flags: Flags): Bytes {
  const cut = flags.precision === undefined ? text : firstRunes(text, flags.precision);
  if (verb === "s") return pad(cut, flags);
  if (flags.sharp === true && canBackquote(cut)) return pad(`\`${cut}\``, flags);
  return pad(quote(cut, flags.plus), flags);
}

function firstRunes(text: Bytes, count: number): Bytes {
  let at = 0;
  for (let i = 0; i < count && at < text.length; i++) at += runeAt(text, at).width;
  return text.slice(0, at);
}

function canBackquote(text: Bytes): boolean {
  return isUtf8(text) && !/[\0-\x08\x0a-\x1f\x7f`]|\xef\xbb\xbf/.test(text);
}

function formatHex(text: Bytes, verb: "x" | "X", flags: Flags): Bytes {
  const bytes = flags.precision === undefined ? text : text.slice(0, flags.precision);
  const pairs = Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0"));
  const prefix = flags.sharp === true && pairs.length > 0 ? "0x" : "";
  const hex = prefix + pairs.join(flags.space === true ? ` ${prefix}` : "");
  return pad(verb === "X" ? hex.toUpperCase() : hex, flags);
}

/** Fills up to the width, counted in characters. */
function pad(text: Bytes, { width = 0, minus = false, zero = false }: Flags): Bytes {
  const missing = width - runeCount(text);
  if (missing <= 0) return text;
  return minus ? text + " ".repeat(missing) : (zero ? "0" : " ").repeat(missing) + text;
}

// Numbers.

const RADIX: Readonly<Record<string, 2 | 8 | 10 | 16>> = { b: 2, o: 8, O: 8, d: 10, v: 10, x: 16, X: 16 };

/** @param signed whether the type is; `%#v` shows the others in hexadecimal */
function formatInteger(value: bigint, signed: boolean, verb: string, flags: Flags): Bytes | undefined {
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

function formatFloatVerb(value: number, verb: string, flags: Flags): Bytes | undefined {
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
