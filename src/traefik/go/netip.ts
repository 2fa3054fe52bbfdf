import { failure, success, type GoResult } from "./result.ts";
import { quote } from "./strconv.ts";

/** An IP address as netip.Addr has it. */
export interface Address {
  /** 16 bytes; an IPv4 address stands in the last four, after ::ffff */
  readonly bytes: readonly number[];
  /** written as IPv4, not as an IPv4 address inside an IPv6 one */
  readonly isV4: boolean;
  /** empty: none */
  readonly zone: string;
}

const MAPPED_PREFIX: readonly number[] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** netip.ParseAddr: dotted decimal IPv4 without leading zeros, or IPv6 with an optional `%zone`. */
export function parseAddr(text: string): GoResult<Address> {
  const decisive = /[.:%]/.exec(text)?.[0];
  if (decisive === undefined) return refuse(text, "unable to parse IP");
  if (decisive === "%") return refuse(text, "missing IPv6 address");
  if (decisive === ":") return parseV6(text);
  const fields = parseV4Fields(text, text);
  if (!fields.ok) return fields;
  return success({ bytes: [...MAPPED_PREFIX, ...fields.value], isV4: true, zone: "" });
}

/** @param whole what the error names, of which the fields may be only the end */
function parseV4Fields(whole: string, fields: string): GoResult<readonly number[]> {
  const values: number[] = [];
  let value = "";
  for (const [i, character] of fields.split("").entries()) {
    if (/^\d$/.test(character)) {
      if (value === "0") return refuse(whole, "IPv4 field has octet with leading zero");
      value += character;
      if (Number(value) > 255) return refuse(whole, "IPv4 field has value >255");
    } else if (character === ".") {
      if (value === "" || i === fields.length - 1)
        return refuse(whole, "IPv4 field must have at least one digit", fields.slice(i));
      if (values.length === 3) return refuse(whole, "IPv4 address too long");
      values.push(Number(value));
      value = "";
    } else return refuse(whole, "unexpected character", fields.slice(i));
  }
  if (values.length < 3) return refuse(whole, "IPv4 address too short");
  return success([...values, Number(value)]);
}

function parseV6(text: string): GoResult<Address> {
  const percent = text.indexOf("%");
  const zone = percent < 0 ? "" : text.slice(percent + 1);
  if (percent >= 0 && zone === "") return refuse(text, "zone must be a non-empty string");
  let rest = percent < 0 ? text : text.slice(0, percent);
  const bytes: number[] = [];
  /** how many bytes stand before the `::`, -1 without one */
  let gap = -1;
  if (rest.startsWith("::")) {
    gap = 0;
    rest = rest.slice(2);
  }
  while (bytes.length < 16 && (rest !== "" || gap !== 0)) {
    const digits = /^[\da-fA-F]*/.exec(rest)?.[0] ?? "";
    if (digits.length > 4) return refuse(text, "each group must have 4 or less digits", rest);
    if (digits === "") return refuse(text, "each colon-separated field must have at least one digit", rest);
    if (rest.charAt(digits.length) === ".") {
      if (gap < 0 && bytes.length !== 12)
        return refuse(text, "embedded IPv4 address must replace the final 2 fields of the address", rest);
      if (bytes.length > 12)
        return refuse(text, "too many hex fields to fit an embedded IPv4 at the end of the address", rest);
      const fields = parseV4Fields(text, rest);
      if (!fields.ok) return fields;
      bytes.push(...fields.value);
      rest = "";
      break;
    }
    const value = Number.parseInt(digits, 16);
    bytes.push(value >> 8, value & 0xff);
    rest = rest.slice(digits.length);
    if (rest === "") break;
    if (!rest.startsWith(":")) return refuse(text, "unexpected character, want colon", rest);
    if (rest === ":") return refuse(text, "colon must be followed by more characters", rest);
    rest = rest.slice(1);
    if (!rest.startsWith(":")) continue;
    if (gap >= 0) return refuse(text, "multiple :: in address", rest);
    gap = bytes.length;
    rest = rest.slice(1);
    if (rest === "") break;
  }
  if (rest !== "") return refuse(text, "trailing garbage after address", rest);
  if (bytes.length < 16 && gap < 0) return refuse(text, "address string too short");
  if (bytes.length === 16 && gap >= 0)
    return refuse(text, "the :: must expand to at least one field of zeros");
  const zeros = Array.from({ length: 16 - bytes.length }, () => 0);
  if (gap >= 0) bytes.splice(gap, 0, ...zeros);
  return success({ bytes, isV4: false, zone });
}

/** How Go's net writes an address: the longest zeros are left out, and an IPv4 address inside an IPv6 one is IPv4. */
export function addressText({ bytes, isV4, zone }: Address): string {
  if (isV4 || MAPPED_PREFIX.every((byte, at) => bytes[at] === byte)) return bytes.slice(12).join(".");
  const groups = Array.from({ length: 8 }, (_, at) => (bytes[2 * at] ?? 0) * 256 + (bytes[2 * at + 1] ?? 0));
  const text = groups.map((group) => group.toString(16)).join(":");
  const runs = [...text.matchAll(/\b0(?::0)+\b/g)].toSorted((a, b) => b[0].length - a[0].length);
  const [longest] = runs;
  if (longest === undefined) return text + withZone(zone);
  const before = text.slice(0, longest.index) || ":";
  const after = text.slice(longest.index + longest[0].length) || ":";
  return before + after + withZone(zone);
}

function withZone(zone: string): string {
  return zone === "" ? "" : `%${zone}`;
}

function refuse(text: string, reason: string, at = ""): GoResult<never> {
  const place = at === "" ? "" : ` (at ${quote(at)})`;
  return failure(`ParseAddr(${quote(text)}): ${reason}${place}`);
}
