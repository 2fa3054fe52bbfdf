import type { ScalarNode } from "../node.ts";
import { floatText } from "../number-text.ts";
import { type Cursor, failHere, shown } from "./cursor.ts";
import { TomlFailure } from "./failure.ts";

type Type = ScalarNode["type"];

const DATE = "\\d{4}-\\d\\d-\\d\\d";
const ZONE = "(?:[Zz]|[+-]\\d\\d:\\d\\d)";
/** TOML 1.0, and with its seconds left out 1.1. */
const TIMES = {
  v10: new RegExp(`(?:${DATE}(?:[Tt ]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?${ZONE}?)?|\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?)`, "y"),
  v11: new RegExp(`(?:${DATE}(?:[Tt ]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?${ZONE}?)?|\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?)`, "y"),
} as const; // prettier-ignore

const INT64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n };

/** Reads a number, a date or a time; the cursor is at its first character. */
export function readNumber(cursor: Cursor): { type: Type; text: string } {
  const start = cursor.at;
  const { text } = cursor;
  const sign = text[start] === "+" || text[start] === "-" ? (text[start] ?? "") : "";
  if (sign === "") {
    const time = readTime(cursor);
    if (time !== null) return time;
  }
  cursor.at += sign.length;
  for (const word of ["inf", "nan"]) {
    if (!text.startsWith(word, cursor.at)) continue;
    cursor.at += word.length;
    return { type: "float64", text: word === "nan" ? "NaN" : sign === "-" ? "-Inf" : "+Inf" };
  }
  if (sign !== "" && !/\d/.test(text[cursor.at] ?? "")) {
    if (text[cursor.at] === ".") throw failHere(cursor, "floats must start with a digit, not '.'");
    throw failHere(cursor, `expected a digit but got ${shown(cursor)}`);
  }
  const based = /0([xob])/y;
  based.lastIndex = cursor.at;
  const prefix = based.exec(text);
  if (prefix !== null) return readBased(cursor, start, sign, prefix[1] ?? "");
  return readDecimal(cursor, start);
}

function readTime(cursor: Cursor): { type: Type; text: string } | null {
  const pattern = cursor.v11 ? TIMES.v11 : TIMES.v10;
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  const loose = /\d{4}-|\d\d:/y;
  loose.lastIndex = cursor.at;
  if (found === undefined && !loose.test(cursor.text)) return null;
  const word = found ?? /[^\s,\]}#]*/.exec(cursor.text.slice(cursor.at))?.[0] ?? "";
  const span = { start: cursor.at, end: cursor.at + word.length };
  if (found === undefined || !exists(found))
    throw new TomlFailure(`Invalid TOML Datetime: ${JSON.stringify(word)}.`, span);
  cursor.at = span.end;
  return { type: "time", text: "" };
}

/** Whether there is such a day and such a time of day. */
function exists(time: string): boolean {
  const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)/.exec(time) ?? []).map(Number);
  if (year !== undefined && month !== undefined && day !== undefined) {
    const date = new Date(Date.UTC(2000, 0, 1));
    date.setUTCFullYear(year, month - 1, day);
    if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return false;
  }
  const [, hour, minute, second] = (/(?:^|[Tt ])(\d\d):(\d\d)(?::(\d\d))?/.exec(time) ?? []).map(Number);
  if (hour !== undefined && (hour > 23 || (minute ?? 0) > 59 || (second || 0) > 59)) return false;
  const [, zoneHour, zoneMinute] = (/[+-](\d\d):(\d\d)$/.exec(time) ?? []).map(Number);
  return zoneHour === undefined || (zoneHour <= 24 && (zoneMinute ?? 0) < 60);
}

const RADIX: Readonly<Record<string, { prefix: string; digits: string }>> = {
  x: { prefix: "0x", digits: "0-9a-fA-F" },
  o: { prefix: "0o", digits: "0-7" },
  b: { prefix: "0b", digits: "01" },
};

function readBased(
  cursor: Cursor,
  start: number,
  sign: string,
  letter: string,
): { type: Type; text: string } {
  if (sign !== "") {
    const message = `cannot use sign with non-decimal numbers: '${sign}0${letter}'`;
    throw new TomlFailure(message, { start, end: cursor.at + 2 });
  }
  const { prefix, digits } = RADIX[letter] ?? { prefix: "0x", digits: "0-9a-fA-F" };
  cursor.at += 2;
  const body = take(cursor, new RegExp(`[${digits}_]*`, "y"));
  if (!isUnderscored(body, digits)) {
    throw new TomlFailure(`Invalid integer "${prefix}${body}": underscores must be surrounded by digits`, {
      start,
      end: cursor.at,
    });
  }
  return int64(BigInt(prefix + body.replaceAll("_", "")), prefix + body, { start, end: cursor.at });
}

function readDecimal(cursor: Cursor, start: number): { type: Type; text: string } {
  const whole = take(cursor, /[\d_]*/y);
  if (whole === "") throw failHere(cursor, `expected value but found ${shown(cursor)} instead`);
  const fraction = take(cursor, /(?:\.[\d_]*)?/y);
  const exponent = take(cursor, /(?:[eE][+-]?[\d_]*)?/y);
  const written = cursor.text.slice(start, cursor.at);
  const span = { start, end: cursor.at };
  const kind = fraction === "" && exponent === "" ? "integer" : "float";
  const fail = (why: string): TomlFailure => new TomlFailure(`Invalid ${kind} "${written}": ${why}`, span);
  if (fraction === "." || fraction.startsWith("._")) throw fail("'.' must be followed by one or more digits");
  for (const part of [whole, fraction.slice(1), exponent.replace(/^[eE][+-]?/, "")]) {
    if (part !== "" && !isUnderscored(part, "0-9")) throw fail("underscores must be surrounded by digits");
  }
  if (/^0[\d_]/.test(whole)) throw fail("cannot have leading zeroes");
  if (exponent !== "" && !/\d$/.test(exponent)) throw fail("exponent has no digits");
  if (cursor.text[cursor.at] === ".") throw fail("'.' must be followed by one or more digits");
  const plain = written.replaceAll("_", "");
  if (kind === "integer") return int64(BigInt(plain.replace(/^\+/, "")), written, span);
  const value = Number(plain);
  if (!Number.isFinite(value)) throw new TomlFailure(`${written} is out of range for float64`, span);
  return { type: "float64", text: floatText(value) };
}

function int64(
  value: bigint,
  written: string,
  span: { start: number; end: number },
): { type: Type; text: string } {
  if (value > INT64.most || value < INT64.least)
    throw new TomlFailure(`${written} is out of range for int64`, span);
  return { type: "int64", text: value.toString() };
}

function isUnderscored(part: string, digits: string): boolean {
  return new RegExp(`^[${digits}]+(?:_[${digits}]+)*$`).test(part);
}

function take(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0] ?? "";
  cursor.at += found.length;
  return found;
}
