import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hook, sandbox, stable, type Files, type Sandbox } from "../support/transcript.ts";

const STATIC =
  "entryPoints: {web: {address: ':8000'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n";
const SHOP = [
  "http:",
  "  routers:",
  "    shop: {rule: 'Host(`shop.example.com`)', service: shop}",
  "  services:",
  "    shop: {loadBalancer: {servers: [{url: 'http://127.0.0.1:9000'}]}}",
  "",
].join("\n");
const GOOD: Files = { "checkout/envs/e/traefik.yaml": STATIC, "checkout/envs/e/conf.d/shop.yaml": SHOP };

let box: Sandbox;

beforeEach(() => {
  box = sandbox(GOOD);
});
afterEach(() => {
  for (const folder of ["target", "checkout/envs/e/conf.d"]) {
    try {
      chmodSync(join(box.root, folder), 0o755);
    } catch {
      // not made by this test
    }
  }
  box.remove();
});

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly log: readonly Record<string, unknown>[];
}

/** Calls the hook as git-sync does: in the checkout, without arguments. */
async function run(env: Readonly<Record<string, string>> = {}, asNobody = false): Promise<Run> {
  const variables = {
    GATEWAY_CONFIG_PATH: "envs/e",
    GATEWAY_TARGET_DIR: join(box.root, "target"),
    GATEWAY_RELOAD: "none",
    GATEWAY_PREFLIGHT: "never",
    GITSYNC_HASH: "c0ffee",
    ...env,
  };
  const { code, stdout, stderr } = await hook([], {
    cwd: join(box.root, "checkout"),
    env: variables,
    asNobody,
  });
  const log = stderr
    .trimEnd()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, stdout, log };
}

/** Every file below a folder with its text, mode and time of change: nothing may differ that was not to be changed. */
function snapshot(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (path: string): void => {
    const stats = lstatSync(path);
    const what = stats.isFile() ? readFileSync(path).toString("base64") : "";
    found[path] = `${stats.mode} ${stats.ino} ${stats.mtimeMs} ${what}`;
    if (stats.isDirectory()) for (const name of readdirSync(path).toSorted()) visit(join(path, name));
  };
  if (statSync(folder, { throwIfNoEntry: false })) visit(folder);
  return found;
}

function published(): string[] {
  return readdirSync(join(box.root, "target"), { recursive: true, encoding: "utf8" })
    .filter((path) => !path.startsWith(".gateway") && statSync(join(box.root, "target", path)).isFile())
    .toSorted();
}

const target = (path: string): string => join(box.root, "target", path);

