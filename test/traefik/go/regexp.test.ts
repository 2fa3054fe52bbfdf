import { expect, test } from "vitest";
import { regexpFault } from "../../../src/traefik/go/regexp.ts";

test.each([
  "",
  "()",
  "a||b",
  "^*",
  "\\b*",
  "a*(?i)*",
  "(?P<n>a)(?<n>b)",
  "(?i-s:a)",
  "(?)a",
  "{",
  "a{,5}",
  "a{02}",
  "{name}",
  "[]a]",
  "[[:word:]-]",
  "[\\d-a]",
  "[a[b]",
  "\\pL\\p{^Lu}\\P{Latin}\\p{latin}\\p{ASCII}",
  "\\Qa(\\E+",
  "\\x{10FFFF}\\x41\\07\\_",
  "(?:a{10}){100}",
  "((a{1000}){0}){1000}",
  "(?:a*){1000}",
  "日本語😀",
])("takes %j", (pattern) => {
  expect(regexpFault(pattern)).toBeUndefined();
});

test.each([
  ["(a", "missing closing ): `(a`"],
  ["a)b", "unexpected ): `a)b`"],
  ["*a", "missing argument to repetition operator: `*`"],
  ["(|*)", "missing argument to repetition operator: `*`"],
  ["(?i)*?", "missing argument to repetition operator: `*?`"],
  ["a**", "invalid nested repetition operator: `**`"],
  ["a{2}{3}?", "invalid nested repetition operator: `{2}{3}?`"],
  ["a{1001}", "invalid repeat count: `{1001}`"],
  ["a{2,1}", "invalid repeat count: `{2,1}`"],
  ["(?:a{10}){101}", "invalid repeat count: `{101}`"],
  ["(?=a)", "invalid or unsupported Perl syntax: `(?=`"],
  ["(?i-)", "invalid or unsupported Perl syntax: `(?i-)`"],
  ["(?", "invalid or unsupported Perl syntax: `(?`"],
  ["(?<=a)b>", "invalid named capture: `(?<=a)b>`"],
  ["(?<!a)", "invalid named capture: `(?<!a)`"],
  ["(?P<é>a)", "invalid named capture: `(?P<é>`"],
  ["(?P=n)", "invalid or unsupported Perl syntax: `(?P`"],
  ["\\1", "invalid escape sequence: `\\1`"],
  ["\\é", "invalid escape sequence: `\\é`"],
  ["[\\b]", "invalid escape sequence: `\\b`"],
  ["\\x{110000}", "invalid escape sequence: `\\x{110000`"],
  ["\\", "trailing backslash at end of expression: ``"],
  ["x[z-a]", "invalid character class range: `z-a`"],
  ["[[:foo:]]", "invalid character class range: `[:foo:]`"],
  ["\\p{Foo}", "invalid character class range: `\\p{Foo}`"],
  ["\\p{Old_Italic}", "invalid character class range: `\\p{Old_Italic}`"],
  ["a[b", "missing closing ]: `[b`"],
  ["a\udcffb", "invalid UTF-8: `\udcffb`"],
])("refuses %j", (pattern, reason) => {
  expect(regexpFault(pattern)?.text).toBe(`error parsing regexp: ${reason}`);
});

test("class names are exact before Go 1.25", () => {
  expect(regexpFault("\\p{latin}", 24)).toBeDefined();
  expect(regexpFault("\\p{Old_Italic}", 24)).toBeUndefined();
});

test("says where", () => {
  expect(regexpFault("ab**")).toMatchObject({ start: 2, end: 4 });
});

function nested(levels: number): string {
  return "(".repeat(levels) + ")".repeat(levels);
}

test("keeps Go's limits, at any size of the pattern", () => {
  expect(regexpFault(nested(999))).toBeUndefined();
  expect(regexpFault(nested(1000))?.text).toContain("expression nests too deeply");
  expect(regexpFault("(?:".repeat(5000) + ")".repeat(5000))).toBeUndefined();
  expect(regexpFault(`(?:${"a".repeat(3000)}){1000}`)).toBeUndefined();
  expect(regexpFault(`(?:${"a".repeat(4000)}){1000}`)?.text).toContain("expression too large");
  expect(regexpFault("(".repeat(1_000_000))?.text).toContain("missing closing )");
});
