import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hook, sandbox } from "../support/transcript.ts";

const STATIC =
  "entryPoints: {web: {address: ':8000'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n";
const ROUTER = 'http: {routers: {r: {rule: "Host(`a`)", service: a@docker}}}\n';

const box = sandbox({
  "repo/infra/one/traefik.yaml": STATIC,
  "repo/infra/one/conf.d/r.yaml": ROUTER,
  "repo/infra/one/nested/traefik.yaml": STATIC,
  "repo/infra/one/nested/conf.d/r.yaml": ROUTER,
  "repo/infra/plain/conf.d/r.yaml": ROUTER,
  "repo/infra/link": { link: "one" },
  "repo/infra/file/traefik.yaml": STATIC,
  "repo/infra/file/conf.d/r.yaml": ROUTER,
  "repo/infra/two/traefik.yaml": STATIC,
  "repo/infra/two/conf.d/r.yaml": ROUTER,
  "repo/other/sparse/traefik.yaml": STATIC,
  "repo/other/sparse/conf.d/r.yaml": ROUTER,
  "bare/two/traefik.yaml": STATIC,
});
const env = { GIT_CEILING_DIRECTORIES: box.root };
const git = (...args: string[]) =>
  execFileSync("git", ["-C", join(box.root, "repo"), "-c", "user.name=a", "-c", "user.email=a@a", ...args], {
    stdio: "pipe",
  });
const call = async (cwd: string, ...args: string[]) => hook(args, { cwd: join(box.root, cwd), env });

beforeAll(() => {
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "-m", "one");
  git("rm", "-rq", "infra/one", "infra/plain", "infra/link", "infra/file");
  box.write({ "repo/infra/file": "no folder\n" });
  git("add", "-A");
  git("commit", "-q", "-m", "two");
  git("sparse-checkout", "set", "infra");
});
afterAll(() => box.remove());

test.each([
  ["with a static configuration", "repo", "infra/one"],
  ["without one", "repo", "infra/plain"],
  ["within another environment", "repo", "infra/one/nested/"],
  ["a symbolic link", "repo", "infra/link"],
  ["a file now", "repo", "infra/file"],
  ["outside of the current folder", "repo/infra/two", "../one"],
  ["named outside of the checkout", ".", "repo/infra/one"],
])("a folder that is gone is told as plan tells it: %s", async (_, cwd, operand) => {
  const judged = await call(cwd, "validate", operand, "--against", "HEAD~", "--format", "json");
  expect(judged.stderr).toBe("");
  expect(JSON.parse(judged.stdout)).toMatchObject({ environments: [], gone: [operand] });
  expect((await call(cwd, "plan", operand, "--against", "HEAD~")).stdout).toContain("folder is gone");
});

test("a glob finds what is gone where it looks", async () => {
  for (const [cwd, glob, gone] of [
    ["repo/infra/two", "../*", ["../file", "../one"]],
    [".", "repo/infra/{one,two}", ["repo/infra/one"]],
    ["repo/infra/two", join(box.root, "repo/infra/o*"), [join(box.root, "repo/infra/one")]],
  ] as const) {
    const { stdout } = await call(cwd, "validate", glob, "--against", "HEAD~", "--format", "json");
    expect((JSON.parse(stdout) as { gone: string[] }).gone).toEqual(gone);
  }
});

test("what a sparse checkout leaves out is not gone, and cannot be named", async () => {
  const { stdout } = await call("repo", "validate", "--against", "HEAD~", "--format", "json");
  expect((JSON.parse(stdout) as { gone: string[] }).gone).toEqual(["infra/file", "infra/one"]);
  for (const command of ["validate", "plan"]) {
    const { code, stderr } = await call("repo", command, "other/sparse", "--against", "HEAD~");
    expect(stderr).toBe("error: there is no folder other/sparse: the sparse checkout leaves it out\n");
    expect(code).toBe(2);
  }
});

test.each([
  ["repo", ["infra/two", "--against", "nope"], "nope cannot be read: git does not know it"],
  ["repo", ["infra/two", "--against", ""], "--against is empty, which names no revision"],
  ["repo", ["infra/none", "--against", "HEAD~"], "there is no folder infra/none"],
  ["repo", ["-", "--against", "nope"], "either - or --against, not both"],
  ["bare", ["two", "--against", "HEAD"], "the checkout is no git repository"],
])("validate in %s of %j is a wrong call", async (cwd, args, message) => {
  const { code, stderr } = await call(cwd, "validate", ...args);
  expect(stderr).toContain(message);
  expect(code).toBe(2);
});

test("what a partial clone has not is asked for by its name", async () => {
  git("config", "uploadpack.allowFilter", "true");
  const [from, to] = [`file://${box.root}/repo`, join(box.root, "partial")];
  execFileSync("git", ["clone", "-q", "--filter=blob:none", from, to], { stdio: "pipe" });
  const plan = ["plan", "infra/one", "--against", "HEAD~"];
  const { code, stderr } = await call("partial", ...plan);
  expect(stderr).toBe(
    "error: --against: HEAD~ cannot be read: the clone is partial and has not all of it; git fetch --refetch --no-filter brings it\n",
  );
  expect(code).toBe(2);
  execFileSync("git", ["-C", to, "fetch", "-q", "--refetch", "--no-filter"], { stdio: "pipe" });
  expect(await call("partial", ...plan)).toMatchObject({ code: 0, stderr: "" });
});

test("the environment of the root is gone without its folder", async () => {
  const write = (folder: string) =>
    box.write({ [`root/${folder}traefik.yaml`]: STATIC, [`root/${folder}conf.d/r.yaml`]: ROUTER });
  const gitOf = (...args: string[]) =>
    execFileSync("git", ["-C", join(box.root, "root"), "-c", "user.name=a", "-c", "user.email=a@a", ...args]);
  write("");
  box.write({ "root/README": "all\n" });
  gitOf("init", "-q");
  gitOf("add", "-A");
  gitOf("commit", "-q", "-m", "one");
  gitOf("rm", "-rq", "traefik.yaml", "conf.d");
  write("envs/one/");
  const validated = await call("root", "validate", "--against", "HEAD", "--format", "json");
  expect((JSON.parse(validated.stdout) as { gone: string[] }).gone).toEqual(["."]);
  const { code, stdout } = await call("root", "plan", ".", "--against", "HEAD");
  expect(stdout).toContain("- router r: Host(`a`) → a@docker");
  expect(stdout).toContain("the environment is gone: the root of the checkout");
  expect(stdout).toMatch(/^delete {2}traefik\.yaml$/m);
  expect(stdout).not.toMatch(/^(?:delete {2}README|write)/m);
  expect(code).toBe(0);
  // what is left to be published is planned as it is
  gitOf("reset", "-q", "--hard");
  gitOf("rm", "-q", "traefik.yaml");
  expect((await call("root", "plan", ".", "--against", "HEAD")).stdout).toContain("has to be restarted");
});