describe("as git-sync calls it", () => {
  test("publishes, then has nothing to do, then publishes a change and prunes", async () => {
    const first = await run();
    expect(first).toMatchObject({ code: 0, stdout: "" });
    expect(first.log.at(-1)).toMatchObject({
      level: "info",
      outcome: "published",
      revision: "c0ffee",
      written: 2,
    });
    expect(published()).toEqual(["conf.d/shop.yaml", "traefik.yaml"]);

    const before = snapshot(join(box.root, "target"));
    const second = await run();
    expect(second).toMatchObject({ code: 0, stdout: "" });
    expect(second.log).toHaveLength(1);
    expect(second.log[0]).toMatchObject({ outcome: "unchanged", written: 0 });
    expect(snapshot(join(box.root, "target"))).toEqual(before);

    box.write({ "checkout/envs/e/conf.d/blog.yaml": SHOP.replaceAll("shop", "blog") });
    execFileSync("rm", [join(box.root, "checkout/envs/e/conf.d/shop.yaml")]);
    writeFileSync(target("acme.json"), "{}");
    const third = await run();
    expect(third.log.at(-1)).toMatchObject({ outcome: "published", written: 1, deleted: 1 });
    expect(published()).toEqual(["acme.json", "conf.d/blog.yaml", "traefik.yaml"]);
    expect(readFileSync(target("conf.d/blog.yaml"), "utf8")).toContain("blog.example.com");
  });

  test("has Traefik restarted for what it reads at its start, not for a comment there", async () => {
    await run();
    const path = "checkout/envs/e/traefik.yaml";
    const before = readFileSync(join(box.root, path), "utf8");
    const note = target(".gateway/restart-required.json");
    box.write({ [path]: `# the office's\n${before}` });
    expect((await run()).log.at(-1)).toMatchObject({
      outcome: "published",
      written: 1,
      restartRequired: false,
    });
    expect(readFileSync(target("traefik.yaml"), "utf8")).toContain("the office");
    expect(existsSync(note)).toBe(false);

    box.write({ [path]: `${before}\nglobal: { checkNewVersion: false }\n` });
    const call = ["plan", "envs/e", "--target", join(box.root, "target"), "--format", "json"];
    const { stdout } = await hook(call, { cwd: join(box.root, "checkout") });
    expect(JSON.parse(stdout)).toMatchObject({ restartRequired: true });
    expect((await run()).log.at(-1)).toMatchObject({ outcome: "published", restartRequired: true });
    expect(existsSync(note)).toBe(true);

    // as long as it waits, plan and sync say the same of whatever comes next
    const planned = async () => {
      const { stdout } = await hook(call, { cwd: join(box.root, "checkout") });
      return (JSON.parse(stdout) as { restartRequired: boolean }).restartRequired;
    };
    box.write({ [path]: `# once more\n${before}\nglobal: { checkNewVersion: false }\n` });
    expect(await planned()).toBe(true);
    expect((await run()).log.at(-1)).toMatchObject({ outcome: "published", restartRequired: true });
    box.write({ [path]: `# the office's\n${before}` });
    expect(await planned()).toBe(false);
    expect((await run()).log.at(-1)).toMatchObject({ outcome: "published", restartRequired: false });
  });

  test("asks git for the revision where git-sync does not tell it", async () => {
    const git = (...args: string[]) =>
      execFileSync("git", [
        "-C",
        join(box.root, "checkout"),
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.com",
        ...args,
      ]);
    git("init", "--quiet");
    git("add", "--all");
    git("commit", "--quiet", "--message", "first");
    const { log } = await run({ GITSYNC_HASH: "" });
    expect(log.at(-1)).toMatchObject({ revision: git("rev-parse", "HEAD").toString().trim() });
  });

  test("writes metrics", async () => {
    const file = join(box.root, "hook.prom");
    await run({ GATEWAY_METRICS_FILE: file });
    await run({ GATEWAY_METRICS_FILE: file });
    const text = readFileSync(file, "utf8");
    expect(text).toContain('gateway_configsync_runs_total{outcome="published"} 1\n');
    expect(text).toContain('gateway_configsync_runs_total{outcome="unchanged"} 1\n');
    expect(text).toContain('gateway_configsync_revision_info{revision="c0ffee"} 1\n');
    expect(readdirSync(box.root).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test("does not wait for what a FIFO in the place of the pidfile or the metrics will say", async () => {
    const [pidfile, metrics] = ["pid", "hook.prom"].map((name) => join(box.root, name));
    for (const path of [pidfile, metrics]) execFileSync("mkfifo", [path ?? ""]);
    const { code } = await run({
      GATEWAY_RELOAD: "auto",
      GATEWAY_TRAEFIK_PIDFILE: pidfile ?? "",
      GATEWAY_METRICS_FILE: metrics ?? "",
    });
    expect(code).toBe(0);
    for (const path of [pidfile, metrics]) execFileSync("rm", [path ?? ""]);
  });

  test("publishes although the metrics cannot be written", async () => {
    const { code, log } = await run({ GATEWAY_METRICS_FILE: join(box.root, "nowhere/hook.prom") });
    expect(code).toBe(0);
    expect(log.at(-1)).toMatchObject({ level: "warn", msg: "the metrics file cannot be written: ENOENT" });
  });

  test("takes a variable that is not set for empty where Traefik has the same variables", async () => {
    box.write({
      "checkout/envs/e/conf.d/shop.yaml": SHOP.replace(
        "shop.example.com",
        '{{ env "NONE" }}shop.example.com',
      ),
    });
    const warned = ({ log }: Run) => log.find(({ rule }) => rule === "template-variable-unset")?.["msg"];
    expect(warned(await run())).toContain("a placeholder stands for its value");
    expect(warned(await run({ GATEWAY_SAME_ENV: "1" }))).toContain("Traefik reads empty text");
  });

  test("points out a variable that is no setting", async () => {
    const { log } = await run({ GATEWAY_TRAGET_DIR: "/x", GATEWAY_HTTP_BIND: ":9090" });
    expect(log.filter(({ level }) => level === "warn")).toMatchObject([
      { msg: "GATEWAY_TRAGET_DIR is no setting: did you mean GATEWAY_TARGET_DIR?" },
    ]);
  });
});

describe("by hand", () => {
  test("a dry run shows the plan and writes nothing", async () => {
    const args = ["sync", "--config-path", "/envs/e/", "--target", join(box.root, "target"), "--dry-run"];
    const call = { cwd: join(box.root, "checkout"), env: { GATEWAY_LOG_FORMAT: "text" } };
    const { code, stdout } = await hook(args, call);
    expect(code).toBe(0);
    expect(stable(stdout, box.root)).toBe(
      "  + conf.d/shop.yaml\n  + traefik.yaml\n2 to write, 0 to delete, 0 unchanged\nenvs/e: nothing is written in a dry run\n",
    );
    expect(snapshot(join(box.root, "target"))).toEqual({});
  });

  test("the report is one JSON document", async () => {
    const args = [
      "sync",
      "--config-path",
      "envs/e",
      "--target",
      join(box.root, "target"),
      "--format",
      "json",
    ];
    const { stdout } = await hook([...args, "--revision", "abc", "--reload", "none"], {
      cwd: join(box.root, "checkout"),
    });
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      path: "envs/e",
      revision: "abc",
      verdict: "accepted",
      outcome: "published",
      plan: { write: ["conf.d/shop.yaml", "traefik.yaml"], delete: [], unchanged: 0 },
      reload: { method: "none", confirmed: null },
      restartRequired: false,
      diagnostics: [],
    });
  });
});

/** What is wrong with a call or a commit, made in the sandbox; which rule or words tell it; how the run ends. */
interface Bad {
  readonly files?: Files;
  readonly prepare?: (root: string) => void | Promise<void>;
  readonly env?: Readonly<Record<string, string>>;
  readonly code: number;
  readonly rule?: string;
  readonly says?: RegExp;
  /** no mistake as long as nothing is published */
  readonly onlyAfterPublication?: boolean;
}

const CONF = "checkout/envs/e/conf.d/x.yaml";

/** Ten levels of ten aliases: ten billion nodes from a few lines. */
function aliasBomb(): string {
  const levels = Array.from(
    { length: 10 },
    (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i}, `.repeat(9)}*l${i}]`,
  );
  return ["l0: &l0 x", ...levels, ""].join("\n");
}

test.each(["/nowhere/traefik", "no-such-traefik", "checkout"])(
  "a Traefik that is named and is not there is told of, and hinders nothing: %s",
  async (bin) => {
    const named = bin === "checkout" ? join(box.root, bin) : bin;
    const { code, log } = await run({ GATEWAY_PREFLIGHT: "auto", GATEWAY_TRAEFIK_BIN: named });
    expect(code).toBe(0);
    const [found, end] = log;
    expect(found).toMatchObject({ level: "warn", rule: "preflight-unavailable" });
    expect(found?.["msg"]).toContain(`the real Traefik (${named}) could not be asked: `);
    expect(end).toMatchObject({ outcome: "published" });
    // with nothing to do there is nothing to ask
    const again = await run({ GATEWAY_PREFLIGHT: "auto", GATEWAY_TRAEFIK_BIN: named });
    expect(again.log).toMatchObject([{ outcome: "unchanged" }]);
  },
);

const BAD: Readonly<Record<string, Bad>> = {
  "no environment named": {
    env: { GATEWAY_CONFIG_PATH: "" },
    code: 2,
    says: /GATEWAY_CONFIG_PATH is not set/,
  },
  "nothing but slashes named": { env: { GATEWAY_CONFIG_PATH: "//" }, code: 2, says: /GATEWAY_CONFIG_PATH/ },
  "an environment above the checkout": {
    env: { GATEWAY_CONFIG_PATH: "../x" },
    code: 2,
    says: /leads out of the checkout/,
  },
  "git's own folder": { env: { GATEWAY_CONFIG_PATH: ".git" }, code: 2, says: /git's own folder/ },
  "no checkout": { env: { GATEWAY_WORKTREE: "/nowhere" }, code: 2, says: /checkout cannot be read/ },
  "no Traefik where one has to be asked": {
    env: { GATEWAY_PREFLIGHT: "always", GATEWAY_TRAEFIK_BIN: "/nowhere/traefik" },
    code: 2,
    says: /there is no Traefik at \/nowhere\/traefik/,
  },
  "a setting with a wrong value": { env: { GATEWAY_RELOAD: "singal" }, code: 2, says: /did you mean signal/ },
  "a missing environment": { env: { GATEWAY_CONFIG_PATH: "envs/x" }, code: 1, rule: "environment-missing" },
  "a file for an environment": {
    env: { GATEWAY_CONFIG_PATH: "envs/e/traefik.yaml" },
    code: 1,
    rule: "environment-missing",
  },
  "an empty environment": {
    prepare: (root) => {
      mkdirSync(join(root, "checkout/envs/x"));
    },
    env: { GATEWAY_CONFIG_PATH: "envs/x" },
    code: 1,
    rule: "environment-empty",
  },
  "an environment that is a link out of the checkout": {
    files: { "checkout/envs/x": { link: "/etc" } },
    env: { GATEWAY_CONFIG_PATH: "envs/x" },
    code: 1,
    rule: "symlink-outside",
  },
  "a link out of the checkout": {
    files: { "checkout/envs/e/x": { link: "../../../outside" } },
    code: 1,
    rule: "symlink-outside",
  },
  "a broken link": { files: { "checkout/envs/e/x": { link: "nowhere" } }, code: 1, rule: "symlink-dangling" },
  "a link to itself": { files: { "checkout/envs/e/x": { link: "x" } }, code: 1, rule: "symlink-loop" },
  "a fifo": {
    prepare: (root) => void execFileSync("mkfifo", [join(root, "checkout/envs/e/conf.d/x.yaml")]),
    code: 1,
    rule: "special-file",
  },
  "a file above the limit": {
    prepare: (root) => void execFileSync("truncate", ["-s", "17M", join(root, "checkout/envs/e/big")]),
    code: 1,
    rule: "file-too-large",
  },
  "a YAML file with tabs": { files: { [CONF]: "http:\n\trouters: {}\n" }, code: 1, rule: "yaml-syntax" },
  "a YAML file with a key twice": {
    files: { [CONF]: "http: {}\nhttp: {}\n" },
    code: 1,
    rule: "duplicate-key",
  },
  "a YAML file whose aliases multiply": { files: { [CONF]: aliasBomb() }, code: 1, rule: "yaml-syntax" },
  "a binary file called YAML": {
    files: { [CONF]: Uint8Array.from([0x7f, 0x45, 0, 1, 2]) },
    code: 1,
    rule: "yaml-syntax",
  },
  "a YAML file in Latin 1": {
    files: { [CONF]: Buffer.from("# caf\u00e9\n", "latin1") },
    code: 1,
    rule: "yaml-syntax",
  },
  "a TOML file with an error": {
    files: { "checkout/envs/e/conf.d/x.toml": "[http\n" },
    code: 1,
    rule: "toml-syntax",
  },
  "a template with an error": { files: { [CONF]: "{{ if }}\n" }, code: 1, rule: "template-syntax" },
  "an unknown field": { files: { [CONF]: SHOP.replace("rule", "rul") }, code: 1, rule: "unknown-field" },
  "a router without its service": {
    files: { [CONF]: SHOP.replaceAll("shop", "blog").replace("service: blog", "service: blag") },
    code: 1,
    rule: "unknown-service",
  },
  "a static file with an unknown field": {
    files: { "checkout/envs/e/traefik.yaml": "entryPoints: {web: {addres: ':80'}}\n" },
    code: 1,
    rule: "unknown-field",
  },
  "an environment that would leave no router": {
    files: { "checkout/envs/e/conf.d/shop.yaml": "http: {middlewares: {m: {compress: {}}}}\n" },
    code: 1,
    rule: "routers-gone",
    onlyAfterPublication: true,
  },
  "a file that may not be read": {
    files: { "checkout/envs/e/conf.d/x.yaml": { text: "", mode: 0 } },
    code: 1,
    rule: "file-unreadable",
  },
  "a folder that may not be read": {
    prepare: (root) => {
      mkdirSync(join(root, "checkout/envs/e/conf.d/x"), { mode: 0 });
    },
    code: 1,
    rule: "file-unreadable",
  },
};

/** The hook runs as nobody here, so that rights count also where the tests run as root. */
function giveAway(...folders: string[]): void {
  if (process.getuid?.() === 0)
    execFileSync("chown", ["-R", "65534:65534", ...folders.map((f) => join(box.root, f))]);
}

describe.each(Object.entries(BAD))("%s", (_, bad) => {
  const { files = {}, prepare, env = {}, code, rule, says, onlyAfterPublication = false } = bad;
  test.each(onlyAfterPublication ? [true] : [false, true])(
    "is told, and nothing is written (published before: %s)",
    async (before) => {
      mkdirSync(join(box.root, "target"));
      box.write({ "target/acme.json": "{}" });
      giveAway("target");
      if (before) await run({}, true);
      box.write({ outside: "secret", ...files });
      await prepare?.(box.root);
      const there = withoutState(snapshot(join(box.root, "target")));
      const result = await run(env, true);
      expect(result.code).toBe(code);
      const told = result.log.map((line) => `${String(line["rule"])}: ${String(line["msg"])}`);
      expect(told.join("\n")).toMatch(says ?? new RegExp(`^${rule}:`, "m"));
      expect(withoutState(snapshot(join(box.root, "target")))).toEqual(there);

      const again = await run(env, true);
      expect(again.code).toBe(code);
    },
  );
});

/** The memory of verdicts is the hook's own; the target itself changes its time of change when it is made. */
function withoutState(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).filter(
      ([path]) => !path.includes("/.gateway") && path !== join(box.root, "target"),
    ),
  );
}

