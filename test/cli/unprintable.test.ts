import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jsonText, printable, printableLines } from "../../src/printable.ts";
import { hook, sandbox } from "../support/transcript.ts";

const range = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, at) => String.fromCharCode(from + at)).join("");

/** Every control character but NUL, which is in no name of a file, and what turns text round. */
const EVIL = `${range(1, 0x1f)}${range(0x7f, 0x9f)}\u061c\u200e\u200f${range(0x2028, 0x202e)}${range(0x2066, 0x2069)}`;
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const IN_YAML = Array.from(EVIL, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join(
  "",
);
const STATIC =
  "entryPoints: {web: {address: ':8000'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n";
const SERVED = `http:
  routers: {"r${IN_YAML}": {rule: "Host(\`a\`) || Path(\`/${"\u061c\u202e\u2066"}\`)", service: "s${IN_YAML}", middlewares: ["m${IN_YAML}"]}}
  middlewares: {"m${IN_YAML}": {addPrefix: {prefix: "/p"}}}
  services: {"s${IN_YAML}": {loadBalancer: {servers: [{url: "http://127.0.0.1:1"}]}}}
`;
const TEST = (name: string) =>
  `tests: [{name: "n${IN_YAML}", request: GET http://a:8000/, expect: {router: "${name}"}}]\n`;

const box = sandbox({
  "good/traefik.yaml": STATIC,
  [`good/conf.d/${EVIL}.yaml`]: SERVED,
  "good/gateway.test.yaml": TEST(`no${IN_YAML}`),
  "fresh/traefik.yaml": STATIC,
  "fresh/conf.d/a.yaml": SERVED,
  [`${EVIL}/traefik.yaml`]: STATIC,
  [`${EVIL}/conf.d/${EVIL}.yaml`]: SERVED.replace("Host", "Hots").replace("addPrefix", "adPrefix"),
});
const AT = ["--target", "target"];
const QUIET = ["--preflight", "never", "--reload", "none"];

beforeAll(async () => {
  const { code } = await hook(["sync", "--config-path", "good", "--target", "published", ...QUIET], {
    cwd: box.root,
  });
  expect(code).toBe(0);
});
afterAll(() => {
  box.remove();
});

const each = (words: readonly string[], flag: string, formats: string): string[][] =>
  formats.split(" ").map((format) => [...words, flag, format]);

const CALLS: readonly (readonly string[])[] = [
  ...["good", EVIL].flatMap((name) => [
    ...each(["validate", name], "--format", "text json sarif github junit"),
    ...each(["plan", name, ...AT], "--format", "text json markdown"),
    ...each(["sync", "--config-path", name, ...AT, ...QUIET, "--dry-run"], "--log-format", "text json"),
    ...each(["sync", "--config-path", name, ...AT, ...QUIET, "--dry-run"], "--format", "text json"),
    ...each(["graph", name], "--format", "mermaid dot json html"),
    ...each(["explain", "GET", "http://a/", "--env", name], "--format", "text json"),
    ...each(["test", name], "--format", "text json junit github"),
  ]),
  ["validate", "good", "--route-tests", "require"],
  ...each(["status", "--target", "published"], "--format", "text json"),
  ["explain", "GET", "http://a/", "--published", "--target", "published"],
  ["validate", "good", "--format", EVIL],
  ["validate", `no-such-${EVIL}`],
  ["explain", EVIL, "http://a/", "--env", "good"],
];

describe.concurrent("no control character, and nothing that turns text round, reaches who looks", () => {
  test.each(CALLS.map((call) => [printable(call.join(" ")).slice(0, 100), call] as const))(
    "%s",
    async (_, call) => {
      const { stdout, stderr } = await hook(call, {
        cwd: box.root,
        env: { GATEWAY_WORKTREE: box.root },
      });
      // what the page itself is made of is our own
      const text = call.includes("html") ? stdout.replace(/<(style|script)>.*?<\/\1>/gs, "") : stdout;
      expect({ stdout: text.match(RAW), stderr: stderr.match(RAW) }).toEqual({ stdout: null, stderr: null });
    },
  );
});

test("a machine reads the very names", async () => {
  const { stdout } = await hook(["validate", EVIL, "--format", "json"], { cwd: box.root });
  expect(stdout).not.toMatch(RAW);
  expect(JSON.parse(stdout).environments[0]).toMatchObject({
    path: EVIL,
    diagnostics: [{ file: `conf.d/${EVIL}.yaml` }],
  });
  expect(JSON.parse(jsonText({ [EVIL]: EVIL }, 2))).toEqual({ [EVIL]: EVIL });
});

test("tests that are written for a start read in an editor, and hold", async () => {
  await hook(["test", "--init", "fresh"], { cwd: box.root });
  const text = readFileSync(join(box.root, "fresh/gateway.test.yaml"), "utf8");
  expect(text).toContain(printable(EVIL).slice(-40));
  expect(text).not.toMatch(RAW);
  expect(await hook(["test", "fresh"], { cwd: box.root })).toMatchObject({ code: 0 });
});

test("lines stay lines where they may", () => {
  expect(printable("a\nb\r\n\u202e")).toBe(String.raw`a\nb\u000d\n\u202e`);
  expect(printableLines("a\nb\r\n\u202e")).toBe("a\nb\n\\u202e");
});
