import { expect, test } from "vitest";
import { parseDuration, parseTraefikDuration } from "../../../src/traefik/go/duration.ts";

test.each([
  ["0", 0],
  ["1.5h", 5_400_000_000_000],
  ["-1s", -1_000_000_000],
  ["1h2m3s4ms5us6µs7μs8ns", 3_723_004_018_008],
  [".5s", 500_000_000],
  ["1.s", 1_000_000_000],
  ["9223372036854775807ns", 9223372036854775807n],
  ["-9223372036854775808ns", -9223372036854775808n],
  // a uint64 that wraps
  ["9223372036854775808ns9223372036854775808ns", 0],
  ["0.99999999999999999999s", 1_000_000_000],
  ["", 'time: invalid duration ""'],
  ["9223372036854775808ns", 'time: invalid duration "9223372036854775808ns"'],
  ["10", 'time: missing unit in duration "10"'],
  ["1d", 'time: unknown unit "d" in duration "1d"'],
  ["1constructor", 'time: unknown unit "constructor" in duration "1constructor"'],
  ["1 s", 'time: unknown unit " s" in duration "1 s"'],
  ["é", 'time: invalid duration "\\xc3\\xa9"'],
  ["+-1s", 'time: invalid duration "+-1s"'],
])("ParseDuration %j", (text, expected) => {
  const result = parseDuration(text);
  expect(result.ok ? result.value : result.error).toBe(expected);
});

test.each([
  ["5", 5_000_000_000],
  ["9223372036854775807", -1_000_000_000],
  ["5s", 5_000_000_000],
  ["9223372036854775808", 'time: missing unit in duration "9223372036854775808"'],
  ["99999999999999999999", 'time: invalid duration "99999999999999999999"'],
])("Traefik's duration %j", (text, expected) => {
  const result = parseTraefikDuration(text);
  expect(result.ok ? result.value : result.error).toBe(expected);
});