describe("a target that cannot be written", () => {
  test("is a file", async () => {
    box.write({ target: "I am a file" });
    const { code, log } = await run();
    expect(code).toBe(3);
    expect(log.at(-1)).toMatchObject({ level: "error", outcome: "failed" });
    expect(readFileSync(join(box.root, "target"), "utf8")).toBe("I am a file");
  });

  test("is read-only", async () => {
    mkdirSync(join(box.root, "target"), { mode: 0o555 });
    const { code, log } = await run({}, true);
    expect(code).toBe(3);
    expect(log.at(-1)).toMatchObject({ level: "error", outcome: "failed" });
    expect(published()).toEqual([]);
  });

  test("has a state directory that may not be read", async () => {
    mkdirSync(join(box.root, "target"));
    giveAway("target");
    await run({}, true);
    chmodSync(target(".gateway"), 0);
    const { code, log } = await run({}, true);
    expect(code).toBe(3);
    expect(log.at(-1)).toMatchObject({
      level: "error",
      outcome: "failed",
      msg: expect.stringMatching(/EACCES/) as string,
    });
    for (const command of [["status"], ["plan", "envs/e"]]) {
      const args = [...command, "--target", target("")];
      const { code: end, stderr } = await hook(args, { cwd: join(box.root, "checkout"), asNobody: true });
      expect(end).toBe(3);
      expect(stderr).toMatch(/^error: EACCES.*\n$/);
    }
  });

  test("has somebody else's file in the way", async () => {
    box.write({ "target/conf.d": "a file where a folder shall be" });
    for (let round = 0; round < 2; round++) {
      const { code, log } = await run();
      expect(code).toBe(3);
      expect(String(log.at(-1)?.["msg"])).toContain("conf.d");
      expect(log.at(-1)).toMatchObject({ outcome: "failed", written: 0, deleted: 0 });
      expect(published()).toEqual(["conf.d"]);
      expect(readFileSync(target("conf.d"), "utf8")).toBe("a file where a folder shall be");
      const args = ["status", "--target", target(""), "--format", "json"];
      expect(JSON.parse((await hook(args, { cwd: box.root })).stdout)).toMatchObject({
        revision: null,
        lastRun: { revision: "c0ffee", outcome: "failed", message: log.at(-1)?.["msg"] },
      });
    }
  });
});

