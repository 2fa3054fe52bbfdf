import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { functionNamed, isFunction } from "../../../../src/traefik/load/template/functions/registry.ts";

const page = readFileSync(new URL("../../../../docs/templates.md", import.meta.url), "utf8");

/** Names of functions in a paragraph of the page. */
function named(start: string): string[] {
  const paragraph = page.slice(page.indexOf(start)).split("\n\n", 1)[0] ?? "";
  return Array.from(paragraph.matchAll(/`([a-z]\w+)`/gi), ([, name]) => name ?? "");
}

test("the functions that are called unknowable are, and are functions", () => {
  const names = named("Some functions answer").filter((name) => name !== "sync");
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => functionNamed(name)?.unknown !== true)).toEqual([]);
});

test("the functions of other tools that are named do not exist", () => {
  expect(["toYaml", "include", "tpl", "required", "lookup"].filter((name) => isFunction(name))).toEqual([]);
});
