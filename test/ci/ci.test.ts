import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { rulePage } from "../../src/cli/rule-page.ts";
import { pythonTool } from "../support/python-tool.ts";
import { EXECUTABLE, sandbox } from "../support/transcript.ts";

const [checkSchema, preCommit] = await Promise.all([
  pythonTool("check-jsonschema", "0.39.0"),
  pythonTool("pre-commit", "4.7.0"),
]);

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

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: { readonly node: readonly string[] } };
  readonly steps: readonly Step[];
}

interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const STATIC = "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n";
const STATIC_TOML =
  '[entryPoints.web]\naddress = ":80"\n[providers.file]\ndirectory = "/etc/traefik/conf.d"\n';
const ROUTER = (service: string) => `http:
  routers:
    shop: {rule: "Host(\`shop.example.com\`)", service: ${service}}
  services:
    v1: {loadBalancer: {servers: [{url: "http://127.0.0.1:9001"}]}}
    v2: {loadBalancer: {servers: [{url: "http://127.0.0.1:9002"}]}}
`;

/** A clone as a runner has it: one commit deep, of a branch whose base is another. */
const box = sandbox({
  "origin/envs/one/traefik.yaml": STATIC,
  "origin/envs/one/conf.d/shop.yaml": ROUTER("v1"),
  "origin/envs/one/conf.d/traefik.yaml": "",
  "origin/envs/two/traefik.yaml": STATIC,
  "origin/.hidden/envs/old/traefik.yaml": STATIC,
});
const env = {
  PATH: `${join(box.root, "bin")}:${process.env["PATH"]}`,
  HOME: box.root,
  GIT_CONFIG_COUNT: "2",
  GIT_CONFIG_KEY_0: "user.email",
  GIT_CONFIG_VALUE_0: "a@example.com",
  GIT_CONFIG_KEY_1: "user.name",
  GIT_CONFIG_VALUE_1: "a",
};
const git = (folder: string, ...args: string[]): string =>
  execFileSync("git", ["-C", join(box.root, folder), ...args], { env, encoding: "utf8", stdio: "pipe" });
const checkout = join(box.root, "checkout");
const at = (name: string): string => readFileSync(join(box.root, name), "utf8");

beforeAll(() => {
  git("origin", "init", "-q", "-b", "main");
  git("origin", "add", "-A");
  git("origin", "commit", "-q", "-m", "first");
  git("origin", "switch", "-q", "-c", "change");
  box.write({ "origin/envs/one/conf.d/shop.yaml": ROUTER("v2") });
  git("origin", "commit", "-q", "-am", "second");
  execFileSync(
    "git",
    ["clone", "-q", "--depth=1", "--branch=change", `file://${box.root}/origin`, checkout],
    { env },
  );
  mkdirSync(join(box.root, "bin"));
});
beforeEach(() => {
  git("checkout", "reset", "-q", "--hard");
  git("checkout", "clean", "-qfd");
});
afterAll(() => box.remove());

/** What a plan says of an environment that the base has and the checkout has not. */
const GONE = /^### `envs\/one` against `origin\/main`: objects 3 removed$/m;

/** The same environment with its static configuration in another language, and without a second one below. */
function restate(): void {
  git("checkout", "rm", "-q", "envs/one/traefik.yaml", "envs/one/conf.d/traefik.yaml");
  box.write({ "checkout/envs/one/traefik.toml": STATIC_TOML });
}

interface Ran {
  readonly code: number;
  readonly output: string;
}

async function bash(script: string, more: Readonly<Record<string, string>>): Promise<Ran> {
  const options = { cwd: checkout, env: { ...env, ...more }, timeout: 60_000 };
  return new Promise((done) => {
    execFile(
      "bash",
      ["--noprofile", "--norc", "-eo", "pipefail", "-c", script],
      options,
      (error, stdout, stderr) =>
        done({ code: error === null ? 0 : Number(error.code ?? -1), output: stdout + stderr }),
    );
  });
}

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
    await runAction({ command, environments: "envs/two\nenvs/n*" });
    expect(at("summary")).not.toMatch(GONE);
  });

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
});