test("names that a stranger's file defines too are told", async () => {
  box.write({ "target/conf.d/0.yaml": SHOP });
  const { code, log } = await run();
  expect(code).toBe(0);
  expect(log).toMatchObject([
    {
      level: "warn",
      msg: "conf.d/0.yaml is not the publisher's, and defines http.routers.shop, http.services.shop: Traefik takes these, and not the environment's",
      file: "conf.d/0.yaml",
    },
    { level: "info", outcome: "published", written: 2 },
  ]);
  box.write({ "checkout/envs/e/conf.d/shop.yaml": `${SHOP}# two\n` });
  await run();
  const back = await hook(["rollback", "--target", target("")], { cwd: box.root });
  expect(back.stderr).toContain("Traefik takes these");
});

describe("what changes its kind", () => {
  test("a file becomes a folder, and a folder a file", async () => {
    box.write({ "checkout/envs/e/a": "file", "checkout/envs/e/b/c": "deep" });
    expect(await run()).toMatchObject({ code: 0 });
    execFileSync("rm", ["-r", join(box.root, "checkout/envs/e/a"), join(box.root, "checkout/envs/e/b")]);
    box.write({ "checkout/envs/e/a/c": "deep", "checkout/envs/e/b": "file" });
    expect(await run()).toMatchObject({ code: 0 });
    expect(published()).toEqual(["a/c", "b", "conf.d/shop.yaml", "traefik.yaml"]);
    expect(readFileSync(target("b"), "utf8")).toBe("file");
  });

  test("names with blanks, quotes and line breaks are names", async () => {
    const names = ["a b", "it's", '"q"', "two\nlines", "-rf", "$(id)"];
    box.write(Object.fromEntries(names.map((name) => [`checkout/envs/e/${name}`, name])));
    expect(await run()).toMatchObject({ code: 0 });
    expect(published()).toEqual([...names, "conf.d/shop.yaml", "traefik.yaml"].toSorted());
  });

  test("a link within the checkout is published as the file that it points to", async () => {
    box.write({
      "checkout/shared/tls.yaml": "tls: {options: {old: {minVersion: VersionTLS10}}}\n",
      "checkout/envs/e/conf.d/tls.yaml": { link: "../../../shared/tls.yaml" },
    });
    expect(await run()).toMatchObject({ code: 0 });
    expect(lstatSync(target("conf.d/tls.yaml")).isFile()).toBe(true);
  });
});

