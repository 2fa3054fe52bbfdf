import { expect, test } from "vitest";
import { equalFold, fold } from "../../../src/traefik/go/fold.ts";

test.each([
  ["serversTransport", "SERVERSTRANSPORT", true],
  ["stripPrefix", "\u017ftripPrefix", true], // long s
  ["kubernetes", "\u212aubernetes", true], // Kelvin sign
  ["\u03c3", "\u03c2", true], // final sigma
  ["\u00df", "\u1e9e", true],
  ["\u00df", "ss", false],
  ["i", "\u0131", false],
  ["i", "\u0130", false],
  ["\u01c4", "\u01c5", true], // titlecase digraph
  ["http", "https", false],
])("%j and %j", (a, b, equal) => {
  expect(equalFold(a, b)).toBe(equal);
  expect(fold(a) === fold(b)).toBe(equal);
});