describe("the GitLab template", () => {
  const jobs = parse(readFileSync("ci/gitlab/traefik.gitlab-ci.yml", "utf8")) as Record<
    string,
    { script: string[]; after_script?: string[] }
  >;
  const variables = {
    CI: "true",
    GATEWAY_COMMAND: `node ${EXECUTABLE}`,
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
    // that of a merged result alone has a value
    CI_MERGE_REQUEST_TARGET_BRANCH_SHA: "",
    get CI_MERGE_REQUEST_DIFF_BASE_SHA() {
      return git("origin", "rev-parse", "change~1").trim();
    },
    CI_API_V4_URL: "http://gitlab.example.com/api/v4",
    CI_PROJECT_ID: "5",
    CI_MERGE_REQUEST_IID: "9",
  };
  const script = (job: string, part: "script" | "after_script" = "script"): string =>
    (jobs[job]?.[part] ?? []).join("\n");

  test("judges, and leaves JUnit behind either way", async () => {
    expect(await bash(script("traefik-validate"), variables)).toMatchObject({ code: 0 });
    box.write({ "checkout/envs/one/conf.d/shop.yaml": ROUTER("v3") });
    expect(await bash(script("traefik-validate"), variables)).toMatchObject({ code: 1 });
    await bash(script("traefik-validate", "after_script"), variables);
    expect(at("checkout/traefik.junit.xml")).toContain('type="unknown-service"');
  });

  test("plans, and notes it on the merge request", async () => {
    const curl = '#!/usr/bin/env bash\nprintf "%s\\n" "$@" > "$HOME/curl-calls"\n';
    box.write({ "bin/curl": { text: curl, mode: 0o755 } });
    const quiet = await bash(script("traefik-plan"), variables);
    expect(quiet).toMatchObject({ code: 0 });
    expect(quiet.output).toContain("`service: v1 → v2`");
    expect(existsSync(join(box.root, "curl-calls"))).toBe(false);
    expect(await bash(script("traefik-plan"), { ...variables, GITLAB_TOKEN: "t" })).toMatchObject({
      code: 0,
    });
    expect(at("curl-calls")).toContain("projects/5/merge_requests/9/notes");
    expect(at("curl-calls")).toContain("body@traefik-plan.md");
  });

  test("plans an environment that goes, or gets another name, too", async () => {
    git("checkout", "mv", "envs/one", "envs/new");
    expect(await bash(script("traefik-plan"), variables)).toMatchObject({ code: 0 });
    expect(at("checkout/traefik-plan.md")).toContain("### `envs/new` against `origin/main`");
    expect(at("checkout/traefik-plan.md")).toMatch(GONE);
    // a heading right below the end of another plan's HTML would be part of it
    expect(at("checkout/traefik-plan.md")).not.toMatch(/[^\n]\n### /);

    git("checkout", "reset", "-q", "--hard");
    restate();
    expect(await bash(script("traefik-plan"), variables)).toMatchObject({ code: 0 });
    expect(at("checkout/traefik-plan.md").match(/^### `envs\/\w+`/gm)).toEqual([
      "### `envs/one`",
      "### `envs/two`",
    ]);
  });

  test("plans nothing of what came to the target branch since, unless it is merged", async () => {
    git("origin", "switch", "-q", "main");
    box.write({ "origin/envs/three/traefik.yaml": STATIC });
    git("origin", "add", "-A");
    git("origin", "commit", "-q", "-m", "third");
    const merged = git("origin", "rev-parse", "HEAD").trim();
    git("origin", "switch", "-q", "change");
    expect(await bash(script("traefik-plan"), variables)).toMatchObject({ code: 0 });
    expect(at("checkout/traefik-plan.md")).not.toContain("envs/three");
    const ofMerged = { ...variables, CI_MERGE_REQUEST_TARGET_BRANCH_SHA: merged };
    expect(await bash(script("traefik-plan"), ofMerged)).toMatchObject({ code: 0 });
    expect(at("checkout/traefik-plan.md")).toContain("### `envs/three` against `origin/main`");
  });
});

describe.skipIf(preCommit === null)("the hook for pre-commit", () => {
  test("judges a commit that touches an environment, and lets others through", { timeout: 60_000 }, () => {
    // the repository of the hook, with the executable that is under test instead of one that npm would build
    mkdirSync(join(box.root, "hooks"));
    const hooks = readFileSync(".pre-commit-hooks.yaml", "utf8")
      .replace("language: node", "language: system")
      .replace("entry: gateway-hook-configsync", `entry: node ${EXECUTABLE}`);
    writeFileSync(join(box.root, "hooks/.pre-commit-hooks.yaml"), hooks);
    git("hooks", "init", "-q");
    git("hooks", "add", "-A");
    git("hooks", "commit", "-q", "-m", "hooks");
    cpSync(join(box.root, "checkout"), join(box.root, "committed"), { recursive: true });
    const config = `repos: [{repo: "${box.root}/hooks", rev: "${git("hooks", "rev-parse", "HEAD").trim()}", hooks: [{id: gateway-hook-configsync}]}]\n`;
    const run = (files: Readonly<Record<string, string>>): string => {
      box.write({ "committed/.pre-commit-config.yaml": config, ...files });
      git("committed", "add", "-A");
      try {
        return execFileSync(preCommit!, ["run"], {
          cwd: join(box.root, "committed"),
          env: { ...env, PRE_COMMIT_HOME: join(box.root, "pre-commit") },
          encoding: "utf8",
        });
      } catch (error) {
        return String((error as { stdout: unknown }).stdout);
      }
    };
    expect(run({ "committed/README": "no configuration\n" })).toMatch(/judge Traefik configuration\.+Passed/);
    const failed = run({ "committed/envs/one/conf.d/shop.yaml": ROUTER("v3") });
    expect(failed).toMatch(/judge Traefik configuration\.+Failed/);
    expect(failed).toContain("envs/one/conf.d/shop.yaml:3:");
  });
});