test("a socket in the environment is told, and nothing is written", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(box.root, "checkout/envs/e/s"), resolve));
  try {
    const { code, log } = await run();
    expect(code).toBe(1);
    expect(log[0]).toMatchObject({ rule: "special-file", file: "s" });
  } finally {
    server.close();
  }
});

test("a rejected commit that is tried again costs one line and no write", async () => {
  await run();
  box.write({ [CONF]: "http: [\n" });
  const first = await run();
  expect(first.code).toBe(1);
  expect(first.log.filter(({ rule }) => rule === "yaml-syntax")).toMatchObject([
    { file: "conf.d/x.yaml", line: 2 },
  ]);
  const before = snapshot(join(box.root, "target"));
  const again = await run();
  expect(again.code).toBe(1);
  expect(again.log).toHaveLength(1);
  expect(again.log[0]).toMatchObject({ outcome: "rejected", file: "conf.d/x.yaml", rule: "yaml-syntax" });
  expect(snapshot(join(box.root, "target"))).toEqual(before);
});

const NO_ROUTER = "http: {middlewares: {m: {compress: {}}}}\n";
const SHOP_FILE = "checkout/envs/e/conf.d/shop.yaml";

test("so does one that leaves no router, for as long as there are some", async () => {
  await run();
  box.write({ [SHOP_FILE]: NO_ROUTER });
  expect((await run()).code).toBe(1);
  const before = snapshot(join(box.root, "target"));
  const again = await run();
  expect(again).toMatchObject({ code: 1, log: [{ outcome: "rejected", rule: "routers-gone" }] });
  expect(again.log[0]?.["msg"]).toContain("http.routers.shop");
  expect(snapshot(join(box.root, "target"))).toEqual(before);
  const status = await hook(["status", "--format", "json", "--target", join(box.root, "target")], {
    cwd: box.root,
  });
  expect(JSON.parse(status.stdout).lastRun.diagnostics[0]).toMatchObject({ rule: "routers-gone" });

  expect((await run({ GATEWAY_ALLOW_EMPTY: "1" })).code).toBe(0);
  box.write({ [SHOP_FILE]: SHOP });
  expect((await run()).code).toBe(0);
  box.write({ [SHOP_FILE]: NO_ROUTER });
  expect((await run({ GATEWAY_ALLOW_EMPTY: "1" })).code).toBe(0);
  // nothing is left to be taken away
  box.write({ [SHOP_FILE]: "http: {middlewares: {n: {compress: {}}}}\n" });
  expect((await run()).code).toBe(0);
  box.write({ [SHOP_FILE]: NO_ROUTER });
  expect((await run()).code).toBe(0);
});

