import { runeAt, type Bytes } from "./bytes.ts";
import type { Flags } from "./format-flags.ts";
import { formatValue } from "./format-value.ts";
import { typeOf, type Concrete } from "./values.ts";

/** Told of the size of what is being written; throws when it is too much. */
export type Meter = (size: number) => void;

const UNMETERED: Meter = () => {};

/** fmt.Sprint: a blank between two operands of which neither is a string. */
export function print(values: readonly Concrete[], meter = UNMETERED): Bytes {
  return values
    .map((value, index) => {
      const previous = values[index - 1];
      const apart = index > 0 && typeof value !== "string" && typeof previous !== "string";
      return (apart ? " " : "") + formatValue(value, "v", { meter });
    })
    .join("");
}

/** fmt.Sprintln: a blank between all operands, a newline at the end. */
export function println(values: readonly Concrete[], meter = UNMETERED): Bytes {
  return `${values.map((value) => formatValue(value, "v", { meter })).join(" ")}\n`;
}

/** Wider, or more precise, than this is an error in the format. */
const LARGEST = 1_000_000;

/** Reading position in a format. */
interface Reader {
  readonly format: Bytes;
  readonly values: readonly Concrete[];
  readonly meter: Meter;
  at: number;
  /** index of the next operand */
  operand: number;
  /** an explicit index such as `[2]` came last */
  afterIndex: boolean;
  /** an explicit index is beyond the operands, or no number */
  goodIndex: boolean;
  /** there was an explicit index: unused operands are no error */
  reordered: boolean;
  /** complaints about width and precision, written where they arise */
  complaints: Bytes;
}

/** fmt.Sprintf. */
export function printf(format: Bytes, values: readonly Concrete[], meter = UNMETERED): Bytes {
  const reader: Reader = {
    format,
    values,
    meter,
    at: 0,
    operand: 0,
    afterIndex: false,
    goodIndex: true,
    reordered: false,
    complaints: "",
  };
  const pieces: Bytes[] = [];
  while (reader.at < format.length) {
    const percent = format.indexOf("%", reader.at);
    const end = percent < 0 ? format.length : percent;
    pieces.push(format.slice(reader.at, end));
    reader.at = end + 1;
    if (percent >= 0) pieces.push(directive(reader));
  }
  if (!reader.reordered && reader.operand < values.length) pieces.push(extra(reader));
  return pieces.join("");
}

function extra({ values, operand, meter }: Reader): Bytes {
  const unused = values
    .slice(operand)
    .map((value) => (value === null ? "<nil>" : `${typeOf(value)}=${formatValue(value, "v", { meter })}`));
  return `%!(EXTRA ${unused.join(", ")})`;
}

/** What follows a `%`: flags, `[index]`, width, precision, `[index]`, verb. */
function directive(reader: Reader): Bytes {
  reader.goodIndex = true;
  reader.complaints = "";
  const flags = { ...readFlags(reader), meter: reader.meter };
  const fast = fastVerb(reader);
  if (fast !== undefined) return operand(reader, fast, flags);
  readIndex(reader);
  const width = readWidth(reader);
  const precision = readPrecision(reader);
  if (!reader.afterIndex) readIndex(reader);
  if (reader.at >= reader.format.length) return `${reader.complaints}%!(NOVERB)`;
  const { width: size } = runeAt(reader.format, reader.at);
  const verb = reader.format.slice(reader.at, reader.at + size);
  reader.at += size;
  return reader.complaints + verbText(reader, verb, { ...flags, ...width, ...precision });
}

function verbText(reader: Reader, verb: Bytes, flags: Flags): Bytes {
  if (verb === "%") return "%";
  if (!reader.goodIndex) return `%!${verb}(BADINDEX)`;
  if (reader.operand >= reader.values.length) return `%!${verb}(MISSING)`;
  return operand(reader, verb, flags);
}

function operand(reader: Reader, verb: Bytes, flags: Flags): Bytes {
  const value = reader.values[reader.operand] ?? null;
  reader.operand += 1;
  if (verb !== "v" && verb !== "w") return formatValue(value, verb, flags);
  // the two flags have meanings of their own with %v
  return formatValue(value, verb, { ...flags, sharp: false, plus: false, goSyntax: flags.sharp === true });
}

/** A plain lower-case verb, for which an explicit index of the directive before is forgotten. */
function fastVerb(reader: Reader): Bytes | undefined {
  const verb = reader.format[reader.at];
  if (verb === undefined || verb < "a" || verb > "z" || reader.operand >= reader.values.length)
    return undefined;
  reader.at += 1;
  return verb;
}

function readFlags(reader: Reader): Flags {
  const flags = { sharp: false, zero: false, plus: false, minus: false, space: false };
  for (; ; reader.at++) {
    switch (reader.format[reader.at]) {
      case "#":
        flags.sharp = true;
        break;
      case "0":
        flags.zero = true;
        break;
      case "+":
        flags.plus = true;
        break;
      case "-":
        flags.minus = true;
        break;
      case " ":
        flags.space = true;
        break;
      default:
        return flags;
    }
  }
}

function readNumber(reader: Reader): number | undefined {
  const digits = /\d*/y;
  digits.lastIndex = reader.at;
  const [text = ""] = digits.exec(reader.format) ?? [];
  reader.at += text.length;
  const number = Number(text);
  return text === "" || number > LARGEST ? undefined : number;
}

/** `[3]`: the operand to use, counted from 1. */
function readIndex(reader: Reader): void {
  reader.afterIndex = false;
  if (reader.format[reader.at] !== "[") return;
  reader.reordered = true;
  const close = reader.format.indexOf("]", reader.at);
  if (close < 0 || reader.format.length - reader.at < 3) {
    reader.goodIndex = false;
    reader.at += 1;
    return;
  }
  const digits = reader.format.slice(reader.at + 1, close);
  const number = /^\d+$/.test(digits) && Number(digits) <= LARGEST ? Number(digits) : undefined;
  reader.at = close + 1;
  reader.afterIndex = number !== undefined;
  if (number !== undefined && number >= 1 && number <= reader.values.length) reader.operand = number - 1;
  else reader.goodIndex = false;
}

/** The integer operand of a `*`. */
function readStar(reader: Reader): number | undefined {
  const value = reader.values[reader.operand];
  if (reader.operand < reader.values.length) reader.operand += 1;
  if (typeof value !== "object" || value?.kind !== "integer") return undefined;
  const number = Number(value.value);
  return Math.abs(number) > LARGEST ? undefined : number;
}

function readWidth(reader: Reader): Flags {
  if (reader.format[reader.at] !== "*") {
    const width = readNumber(reader);
    if (reader.afterIndex && width !== undefined) reader.goodIndex = false;
    return width === undefined ? {} : { width };
  }
  reader.at += 1;
  reader.afterIndex = false;
  const width = readStar(reader);
  if (width === undefined) reader.complaints += "%!(BADWIDTH)";
  if (width === undefined || width >= 0) return width === undefined ? {} : { width };
  return { width: -width, minus: true, zero: false };
}

function readPrecision(reader: Reader): Flags {
  if (reader.format[reader.at] !== "." || reader.at + 1 >= reader.format.length) return {};
  reader.at += 1;
  if (reader.afterIndex) reader.goodIndex = false;
  readIndex(reader);
  if (reader.format[reader.at] !== "*") return { precision: readNumber(reader) ?? 0 };
  reader.at += 1;
  reader.afterIndex = false;
  const precision = readStar(reader);
  if (precision !== undefined && precision >= 0) return { precision };
  reader.complaints += "%!(BADPREC)";
  return {};
}
