import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { publint } from "publint";
import { afterAll, beforeAll, expect, test } from "vitest";
import { blocksOf } from "../docs/blocks.ts";
import { sandbox } from "../support/transcript.ts";

const box = sandbox({
  "consumer/package.json": '{"private": true, "type": "module"}\n',
  "consumer/envs/staging/traefik.yaml":
    "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}, file: {directory: /etc/traefik/conf.d}}\n",
  "consumer/envs/staging/conf.d/shop.yaml": "http: {routers: {shop: {rule: Host(`a`), service: s@docker}}}\n",
  "consumer/judge.ts": `import { validate, summarize, RULES, VERSIONS } from "gateway-hook-configsync";
import type { Diagnostic, EnvironmentReport, ValidateReport } from "gateway-hook-configsync";
const report: EnvironmentReport = validate("envs/staging", { traefikVersion: VERSIONS[7], failOn: "warning" });
const first: Diagnostic | undefined = report.diagnostics[0];
const all: ValidateReport = summarize([report]);
console.log(report.verdict, all.summary.errors, first && RULES[first.rule].summary);
try {
  // @ts-expect-error there is no such severity
  validate("envs/staging", { failOn: "info" });
} catch (error) {
  console.log(error instanceof RangeError);
}
`,
});
const consumer = join(box.root, "consumer");
const env = { PATH: process.env["PATH"], HOME: box.root, npm_config_cache: join(box.root, "npm") };
let packed: { filename: string; unpackedSize: number; files: { path: string }[] };

beforeAll(() => {
  // not by prepack, which would build anew what other tests run at the same time
  execFileSync(process.execPath, ["tools/types.js"]);
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", box.root];
  const output = execFileSync("npm", args, {
    encoding: "utf8",
    stdio: "pipe",
    env: { ...process.env, ...env },
  });
  packed = (JSON.parse(output) as [typeof packed])[0];
  const install = ["install", "--offline", "--no-audit", "--no-fund", join(box.root, packed.filename)];
  execFileSync("npm", install, { cwd: consumer, env, stdio: "pipe" });
}, 120_000);
afterAll(() => box.remove());

test("the package holds what is needed, and no more", () => {
  const allowed =
    /^(?:bin\/[\w-]+\.js|bin\/package\.json|dist\/[\w-]+\.cjs|dist\/THIRD-PARTY-LICENSES\.txt|dist\/schemas\/[\w.-]+\.cjs|dist\/lib\/[\w-]+\.js|dist\/types\/[\w/-]+\.d\.ts|docs\/(?:rules\/)?[\w-]+\.md|docs\/session\.svg|action\.yml|\.pre-commit-hooks\.yaml|ci\/github\/\w+\.sh|ci\/gitlab\/traefik\.gitlab-ci\.yml|schemas\/[\w.-]+\/(?:static|dynamic)\.schema\.json|schemas\/README\.md|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/;
  expect(packed.files.map(({ path }) => path).filter((path) => !allowed.test(path))).toEqual([]);
  expect(packed.unpackedSize).toBeLessThan(12 * 1024 * 1024);
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Record<string, unknown>;
  expect(manifest["dependencies"]).toBeUndefined();
  expect(manifest["license"]).toBe("Apache-2.0");
});

test("no link of a page leads out of the package", () => {
  const paths = packed.files.map(({ path }) => path);
  const leads = (target: string): boolean => paths.some((path) => `${path}/`.startsWith(`${target}/`));
  const links = paths
    .filter((path) => path.endsWith(".md"))
    .flatMap((page) =>
      Array.from(readFileSync(page, "utf8").matchAll(/\]\(([^)\s#]+)[^)\s]*\)/g), ([, target = ""]) => ({
        page,
        target,
      })),
    )
    .filter(({ target }) => !/^(?:https?|mailto):/.test(target));
  expect(links.length).toBeGreaterThan(100);
  expect(links.filter(({ page, target }) => !leads(join(dirname(page), target)))).toEqual([]);
});

test("what is bundled brings its licenses", () => {
  const text = readFileSync("dist/THIRD-PARTY-LICENSES.txt", "utf8");
  for (const name of ["commander", "fast-glob", "prom-client", "re2js"]) {
    const [, own = ""] = text.split(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(.+\\)$`, "m"));
    expect(own.slice(0, 400), name).toMatch(/copyright|license/i);
  }
});

test("publint has nothing to say", async () => {
  const { messages } = await publint({ pkgDir: resolve("."), pack: false, strict: true });
  expect(messages).toEqual([]);
});

test("npx judges in a folder where nothing else is installed", () => {
  const npx = (...args: string[]): string =>
    execFileSync("npx", ["--offline", "gateway-hook-configsync", ...args], {
      cwd: consumer,
      env,
      encoding: "utf8",
    });
  expect(npx("validate")).toContain("✓ accepted envs/staging (2 files, 0 errors, 0 warnings; Traefik 3.7)");
  expect(npx("schema", "dynamic")).toContain('"x-traefik-version": "3.7"');
  expect(npx("rule", "unknown-field")).toContain("# unknown-field\n");
  expect(npx("graph", "envs/staging", "--format", "html")).toContain("<html");
});

test("its API is typed, and judges", () => {
  const tsc = resolve("node_modules/.bin/tsc");
  const flags = [
    "--strict",
    "--module",
    "nodenext",
    "--target",
    "es2022",
    "--lib",
    "es2023,dom",
    "--types",
    "",
  ];
  const examples = blocksOf(readFileSync("README.md", "utf8")).filter(({ language }) => language === "ts");
  expect(examples).not.toEqual([]);
  box.write({ "consumer/readme.ts": examples.map(({ text }) => text).join("") });
  execFileSync(tsc, [...flags, "judge.ts", "readme.ts"], { cwd: consumer, encoding: "utf8" });
  execFileSync(process.execPath, ["readme.js"], { cwd: consumer });
  const output = execFileSync(process.execPath, ["judge.js"], { cwd: consumer, encoding: "utf8" });
  expect(output).toBe("accepted 0 undefined\ntrue\n");
});
