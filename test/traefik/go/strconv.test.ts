import { expect, test } from "vitest";
import { atoi, parseBool, parseFloat64, parseInteger, quote } from "../../../src/traefik/go/strconv.ts";
import type { GoResult } from "../../../src/traefik/go/result.ts";

function shown(result: GoResult<unknown>): unknown {
  return result.ok ? result.value : result.error;
}

test.each([
  ["1", true],
  ["t", true],
  ["TRUE", true],
  ["False", false],
  ["tRUE", 'strconv.ParseBool: parsing "tRUE": invalid syntax'],
  ["yes", 'strconv.ParseBool: parsing "yes": invalid syntax'],
  ["", 'strconv.ParseBool: parsing "": invalid syntax'],
])("ParseBool %j", (text, expected) => {
  expect(shown(parseBool(text))).toBe(expected);
});

test.each([
  ["0", 64, 0],
  ["-0", 64, 0],
  ["+007", 64, 7],
  ["9007199254740993", 64, 9007199254740993n],
  ["-9223372036854775808", 64, -9223372036854775808n],
  ["9223372036854775808", 64, 'strconv.ParseInt: parsing "9223372036854775808": value out of range'],
  ["2147483648", 32, 'strconv.ParseInt: parsing "2147483648": value out of range'],
  // Go stops at the digit that overflows, before it sees the letter
  ["99999999999999999999x", 64, 'strconv.ParseInt: parsing "99999999999999999999x": value out of range'],
  ["9223372036854775808x", 64, 'strconv.ParseInt: parsing "9223372036854775808x": invalid syntax'],
  ["1_000", 64, 'strconv.ParseInt: parsing "1_000": invalid syntax'],
  ["0x10", 64, 'strconv.ParseInt: parsing "0x10": invalid syntax'],
  [" 1", 64, 'strconv.ParseInt: parsing " 1": invalid syntax'],
  ["1\n", 64, 'strconv.ParseInt: parsing "1\\n": invalid syntax'],
  ["٣", 64, 'strconv.ParseInt: parsing "٣": invalid syntax'],
  ["-", 64, 'strconv.ParseInt: parsing "-": invalid syntax'],
  ["", 64, 'strconv.ParseInt: parsing "": invalid syntax'],
] as const)("ParseInt %j in %i bits", (text, bits, expected) => {
  expect(shown(parseInteger(text, bits))).toBe(expected);
});

test("Atoi names itself", () => {
  expect(shown(atoi("5xx"))).toBe('strconv.Atoi: parsing "5xx": invalid syntax');
});

test.each([
  ["1e-1", 0.1],
  [".5", 0.5],
  ["5.", 5],
  ["1_0.5", 10.5],
  ["1__0", 'strconv.ParseFloat: parsing "1__0": invalid syntax'],
  ["0x_1p4", 16],
  ["0x1p-1074", 5e-324],
  ["0x1p-1075", 0],
  ["0x1.8p1", 3],
  ["-Infinity", -Infinity],
  ["nan", Number.NaN],
  ["1e309", 'strconv.ParseFloat: parsing "1e309": value out of range'],
  ["0x10", 'strconv.ParseFloat: parsing "0x10": invalid syntax'],
  ["1e", 'strconv.ParseFloat: parsing "1e": invalid syntax'],
  ["+nan", 'strconv.ParseFloat: parsing "+nan": invalid syntax'],
])("ParseFloat %j", (text, expected) => {
  expect(shown(parseFloat64(text))).toBe(expected);
});

test("quotes as %q does", () => {
  expect(quote('a"\\\n\0\x7f\u00adé😀\u{e0001}\udcff')).toBe(
    '"a\\"\\\\\\n\\x00\\x7f\\u00adé😀\\U000e0001\\xff"',
  );
});
