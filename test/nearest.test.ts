import { expect, it } from "vitest";
import { nearest } from "../src/nearest.ts";

it.each([
  ["servise", ["service", "services", "rule"], "service"],
  ["GITSYNC_PEROID", ["GITSYNC_PERIOD", "GITSYNC_REPO"], "GITSYNC_PERIOD"],
  ["passhostheader", ["passHostHeader", "healthCheck"], "passHostHeader"],
  ["web", ["websecure", "wed"], "wed"],
  ["xyz", ["rule", "service"], null],
  ["a", ["b"], "b"],
  ["middlewares", [], null],
])("%s of %j is %s", (name, names, found) => {
  expect(nearest(name, names)).toBe(found);
});
