import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { hook, sandbox, transcript } from "../support/transcript.ts";

const STATIC =
  "entryPoints: {web: {address: ':8000'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n";
const SHOP = `http:
  routers:
    shop:
      rule: Host(\`shop.example.com\`)
      service: shop
  services:
    shop:
      loadBalancer:
        servers:
          - url: http://127.0.0.1:9000
`;

const box = sandbox({
  "envs/good/traefik.yaml": STATIC,
  "envs/good/conf.d/shop.yaml": SHOP,
  "envs/bad/traefik.yaml": STATIC,
  "envs/bad/conf.d/shop.yaml": SHOP.replace("service:", "servise:"),
  "envs/bad/conf.d/tabs.yaml": "http:\n\trouters: {}\n",
  "envs/disabled/traefik.yaml": STATIC,
  "envs/disabled/conf.d/shop.yaml": SHOP.replace("service: shop", "service: shpo"),
  "envs/warned/traefik.yaml": STATIC,
  "envs/warned/conf.d/shop.yaml": `${SHOP}labels: {a: 1}\n`,
  "envs/ignored/traefik.yaml": STATIC,
  "envs/ignored/conf.d/shop.yaml": `${SHOP}# gateway-ignore unknown-section: read by another tool\nlabels: {a: 1}\n`,
  "envs/templated/traefik.yaml": STATIC,
  "envs/templated/conf.d/shop.yaml": SHOP.replace("shop.example.com", '{{ env "SHOP_HOST" }}'),
  "bare/shop.yaml": SHOP,
  "shop.env": "SHOP_HOST=shop.example.com\n",
  ".hidden/traefik.yaml": "not: looked at\n",
  "node_modules/x/traefik.yaml": "not: looked at\n",
});
afterAll(() => {
  box.remove();
});

const CALLS: Readonly<Record<string, readonly [args: readonly string[], env?: Record<string, string>]>> = {
  "validate-good": [["envs/good"]],
  "validate-bad": [["envs/bad"]],
  "validate-disabled": [["envs/disabled/"]],
  "validate-warned": [["./envs/warned"]],
  "validate-fail-on-warning": [["envs/warned", "--fail-on", "warning"]],
  "validate-ignore": [["envs/warned", "--fail-on", "warning", "--ignore", "unknown-section"]],
  "validate-ignore-comment": [["envs/ignored", "--fail-on", "warning"]],
  "validate-only": [["envs/bad", "--only", "yaml-syntax"]],
  "validate-unset-variable": [["envs/templated"]],
  "validate-env-file": [["envs/templated", "--env-file", "shop.env"]],
  "validate-folder-without-static-file": [["bare"]],
  "validate-several": [["envs/good", "envs/disabled"]],
  "validate-everything": [[]],
  "validate-glob": [["envs/{good,disabled}"]],
  "validate-deep-glob": [["**"], { GATEWAY_FAIL_ON: "warning" }],
  "validate-json": [["envs/disabled", "--format", "json"]],
  "validate-in-a-github-workflow": [["envs/bad"], { GITHUB_ACTIONS: "true" }],
  "validate-junit": [["envs/good", "envs/disabled", "--format", "junit"]],
  "validate-older-traefik": [["envs/good", "--traefik-version", "v3.0.4"]],
};

test.each(Object.entries(CALLS))("%s", async (name, [args, env = {}]) => {
  const text = await transcript(["validate", ...args], { cwd: box.root, env });
  await expect(text).toMatchFileSnapshot(`golden/${name}.txt`);
});

describe("standard input", () => {
  test.each([
    ["stdin", [], SHOP.replace("service: shop", "service: shpo")],
    ["stdin-toml", ["--stdin-filename", "conf.d/x.toml"], "[http.routers.a]\nrule = 5\nservise = 'a'\n"],
    ["stdin-static", ["--stdin-filename", "traefik.yaml"], "entryPoints: {web: {addres: ':80'}}\n"],
  ] as const)("%s", async (name, args, stdin) => {
    const text = await transcript(["validate", "-", ...args], { cwd: box.root, stdin });
    await expect(text).toMatchFileSnapshot(`golden/validate-${name}.txt`);
  });
});

test("--output takes the whole report, and leaves stdout empty", async () => {
  const args = ["validate", "envs/disabled", "--format", "sarif", "--output", "report.sarif"];
  const { code, stdout } = await hook(args, { cwd: box.root, env: { FORCE_COLOR: "1" } });
  expect(code).toBe(1);
  expect(stdout).toBe("");
  const log = JSON.parse(readFileSync(join(box.root, "report.sarif"), "utf8")) as {
    runs: [{ results: { locations: [{ physicalLocation: object }] }[] }];
  };
  expect(log.runs[0].results[0]?.locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: "envs/disabled/conf.d/shop.yaml", uriBaseId: "%SRCROOT%" },
    region: { startLine: 5, startColumn: 16, endLine: 5, endColumn: 20 },
  });
});

