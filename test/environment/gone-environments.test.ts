import { expect, test } from "vitest";
import { goneEnvironments } from "../../src/environment/revision/gone-environments.ts";
import type { Git } from "../../src/environment/revision/read-revision.ts";

/** A repository with one commit of these files, of which some are left out of the worktree. */
function gitOf(files: readonly string[], sparse: readonly string[] = []): Git {
  const index = [...sparse.map((path) => `S ${path}`), "H other/traefik.yaml"];
  return async ([command]) =>
    Buffer.from(
      command === "rev-parse" ? "c0ffee\n" : `${(command === "ls-files" ? index : files).join("\0")}\0`,
    );
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

test("what a sparse checkout leaves out is not gone, nor what lies within", async () => {
  const git = gitOf(ENVIRONMENTS, ["a/traefik.toml", "c/conf.d/x.yaml"]);
  expect(await goneEnvironments(git, "main", () => false)).toEqual(["b"]);
});