test("and one that the live Traefik has not taken", async () => {
  await run();
  let asked = 0;
  const shown = {
    routers: { "shop@file": { status: "disabled", error: ["it is not liked"] } },
    services: { "shop@file": {} },
  };
  const api = createHttpServer((_, answer) =>
    answer.end(JSON.stringify(asked++ > 0 ? shown : { services: {} })),
  );
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = api.address() as AddressInfo;
    const variables = { GATEWAY_RELOAD: "watch", GATEWAY_TRAEFIK_API: `http://127.0.0.1:${port}` };
    // a warning, which is not told again either
    box.write({ [SHOP_FILE]: SHOP.replace("service: shop", "service: shop@docker") });
    const first = await run(variables);
    expect(first.code).toBe(4);
    expect(first.log.some(({ rule }) => rule === "unknown-provider")).toBe(true);
    const before = snapshot(join(box.root, "target"));
    const askedBefore = asked;
    const again = await run(variables);
    expect(again).toMatchObject({ code: 4, log: [{ outcome: "rolled-back", level: "error" }] });
    expect(again.log[0]?.["msg"]).toContain("not published again");
    expect(asked).toBe(askedBefore);
    expect(snapshot(join(box.root, "target"))).toEqual(before);
  } finally {
    api.close();
  }
});

