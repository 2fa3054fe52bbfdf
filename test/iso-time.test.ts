import { expect, test } from "vitest";
import { isoTime } from "../src/iso-time.ts";

test("a time is written as JavaScript writes it", () => {
  const times = [
    0, 1, 10, 99, 100, 999, 1_000, 951_782_400_000, 253_402_300_799_999, 253_402_300_800_000, -1,
  ];
  const ancient = [-62_135_596_800_000, -62_198_755_200_000];
  for (let seed = 1; times.length < 2_000;) {
    seed = (seed * 48_271) % 2_147_483_647;
    times.push(seed * 1_009);
  }
  for (const time of [...times, ...ancient]) {
    expect(isoTime(new Date(time))).toBe(new Date(time).toISOString());
  }
  expect(() => isoTime(new Date(Number.NaN))).toThrow(RangeError);
});
