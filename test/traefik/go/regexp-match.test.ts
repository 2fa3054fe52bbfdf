import { expect, test } from "vitest";
import { compileRegexp } from "../../../src/traefik/go/regexp-match.ts";
import { compileReplacer } from "../../../src/traefik/go/regexp-replace.ts";

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

test("a byte that is no UTF-8 is matched as a character, and found and put back as it is", () => {
  const replacer = compileReplacer("^/a/(.)(x)?");
  expect(replacer.find("/a/\udce4\udce5")).toBe("/a/\udce4");
  expect(replacer.replaceAll("/a/\udce4\udce5", "<$1$2>")).toBe("<\udce4>\udce5");
});