test.each([
  ["{}", "what answers /api/rawdata is not Traefik's API"],
  ['{"routers": [], "message": "not found"}', "what answers /api/rawdata is not Traefik's API"],
  ["<html>", "answered with something else than JSON"],
])("%s is no Traefik's answer: nothing is put back for it", async (text, says) => {
  await run();
  const api = createHttpServer((_, answer) => answer.end(text));
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = api.address() as AddressInfo;
    box.write({ [SHOP_FILE]: SHOP.replace("shop.example.com", "www.example.com") });
    const variables = { GATEWAY_RELOAD: "watch", GATEWAY_TRAEFIK_API: `http://127.0.0.1:${port}` };
    const { code, log } = await run(variables);
    expect(code).toBe(0);
    expect(log.at(-1)).toMatchObject({ outcome: "published", confirmed: false });
    expect(log).toContainEqual(
      expect.objectContaining({
        level: "warn",
        msg: `Traefik's API cannot confirm the publication: ${says}`,
      }),
    );
  } finally {
    api.close();
  }
});

test("a commit is not taken for rejected because another with an unreadable part was", async () => {
  await run();
  execFileSync("mkfifo", [join(box.root, "checkout/envs/e/pipe")]);
  expect(await run()).toMatchObject({ code: 1 });
  execFileSync("rm", [join(box.root, "checkout/envs/e/pipe")]);
  expect(await run()).toMatchObject({ code: 0 });
});

