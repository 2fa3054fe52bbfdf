import { expect, test } from "vitest";
import { compileRegexp } from "../../../src/traefik/go/regexp-match.ts";

test.each([
  ["a+b", "xaab", true],
  ["^a$", "a\n", false],
  ["(?i)straße", "STRAßE", true],
  ["(?i)k", "\u212a", true],
  ["\\d", "٣", false],
  ["\\p{latin}", "é", true],
  ["\\p{Lowercase_Letter}", "A", false],
  ["[^\\P{ASCII}]", "é", false],
  ["\\Q\\p{ASCII}\\E", "\\p{ASCII}", true],
  ["[[]\\p{ASCII}]", "[a]", true],
  ["^\ufffd$", "\udcff", true],
  ["(a*)*b", "a".repeat(50_000), false],
])("%j in %j: %s", (pattern, text, expected) => {
  expect(compileRegexp(pattern)(text)).toBe(expected);
});
