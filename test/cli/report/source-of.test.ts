import { expect, test } from "vitest";
import { sourceOf } from "../../../src/cli/report/source-of.ts";

test("a file is made text once for all its findings, and what was not read has none", () => {
  const bytes = Buffer.from("é: 1\n");
  const files = [{ path: "conf.d/a.yaml", bytes, mode: 0o644 }];
  const source = sourceOf({ tree: { files }, diagnostics: [], routeTests: Buffer.from("tests: []\n") });
  expect(source("conf.d/a.yaml")).toBe("é: 1\n");
  bytes.fill(0x20);
  expect(source("conf.d/a.yaml")).toBe("é: 1\n");
  expect(source("gateway.test.yaml")).toBe("tests: []\n");
  expect(source("conf.d/b.yaml")).toBeUndefined();
  expect(sourceOf(null)("conf.d/a.yaml")).toBeUndefined();
});
