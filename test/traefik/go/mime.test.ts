import { expect, test } from "vitest";
import { parseMediaType } from "../../../src/traefik/go/mime.ts";
import cases from "../../vectors/mime.json" with { type: "json" };

test.each(cases as [string, string | null][])("ParseMediaType %j", (text, error) => {
  const type = parseMediaType(text);
  expect(type.ok ? null : type.error).toBe(error);
});

test.each([
  ["İ/B; Q=1 ;", "i/b"],
  ['text/html\u00a0; a="\\"b\\c"', "text/html"],
  ["a; x=1; X=2", "mime: duplicate parameter name"],
  ["a; x=1; x=1", "a"],
  ["a\ufeff", "mime: expected slash after first token"],
])("%j", (text, expected) => {
  const type = parseMediaType(text);
  expect(type.ok ? type.value.type : type.error).toBe(expected);
});
