import { expect, test } from "vitest";
import { goneEnvironments } from "../../src/environment/revision/gone-environments.ts";
import type { Git } from "../../src/environment/revision/read-revision.ts";

/** A repository with one commit of these files. */
function gitOf(files: readonly string[]): Git {
  return async ([command]) => Buffer.from(command === "rev-parse" ? "c0ffee\n" : `${files.join("\0")}\0`);
}

const ENVIRONMENTS = ["b/traefik.yml", "b/conf.d/x.yaml", "a/traefik.toml", "a/inner/traefik.yaml"];

test.each<[what: string, before: readonly string[], now: readonly string[], gone: readonly string[]]>([
  ["nothing", ENVIRONMENTS, ["a", "b"], []],
  ["all of them, what lies within one as a part of it", ENVIRONMENTS, [], ["a", "b"]],
  ["one of two", ENVIRONMENTS, ["b"], ["a"]],
  ["what the checkout has as a part of another", ENVIRONMENTS, ["."], []],
  ["the root", ["traefik.yaml", "a/traefik.yaml"], [], ["."]],
  ["the outer one of two that were one", ENVIRONMENTS, ["a/inner", "b"], ["a"]],
  ["nothing hidden, or of packages", [".x/e/traefik.yaml", "node_modules/e/traefik.yaml"], [], []],
  ["no folder without a static configuration", ["a/traefik.yaml.j2", "a/conf.d/x.yaml"], [], []],
])("%s", async (_, before, now, gone) => {
  expect(await goneEnvironments(gitOf(before), "main", (folder) => now.includes(folder))).toEqual(gone);
});