const SECRET = "hunter2hunter2";
/** Middlewares, services and more, each with a mistake at or beside a secret. */
const LEAKS: Readonly<Record<string, string>> = {
  "a user without a hash": `http: {middlewares: {m: {basicAuth: {users: ["${SECRET}"]}}}}`,
  "a user as a map": `http: {middlewares: {m: {basicAuth: {users: [{alice: ${SECRET}}]}}}}`,
  "users as one text": `http: {middlewares: {m: {basicAuth: {users: "a,${SECRET}"}}}}`,
  "a digest user": `http: {middlewares: {m: {digestAuth: {users: ["${SECRET}"]}}}}`,
  "a header as a list": `http: {middlewares: {m: {headers: {customRequestHeaders: {Authorization: [[${SECRET}]]}}}}}`,
  "a header as a map": `http: {middlewares: {m: {headers: {customRequestHeaders: ${SECRET}}}}}`,
  "a key that is no key": `http: {middlewares: {m: {addPrefix: {prefix: /}}}}\ntls: {certificates: [{certFile: ${SECRET}, keyFile: ${SECRET}, x: 1}]}`,
  "a password in a URL": `http: {middlewares: {m: {forwardAuth: {address: "http://u:${SECRET}@[::1"}}}}`,
  "a redis password": `http: {middlewares: {m: {rateLimit: {average: 1, redis: {password: [[${SECRET}]], db: x}}}}}`,
  "a secret of a plugin": `http: {middlewares: {m: {plugin: {p: {token: ${SECRET}, list: [1, true]}}}}}`,
  "a secret in broken YAML": `http: {middlewares: {m: {basicAuth: {users: ["${SECRET}]}}}}`,
  "a secret in a template": `http: {middlewares: {m: {basicAuth: {users: ["{{ fail (env "SECRET") }}"]}}}}`,
  "an alias that nobody meant": `http: {middlewares: {m: {headers: {customRequestHeaders: {X-Api-Key: *${SECRET}}}}}}`,
  "nothing but a token": SECRET,
  "the words of fail": `http: {middlewares: {m: {headers: {customRequestHeaders: {X: '{{ fail "${SECRET}" }}'}}}}}`,
  "a list of users with their hashes": `http: {middlewares: {m: {basicAuth: {users: [{${SECRET}: x}]}}}}`,
  "a hash where a name belongs":
    'http: {routers: {r: {rule: Host(`a`), service: "u:$2y$10$hunter2hunter2hunter2"}}}',
  "a secret from a variable": `http: {middlewares: {m: {basicAuth: {users: ["{{ env "SECRET" }}"], removeHeader: {{ env "SECRET" }}}}}}`,
};

test.each(Object.entries(LEAKS))("no secret reaches the log: %s", async (_, text) => {
  box.write({
    [CONF]: `${text}\n`,
    "checkout/envs/e/conf.d/y.yaml": SHOP.replaceAll("shop", "leak").replace(
      "service:",
      "middlewares: [m], service:",
    ),
  });
  const { log } = await run({ SECRET });
  expect(JSON.stringify(log)).not.toContain(SECRET);
  const status = await hook(["status", "--format", "json", "--target", join(box.root, "target")], {
    cwd: box.root,
  });
  expect(status.stdout).not.toContain(SECRET);
});
