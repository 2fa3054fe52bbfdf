import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { EXECUTABLE } from "../support/transcript.ts";
import { cloneForTests, GONE, ROUTER, STATIC } from "./clone.ts";

const { box, git, at, bash, restate } = cloneForTests();

const JOBS = parse(readFileSync("ci/gitlab/traefik.gitlab-ci.yml", "utf8")) as Record<
  string,
  { script: string[]; after_script?: string[] }
>;
const VARIABLES = {
  CI: "true",
  GATEWAY_COMMAND: `node ${EXECUTABLE}`,
  CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
  // that of a merged result alone has a value
  CI_MERGE_REQUEST_TARGET_BRANCH_SHA: "",
  CI_API_V4_URL: "http://gitlab.example.com/api/v4",
  CI_PROJECT_ID: "5",
  CI_MERGE_REQUEST_IID: "9",
};

function scriptOf(job: string, part: "script" | "after_script" = "script"): string {
  return (JOBS[job]?.[part] ?? []).join("\n");
}

describe("the GitLab template", () => {
  const variables = {
    ...VARIABLES,
    get CI_MERGE_REQUEST_DIFF_BASE_SHA() {
      return git("origin", "rev-parse", "change~1").trim();
    },
  };

  test("judges, and leaves JUnit behind either way", async () => {
    expect(await bash(scriptOf("traefik-validate"), variables)).toMatchObject({ code: 0 });
    box.write({ "checkout/envs/one/conf.d/shop.yaml": ROUTER("v3") });
    expect(await bash(scriptOf("traefik-validate"), variables)).toMatchObject({ code: 1 });
    await bash(scriptOf("traefik-validate", "after_script"), variables);
    expect(at("checkout/traefik.junit.xml")).toContain('type="unknown-service"');
  });

  test("plans, and notes it on the merge request", async () => {
    const curl = '#!/usr/bin/env bash\nprintf "%s\\n" "$@" > "$HOME/curl-calls"\n';
    box.write({ "bin/curl": { text: curl, mode: 0o755 } });
    const quiet = await bash(scriptOf("traefik-plan"), variables);
    expect(quiet).toMatchObject({ code: 0 });
    expect(quiet.output).toContain("`service: v1 → v2`");
    expect(existsSync(join(box.root, "curl-calls"))).toBe(false);
    expect(await bash(scriptOf("traefik-plan"), { ...variables, GITLAB_TOKEN: "t" })).toMatchObject({
      code: 0,
    });
    expect(at("curl-calls")).toContain("projects/5/merge_requests/9/notes");
    expect(at("curl-calls")).toContain("body@traefik-plan.md");
  });

  test("plans an environment that goes, or gets another name, too", async () => {
    git("checkout", "mv", "envs/one", "envs/new");
    expect(await bash(scriptOf("traefik-plan"), variables)).toMatchObject({ code: 0 });
    expect(at("checkout/traefik-plan.md")).toContain("### `envs/new` against `origin/main`");
    expect(at("checkout/traefik-plan.md")).toMatch(GONE);
    // a heading right below the end of another plan's HTML would be part of it
    expect(at("checkout/traefik-plan.md")).not.toMatch(/[^\n]\n### /);

    git("checkout", "reset", "-q", "--hard");
    restate();
    expect(await bash(scriptOf("traefik-plan"), variables)).toMatchObject({ code: 0 });
    expect(at("checkout/traefik-plan.md").match(/^### `envs\/\w+`/gm)).toEqual([
      "### `envs/one`",
      "### `envs/two`",
    ]);
  });

  test("plans names with blanks around them or a line end in them, and fails where there is no plan", async () => {
    box.write({ "checkout/ new \n/traefik.yaml": STATIC });
    expect(await bash(scriptOf("traefik-plan"), variables)).toMatchObject({ code: 0 });
    expect(at("checkout/traefik-plan.md")).toMatch(/^### ` new .*` against/m);
    const planless = scriptOf("traefik-plan").replace('plan "$environment"', 'plan "$environment" --nope');
    expect((await bash(planless, variables)).code).not.toBe(0);
  });

  test("plans what goes with the last environments", async () => {
    git("checkout", "rm", "-rq", "envs");
    expect(await bash(scriptOf("traefik-validate"), variables)).toMatchObject({ code: 0 });
    await bash(scriptOf("traefik-validate", "after_script"), variables);
    expect(at("checkout/traefik.junit.xml")).toContain("<testsuites");
    expect(await bash(scriptOf("traefik-plan"), variables)).toMatchObject({ code: 0 });
    expect(at("checkout/traefik-plan.md")).toMatch(GONE);
    // outside of merge requests there is nothing to compare with
    const outside = { ...variables, CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "" };
    expect(await bash(scriptOf("traefik-validate"), outside)).toMatchObject({ code: 2 });
  });

  test("plans nothing of what came to the target branch since, unless it is merged", async () => {
    git("origin", "switch", "-q", "main");
    box.write({ "origin/envs/three/traefik.yaml": STATIC });
    git("origin", "add", "-A");
    git("origin", "commit", "-q", "-m", "third");
    const merged = git("origin", "rev-parse", "HEAD").trim();
    git("origin", "switch", "-q", "change");
    expect(await bash(scriptOf("traefik-plan"), variables)).toMatchObject({ code: 0 });
    expect(at("checkout/traefik-plan.md")).not.toContain("envs/three");
    const ofMerged = { ...variables, CI_MERGE_REQUEST_TARGET_BRANCH_SHA: merged };
    expect(await bash(scriptOf("traefik-plan"), ofMerged)).toMatchObject({ code: 0 });
    expect(at("checkout/traefik-plan.md")).toContain("### `envs/three` against `origin/main`");
  });
});

describe("the GitLab template in a partial clone", () => {
  const partial = cloneForTests("--filter=blob:none");

  test("plans with the content of the target branch", async () => {
    const ofPartial = {
      ...VARIABLES,
      CI_MERGE_REQUEST_DIFF_BASE_SHA: partial.git("origin", "rev-parse", "change~1").trim(),
    };
    expect(await partial.bash(scriptOf("traefik-plan"), ofPartial)).toMatchObject({ code: 0 });
    expect(partial.at("checkout/traefik-plan.md")).toContain("`service: v1 → v2`");
  });
});
