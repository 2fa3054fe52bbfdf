import { lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hook, sandbox } from "../support/transcript.ts";

const STATIC =
  "entryPoints: {web: {address: ':8000'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n";
const app = (round: number): string => `http:
  routers: {shop: {rule: "Host(\`shop.example.com\`)", service: shop}}
  services: {shop: {loadBalancer: {servers: [{url: "http://127.0.0.1:900${round}"}]}}}
`;

const box = sandbox({ "envs/e/traefik.yaml": STATIC, "envs/e/conf.d/shop.yaml": app(0) });
const metricsFile = join(box.root, "hook.prom");
const env = {
  GATEWAY_TARGET_DIR: join(box.root, "target"),
  GATEWAY_CONFIG_PATH: "envs/e",
  GATEWAY_PREFLIGHT: "never",
  GATEWAY_RELOAD: "none",
  GATEWAY_METRICS_FILE: metricsFile,
  GATEWAY_LOG_FORMAT: "json",
};

function run(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  return hook(args, { cwd: box.root, env: { ...env, ...more } });
}

function metric(name: string): string | undefined {
  return new RegExp(`^gateway_configsync_${name} (.*)$`, "m").exec(readFileSync(metricsFile, "utf8"))?.[1];
}

/** Everything in the target with its times. */
function traces(): Record<string, string> {
  const names = readdirSync(env.GATEWAY_TARGET_DIR, { recursive: true, encoding: "utf8" });
  return Object.fromEntries(
    ["", ...names].map((name) => {
      const { mtimeMs, ctimeMs, ino } = lstatSync(join(env.GATEWAY_TARGET_DIR, name));
      return [name, `${ino} ${mtimeMs} ${ctimeMs}`];
    }),
  );
}

function lastLine(stderr: string): Record<string, unknown> {
  return JSON.parse(stderr.trim().split("\n").at(-1) ?? "") as Record<string, unknown>;
}

beforeAll(async () => {
  for (const round of [1, 2, 3]) {
    box.write({ "envs/e/conf.d/shop.yaml": app(round) });
    expect((await run(["sync", "--revision", `c${round}`])).code).toBe(0);
  }
  expect((await run(["rollback"])).code).toBe(0);
});
afterAll(() => {
  box.remove();
});

test("the metrics and the log name what is published again", async () => {
  expect(metric('revision_info\\{revision="c2"\\}')).toBe("1");
  const { stderr } = await run(["rollback", "c2"]);
  expect(lastLine(stderr)).toMatchObject({ outcome: "unchanged", revision: "c2", path: "envs/e" });
});

test("while it holds the source off, a run changes nothing, and says so", async () => {
  const since = metric("last_success_timestamp_seconds");
  const before = traces();
  for (let round = 0; round < 2; round++) {
    const { code, stderr } = await run(["sync", "--revision", "c3"]);
    expect(code).toBe(0);
    expect(lastLine(stderr)).toMatchObject({
      outcome: "unchanged",
      msg: expect.stringMatching(/^held since/),
    });
  }
  expect(traces()).toEqual(before);
  expect(metric('revision_info\\{revision="c2"\\}')).toBe("1");
  expect(metric("last_success_timestamp_seconds")).toBe(since);
});

test("what drifted is put back as what was rolled back to", async () => {
  writeFileSync(join(env.GATEWAY_TARGET_DIR, "conf.d/shop.yaml"), "by: hand\n");
  const { stderr } = await run(["sync", "--revision", "c3"]);
  expect(lastLine(stderr)).toMatchObject({
    outcome: "published",
    msg: expect.stringMatching(/^held since .*; published/),
  });
  const { stdout } = await run(["status", "--format", "json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    revision: "c2",
    lastRun: { revision: "c2", outcome: "published" },
    drift: [],
  });
});

test("going back and forth forgets no other revision", async () => {
  for (let round = 0; round < 12; round++) expect((await run(["rollback"])).code).toBe(0);
  const { stdout } = await run(["status", "--format", "json"]);
  const { history } = JSON.parse(stdout) as { history: { revision: string }[] };
  expect(history.map(({ revision }) => revision).toSorted()).toEqual(["c1", "c2", "c3"]);
  expect((await run(["rollback", "c1"])).code).toBe(0);
  expect(readFileSync(join(env.GATEWAY_TARGET_DIR, "conf.d/shop.yaml"), "utf8")).toBe(app(1));
});

test("a dry run leaves the metrics alone, and a revision that is unknown, too", async () => {
  const before = readFileSync(metricsFile, "utf8");
  expect((await run(["sync", "--dry-run"])).code).toBe(0);
  expect((await run(["rollback", "nowhere"])).code).toBe(2);
  expect(readFileSync(metricsFile, "utf8")).toBe(before);
});
