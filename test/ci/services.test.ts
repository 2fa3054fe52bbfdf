import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { rulePage } from "../../src/cli/rule-page.ts";
import { pythonTool } from "../support/python-tool.ts";
import { cloneForTests, type Step } from "./clone.ts";

const checkSchema = await pythonTool("check-jsonschema", "0.39.0");
const { box, at, bash } = cloneForTests();

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: { readonly node: readonly string[] } };
  readonly steps: readonly Step[];
}

describe.skipIf(checkSchema === null)("the files of CI services keep to their schemas", () => {
  test.each([
    ["vendor.github-workflows", [".github/workflows/test.yml", ".github/workflows/release.yml"]],
    ["vendor.github-actions", ["action.yml"]],
    ["vendor.gitlab-ci", ["ci/gitlab/traefik.gitlab-ci.yml"]],
  ])("%s", (schema, files) => {
    const output = execFileSync(checkSchema!, ["--builtin-schema", schema, ...files], { encoding: "utf8" });
    expect(output).toContain("ok");
  });
});

test("the release is published with provenance, the tests run on every Node", () => {
  const workflow = (name: string) => readFileSync(`.github/workflows/${name}.yml`, "utf8");
  const { jobs: release } = parse(workflow("release")) as { jobs: { npm: Job } };
  expect(release.npm.permissions?.["id-token"]).toBe("write");
  expect(release.npm.steps.map(({ run }) => run).join("\n")).toContain("npm publish --provenance");
  const { jobs } = parse(workflow("test")) as { jobs: { test: Job } };
  expect(jobs.test.strategy?.matrix.node).toEqual(["20", "22", "24", "26"]);
});

test("the release says where it comes from, and its pages of rules are there", async () => {
  const { jobs } = parse(readFileSync(".github/workflows/release.yml", "utf8")) as { jobs: { npm: Job } };
  const { steps } = jobs.npm;
  const step = steps.findIndex(({ run }) => run?.startsWith("npm pkg set") === true);
  expect(step).toBe(steps.findIndex(({ run }) => run?.startsWith("npm publish") === true) - 1);
  box.write({ "checkout/package.json": '{"name": "a"}\n' });
  const REPOSITORY = "https://github.com/team/hook";
  const ran = await bash(steps[step]?.run ?? "", { REPOSITORY, GITHUB_REF_NAME: "v1.2.3" });
  expect(ran.code, ran.output).toBe(0);
  const { homepage, repository } = JSON.parse(at("checkout/package.json")) as Record<string, unknown>;
  expect(repository).toEqual({ type: "git", url: "git+https://github.com/team/hook.git" });
  expect(rulePage("unknown-field", String(homepage)).address).toBe(
    "https://github.com/team/hook/tree/v1.2.3/docs/rules/unknown-field.md",
  );
});

test("by default both run the package of this version, as README says", () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  const command = `npx --yes gateway-hook-configsync@${version}`;
  expect(parse(readFileSync("action.yml", "utf8"))).toMatchObject({
    inputs: { command: { default: command } },
  });
  expect(parse(readFileSync("ci/gitlab/traefik.gitlab-ci.yml", "utf8"))).toMatchObject({
    variables: { GATEWAY_COMMAND: command },
  });
  expect(readFileSync("README.md", "utf8")).toContain(`\`${command}\``);
});