test("colours only where somebody looks, or asks", async () => {
  const colours = async (env: Record<string, string>) =>
    (await hook(["validate", "envs/bad"], { cwd: box.root, env })).stdout.includes("\u001b[");
  expect(await colours({})).toBe(false);
  expect(await colours({ FORCE_COLOR: "1" })).toBe(true);
  expect(await colours({ FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(false);
});

test("a link may lead to another folder of the checkout, and not out of it", async () => {
  mkdirSync(join(box.root, "repository/.git"), { recursive: true });
  box.write({
    "repository/shared/shop.yaml": SHOP,
    "repository/e/traefik.yaml": STATIC,
    "repository/e/conf.d": { link: "../shared" },
    "repository/f/traefik.yaml": STATIC,
    "repository/f/conf.d": { link: "../../bare" },
  });
  const verdict = async (folder: string) => (await hook(["validate", folder], { cwd: box.root })).stdout;
  expect(await verdict("repository/e")).toBe(
    "✓ accepted repository/e (2 files, 0 errors, 0 warnings; Traefik 3.7)\n",
  );
  expect(await verdict("repository/f")).toContain("repository/f/conf.d:1:1 error");
});

describe("in a sub-folder of the repository", () => {
  const inside = sandbox({
    "repo/.git/HEAD": "",
    "repo/envs/bad/traefik.yaml": STATIC,
    "repo/envs/bad/conf.d/shop.yaml": SHOP.replace("service:", "servise:"),
    "repo/envs/bad/gateway.test.yaml": "tests: [{request: https://a/, router: shop}]\n",
    "plain/envs/bad/traefik.yaml": STATIC,
    "plain/envs/bad/conf.d/shop.yaml": SHOP.replace("service:", "servise:"),
  });
  afterAll(() => {
    inside.remove();
  });
  const workspace = (folder: string) => ({
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: join(inside.root, folder),
  });
  const FILE = "envs/bad/conf.d/shop.yaml";

  test.each<[string, string, Record<string, string>, string]>([
    ["repo/envs", "bad", workspace("repo"), FILE],
    ["repo/envs", "./bad/", workspace("repo"), FILE],
    ["repo/envs/bad", ".", workspace("repo"), FILE],
    ["repo/envs", "b*d", workspace("repo"), FILE],
    ["plain/envs", "bad", workspace("plain"), FILE],
    // the checkout is in a folder of the workspace
    ["repo/envs", "bad", workspace(""), `repo/${FILE}`],
    // a workspace that the environment is not in
    ["repo/envs", "bad", workspace("plain"), FILE],
    ["repo/envs", "bad", { GITHUB_ACTIONS: "true" }, FILE],
    ["plain/envs", "bad", { GITHUB_ACTIONS: "true" }, "bad/conf.d/shop.yaml"],
    ["repo", "envs/bad", workspace("repo"), FILE],
  ])("%s: validate %s names files from the root", async (cwd, operand, env, file) => {
    const call = { cwd: join(inside.root, cwd), env };
    const { stdout } = await hook(["validate", operand], call);
    expect(/file=([^,]*),/.exec(stdout)?.[1]).toBe(file);
    const sarif = await hook(["validate", operand, "--format", "sarif"], call);
    expect(JSON.parse(sarif.stdout)).toMatchObject({
      runs: [
        {
          results: [
            {
              locations: [{ physicalLocation: { artifactLocation: { uri: file, uriBaseId: "%SRCROOT%" } } }],
            },
          ],
        },
      ],
    });
    const json = await hook(["validate", operand, "--format", "json"], call);
    expect(JSON.parse(json.stdout)).toMatchObject({
      environments: [{ path: operand === "b*d" ? "bad" : operand }],
    });
  });

  test("every environment that is found is named from the root, too", async () => {
    const call = { cwd: join(inside.root, "repo/envs"), env: workspace("repo") };
    expect((await hook(["validate"], call)).stdout).toContain(`file=${FILE},`);
    const args = ["validate", "--worktree", join(inside.root, "repo/envs")];
    expect((await hook(args, { ...call, cwd: inside.root })).stdout).toContain(`file=${FILE},`);
  });

  test("route tests are, too", async () => {
    const call = { cwd: join(inside.root, "repo/envs"), env: workspace("repo") };
    expect((await hook(["test", "bad"], call)).stdout).toContain("file=envs/bad/gateway.test.yaml,");
  });
});

test("of what cannot be read nothing is said but that", async () => {
  const closed = sandbox({ "env/traefik.yaml": STATIC, "env/conf.d/shop.yaml": SHOP });
  const rules = async (): Promise<unknown> => {
    const call = { cwd: closed.root, asNobody: true };
    const { stdout } = await hook(["validate", "env", "--format", "json"], call);
    const { environments } = JSON.parse(stdout) as { environments: { diagnostics: { rule: string }[] }[] };
    return environments.flatMap(({ diagnostics }) => diagnostics.map(({ rule }) => rule));
  };
  try {
    chmodSync(join(closed.root, "env/traefik.yaml"), 0);
    expect(await rules()).toEqual(["file-unreadable"]);
    chmodSync(join(closed.root, "env"), 0);
    expect(await rules()).toEqual(["file-unreadable"]);
  } finally {
    chmodSync(join(closed.root, "env"), 0o755);
    closed.remove();
  }
});
