import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { EXECUTABLE } from "../support/transcript.ts";
import { cloneForTests, GONE, type Ran, ROUTER, STATIC, type Step } from "./clone.ts";

const { box, git, at, bash, restate } = cloneForTests();

describe("the GitHub action", () => {
  const action = parse(readFileSync("action.yml", "utf8")) as {
    inputs: Record<string, { default: string }>;
    runs: { steps: Step[] };
  };

  /** Runs the steps one after the other, as the runner does, with what it puts for its expressions. */
  async function runAction(inputs: Readonly<Record<string, string>>): Promise<Record<string, Ran>> {
    box.write({ output: "", summary: "" });
    const outputs: Record<string, string> = {};
    const ran: Record<string, Ran> = {};
    const value = (expression: string): string => {
      const input = /^inputs\.(.*)$/.exec(expression)?.[1];
      if (input !== undefined) return inputs[input] ?? action.inputs[input]?.default ?? "";
      const output = /^steps\.\w+\.outputs\.(.*)$/.exec(expression)?.[1];
      return output === undefined ? "7" : (outputs[output] ?? "");
    };
    for (const { name = "", run, env: given = {} } of action.runs.steps) {
      if (run === undefined) continue;
      const variables = Object.fromEntries(
        Object.entries(given).map(([key, text]) => [
          key,
          text.replace(/\$\{\{ *(.*?) *\}\}/g, (_, expression: string) => value(expression)),
        ]),
      );
      ran[name] = await bash(run, {
        ...variables,
        GITHUB_ACTIONS: "true",
        GITHUB_ACTION_PATH: resolve("."),
        GITHUB_BASE_REF: "main",
        GITHUB_OUTPUT: join(box.root, "output"),
        GITHUB_REPOSITORY: "team/gateway",
        GITHUB_STEP_SUMMARY: join(box.root, "summary"),
        RUNNER_TEMP: box.root,
      });
      Object.assign(outputs, outputsOf(at("output")));
    }
    return ran;
  }

  function outputsOf(text: string): Record<string, string> {
    const found: Record<string, string> = {};
    for (const [, name = "", plain, , block] of text.matchAll(/^([\w-]+)(?:=(.*)|<<(.*)\n([^]*?)\n?\3)$/gm))
      found[name] = plain ?? block ?? "";
    return found;
  }

  /** What the action asks GitHub's program for goes into a file; the first time there is no comment yet. */
  const GH = `#!/usr/bin/env bash
    echo "$*" >> "$RUNNER_TEMP/gh-calls"
    while [ $# -gt 0 ]; do if [ "$1" = --input ]; then cp "$2" "$RUNNER_TEMP/gh-body"; fi; last=$1; shift; done
    case $last in *startswith*) cat "$RUNNER_TEMP/gh-comments" ;; esac`;

  beforeEach(() => {
    box.write({ "bin/gh": { text: GH, mode: 0o755 }, "gh-calls": "", "gh-comments": "" });
  });
  const command = `node ${EXECUTABLE}`;

  test("a good pull request: a plan in the summary and the comment", async () => {
    const ran = await runAction({ command });
    expect(Object.values(ran).map(({ code, output }) => [code, code === 0 ? "" : output])).toEqual(
      Array.from({ length: 4 }, () => [0, ""]),
    );
    expect(at("summary")).toContain("### `envs/one` against `origin/main`: objects 1 changed");
    expect(at("summary")).toContain("`service: v1 → v2`");
    expect(at("summary")).not.toContain("envs/two");
    expect((JSON.parse(at("gh-body")) as { body: string }).body).toBe(at("summary"));
    expect(at("gh-calls")).toContain("--method POST repos/team/gateway/issues/7/comments");
    expect(at("gateway-hook-configsync.sarif")).not.toContain('"level": "error"');

    box.write({ "gh-comments": "42\n" });
    await runAction({ command });
    expect(at("gh-calls")).toContain("--method PATCH repos/team/gateway/issues/comments/42");
  });

  test("a rejected one: annotated, in SARIF and in the comment, and the job fails at its end", async () => {
    box.write({ "checkout/envs/one/conf.d/shop.yaml": ROUTER("v3") });
    const { Judge, Plan, Comment, Verdict } = await runAction({ command });
    expect(Judge).toMatchObject({ code: 0 });
    expect(Judge?.output).toMatch(/^::error file=envs\/one\/conf\.d\/shop\.yaml,line=3,.*::.*v3/m);
    expect([Plan?.code, Comment?.code, Verdict?.code]).toEqual([0, 0, 1]);
    expect(at("gh-body")).toContain("would be rejected");
    expect(at("gateway-hook-configsync.sarif")).toContain('"ruleId": "unknown-service"');
  });

  test("an environment that goes is planned, and so is one that gets another name", async () => {
    git("checkout", "mv", "envs/one", "envs/new");
    expect((await runAction({ command }))["Plan"]?.code).toBe(0);
    expect(at("summary")).toContain("### `envs/new` against `origin/main`");
    expect(at("summary")).toMatch(GONE);
    expect(at("summary")).not.toContain("envs/two");

    await runAction({ command, environments: "envs/*/\n" });
    expect(at("summary")).toMatch(GONE);
    await runAction({ command, environments: "envs/{new,one}" });
    expect(at("summary")).toMatch(GONE);
    await runAction({ command, environments: "envs/two\nenvs/n*" });
    expect(at("summary")).not.toMatch(GONE);
  });

  test.each(["", "envs/one\nenvs/two", "envs/*", "envs/{one,two}", "**"])(
    "the last environments that go are planned, named by %j",
    async (environments) => {
      git("checkout", "rm", "-rq", "envs");
      const ran = await runAction({ command, environments });
      expect(Object.values(ran).map(({ code }) => code)).toEqual([0, 0, 0, 0]);
      expect(at("summary")).toMatch(GONE);
      expect(at("summary")).toContain("### `envs/two` against `origin/main`");
      expect(at("gh-body")).toContain("objects 3 removed");
    },
  );

  test("a static configuration gone from within an environment, or written in TOML, is no environment gone", async () => {
    restate();
    const ran = await runAction({ command });
    expect(ran["Plan"]).toEqual({ code: 0, output: "" });
    expect(at("summary").match(/^### .*/gm)).toEqual([expect.stringContaining("`envs/one`")]);
  });

  test("some environments of several, and a wrong call that ends the job", async () => {
    box.write({ "checkout/envs/one/conf.d/shop.yaml": ROUTER("v3") });
    expect((await runAction({ command, environments: "envs/two\n" }))["Verdict"]?.code).toBe(0);
    expect((await runAction({ command, environments: "envs/three" }))["Judge"]?.code).toBe(2);
  });

  test("where there is no plan the job fails, and says why", async () => {
    const planless = `#!/usr/bin/env bash
      if [ "$1" = plan ]; then set -- "\${@//origin\\/main/origin\\/nope}"; fi
      exec node ${EXECUTABLE} "$@"`;
    box.write({ "bin/planless": { text: planless, mode: 0o755 } });
    const { Judge, Plan } = await runAction({ command: "planless" });
    expect(Judge?.code).toBe(0);
    expect(Plan?.output).toContain("error: --against: origin/nope cannot be read");
    expect(Plan?.code).not.toBe(0);
    expect(at("summary")).toBe("");
  });

  test("names with blanks around them or a line end in them", async () => {
    box.write({
      "checkout/envs/ new \n/traefik.yaml": STATIC,
      "checkout/envs/ new \n/conf.d/shop.yaml": ROUTER("v1"),
      "checkout/ root/traefik.yaml": STATIC,
    });
    expect((await runAction({ command }))["Plan"]).toEqual({ code: 0, output: "" });
    expect(at("summary")).toMatch(/^### ` root` /m);
    expect(at("summary")).toMatch(/^### `envs\/ new .*` .* added$/m);
  });
});
