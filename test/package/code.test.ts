import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXECUTABLE } from "../support/transcript.ts";
import { afterAll, beforeAll, expect, test } from "vitest";

const PATH = { PATH: process.env["PATH"] };

/** Tells of every script whether V8 took the code that was made for it at the build. */
const TELL = `const vm = require("node:vm");
vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options);
    const name = /([^/]+)\\.cjs$/.exec(options?.filename ?? "")?.[1];
    const says = options?.cachedData ? (this.cachedDataRejected ? "refused" : "taken") : "none";
    if (name) require("node:fs").appendFileSync(process.env.TOLD, name + " " + says + "\\n");
  }
};`;

/** Large enough for V8 to be told to wait. */
const LARGE = `${"# a comment in a file that is not small\n".repeat(2000)}# {{ "and" | upper }} a template
http: { routers: { b: { rule: Host(\`b\`), service: a@docker } } }
`;

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "gateway-code-"));
  mkdirSync(join(root, "env/conf.d"), { recursive: true });
  writeFileSync(
    join(root, "env/traefik.yaml"),
    "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}, file: {directory: /etc/traefik/conf.d}}\n",
  );
  writeFileSync(
    join(root, "env/conf.d/a.yaml"),
    "http: {routers: {a: {rule: Host(`a`), service: a@docker}}}\n",
  );
  writeFileSync(join(root, "tell.cjs"), TELL);
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

const told = () => join(root, "told");

/** Runs the built hook with options of Node's. */
function runUnder(options: string, ...args: readonly string[]): SpawnSyncReturns<string> {
  const env = {
    GATEWAY_WORKTREE: root,
    GATEWAY_CONFIG_PATH: "env",
    GATEWAY_TARGET_DIR: join(root, "target"),
    GATEWAY_RELOAD: "none",
    GATEWAY_PREFLIGHT: "never",
    GITSYNC_HASH: "abc",
    TOLD: told(),
    NODE_OPTIONS: options,
  };
  return spawnSync(EXECUTABLE, args, { cwd: root, env: { ...PATH, ...env }, encoding: "utf8" });
}

/** What runs the other scripts is one itself; in the standalone executable it is the program. */
const FIRST = EXECUTABLE.endsWith(".js") ? ["start taken"] : [];

/** Runs it, and returns what was told of all scripts but the one that runs the others. */
function scriptsOf(...args: readonly string[]): readonly string[] {
  writeFileSync(told(), "");
  runUnder(`--require ${join(root, "tell.cjs")}`, ...args);
  const all = readFileSync(told(), "utf8").trim().split("\n");
  expect(all.slice(0, FIRST.length)).toEqual(FIRST);
  return all.slice(FIRST.length);
}

test("a start compiles nothing: V8 takes the code of every script, and nothing to do takes one script", async () => {
  // files of this very moment are not remembered by their looks
  await new Promise((done) => setTimeout(done, 50));
  const published = scriptsOf();
  expect(published).toContain("judge taken");
  expect(published.filter((line) => !line.endsWith(" taken"))).toEqual([]);
  expect(scriptsOf()).toEqual(["gateway-hook-configsync taken"]);
  writeFileSync(join(root, "env/conf.d/b.yaml"), LARGE);
  const many = scriptsOf();
  // what finds the mistakes of an instance is for those that have one
  expect(many).toContain("3.7-dynamic-types taken");
  expect(many).not.toContain("3.7-dynamic taken");
  expect(many.filter((line) => !line.endsWith(" taken"))).toEqual([]);
  const validated = scriptsOf("validate", "env");
  expect(validated).toContain("lib taken");
  expect(validated.filter((line) => !line.endsWith(" taken"))).toEqual([]);
});

test("a changed file that is simple takes what judges simple files, and no more", async () => {
  rmSync(join(root, "env/conf.d/b.yaml"), { force: true });
  const file = join(root, "env/conf.d/simple.yaml");
  const router = (path: string) =>
    `http:\n  routers:\n    simple:\n      rule: "Host(\`s\`) && PathPrefix(\`${path}\`)"\n      service: a@docker\n`;
  writeFileSync(file, router("/one"));
  await new Promise((done) => setTimeout(done, 50));
  scriptsOf();
  writeFileSync(file, router("/two"));
  expect(scriptsOf()).toEqual(
    ["gateway-hook-configsync", "hook", "judge", "3.7-dynamic-types"].map((name) => `${name} taken`),
  );
  writeFileSync(file, `${router("/three")}      oops: 1\n`);
  const mistaken = ["judge-seldom", "3.7-dynamic"].map((name) => `${name} taken`);
  expect(scriptsOf()).toEqual(expect.arrayContaining(mistaken));
});

test("where values alone differ that matter to no verdict, what judges is not loaded", async () => {
  rmSync(join(root, "env/conf.d/simple.yaml"), { force: true });
  const file = join(root, "env/conf.d/values.yaml");
  const service = (url: string, weight: number) =>
    `http:
  routers:
    values:
      rule: Host(\`v\`)
      service: values
  services:
    values:
      loadBalancer:
        servers:
          - url: ${url}
            weight: ${weight}
`;
  writeFileSync(file, service("http://a:80", 1));
  await new Promise((done) => setTimeout(done, 50));
  scriptsOf();
  writeFileSync(file, service("http://b:80", 20));
  expect(scriptsOf()).toEqual(["gateway-hook-configsync", "hook"].map((name) => `${name} taken`));
  expect(readFileSync(join(root, "target/conf.d/values.yaml"), "utf8")).toBe(service("http://b:80", 20));
  writeFileSync(file, service("http://b:80", 0));
  expect(scriptsOf()).toContain("judge taken");
});

test("the gateway loads nothing that brings TLS, or more than it counts with: that would cost it 4 MB", () => {
  const loaded = ["gateway", "gateway-lib"].flatMap((name) => {
    // where Traefik's ping is behind TLS, it is loaded for the first question
    const text = readFileSync(`dist/${name}.cjs`, "utf8").replaceAll(
      /\.then\(\(\) ?=> ?__toESM\(require\("node:https"\)/g,
      "",
    );
    return [...text.matchAll(/require\("(?:node:)?([a-z_/]+)"\)/g)].map(([, module]) => module);
  });
  expect(loaded).toContain("http");
  for (const module of ["https", "tls", "zlib", "cluster", "perf_hooks"])
    expect(loaded).not.toContain(module);
});

test("what a run asks Node for is nothing that Node says a word about", () => {
  writeFileSync(
    join(root, "env/conf.d/c.yaml"),
    "http: {routers: {c: {rule: Host(`c`), service: a@docker}}}\n",
  );
  const { stderr } = runUnder("--throw-deprecation --pending-deprecation");
  expect(stderr.split("\n").filter((line) => line !== "" && !line.startsWith("{"))).toEqual([]);
  expect(stderr).toContain('"msg":');
});

test("the scripts say what the sources say, whatever script their regular expressions are in", () => {
  mkdirSync(join(root, "quotes/conf.d"), { recursive: true });
  writeFileSync(join(root, "quotes/traefik.yaml"), readFileSync(join(root, "env/traefik.yaml")));
  writeFileSync(
    join(root, "quotes/conf.d/a.yaml"),
    "http: {routers: {a: {rule: Host(“a.example”), service: a@docker}}}\n",
  );
  const { stdout } = runUnder("", "validate", "quotes");
  expect(stdout).toContain(`1:6: curly quotation mark '“' (use neutral '"')`);
  expect(stdout).toContain("Host(`a.example`)");
});
