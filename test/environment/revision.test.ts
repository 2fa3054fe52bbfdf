import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gitIn } from "../../src/cli/git.ts";
import { readTree } from "../../src/environment/read.ts";
import { readRevision } from "../../src/environment/revision/read-revision.ts";
import type { Tree } from "../../src/environment/tree.ts";
import { sandbox } from "../support/transcript.ts";

const box = sandbox({
  "repo/envs/a/traefik.yaml": "entryPoints: {}\n",
  "repo/envs/a/conf.d/shop.yaml": "http: {}\n",
  "repo/envs/a/conf.d/empty.yaml": "",
  "repo/envs/a/conf.d/ru\u00df \n.yaml": "a: 1\n",
  "repo/envs/a/run.sh": { text: "#!/bin/sh\n", mode: 0o755 },
  "repo/envs/a/binary": Buffer.from([0, 255, 10, 0, 10]),
  "repo/envs/a/gateway.test.yaml": "not: published\n",
  "repo/envs/a/shared": { link: "../../shared" },
  "repo/envs/a/one.yaml": { link: "conf.d/../shared/deep/../one.yaml" },
  "repo/envs/a/out": { link: "../../../outside" },
  "repo/envs/a/etc": { link: "/etc/passwd" },
  "repo/envs/a/nowhere": { link: "missing" },
  "repo/envs/a/loop": { link: "loop" },
  "repo/envs/a/up": { link: ".." },
  "repo/envs/a/file": { link: "run.sh/x" },
  "repo/shared/one.yaml": "one: 1\n",
  "repo/shared/deep/two.yaml": { link: "../one.yaml" },
  "repo/envs/b": { link: "a" },
  "outside/secret": "secret\n",
});
const repo = join(box.root, "repo");
const env = {
  PATH: process.env["PATH"],
  HOME: box.root,
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@a",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@a",
};
const run = (...args: string[]): string =>
  execFileSync("git", ["-C", repo, ...args], { env, encoding: "utf8", stdio: "pipe" });
const git = gitIn(repo, { env });

beforeAll(() => {
  run("init", "-q", "-b", "main");
  run("add", "-A");
  run("commit", "-q", "-m", "first");
});
afterAll(() => box.remove());

function told(tree: Tree | null) {
  return tree?.files.map(({ path, bytes, mode }) => [
    path,
    Buffer.from(bytes).toString("latin1"),
    mode & 0o111,
  ]);
}

test.each(["envs/a", "envs/b", "shared", "."])(
  "%s of a commit is what a checkout of it has",
  async (path) => {
    const { commit, tree } = await readRevision(git, "HEAD", path);
    expect(commit).toBe(run("rev-parse", "HEAD").trim());
    const root = join(repo, path === "envs/b" ? "envs/a" : path);
    expect(told(tree)).toEqual(told(readTree({ path, root, checkout: repo }).tree));
  },
);

test("an earlier commit keeps what has gone since", async () => {
  rmSync(join(repo, "envs/a/conf.d/shop.yaml"));
  run("commit", "-qam", "second");
  const paths = async (revision: string) =>
    (await readRevision(git, revision, "envs/a")).tree?.files.map(({ path }) => path);
  expect(await paths("main~1")).toContain("conf.d/shop.yaml");
  expect(await paths("main")).not.toContain("conf.d/shop.yaml");
  expect((await readRevision(git, "main", "envs/none")).tree).toBeNull();
  expect((await readRevision(git, "main", "envs/a/run.sh")).tree).toBeNull();
  expect((await readRevision(git, "main", "..")).tree).toBeNull();
});

describe("what must not be read", () => {
  test.each(["nowhere", "--output=x", "-h", "HEAD:envs", "main..main", ""])(
    "revision %j",
    async (revision) => {
      await expect(readRevision(git, revision, "envs/a")).rejects.toThrow("git does not know it");
    },
  );

  test("more than the limits", async () => {
    const limits = { fileBytes: 100, totalBytes: 1000, entries: 1000 };
    const few = await readRevision(git, "HEAD", "envs/a", { ...limits, fileBytes: 6 });
    expect(few.tree?.files.every(({ bytes }) => bytes.length <= 6)).toBe(true);
    await expect(readRevision(git, "HEAD", "envs/a", { ...limits, totalBytes: 10 })).rejects.toThrow(
      "10 bytes",
    );
    await expect(readRevision(git, "HEAD", "envs/a", { ...limits, entries: 3 })).rejects.toThrow("3 files");
  });

  test("a tree that holds itself ten times, ten deep, ends", { timeout: 60_000 }, async () => {
    const blob = execFileSync("git", ["-C", repo, "hash-object", "-w", "--stdin"], { env, input: "x: 1\n" })
      .toString()
      .trim();
    let oid = execFileSync("git", ["-C", repo, "mktree"], { env, input: `100644 blob ${blob}\tx.yaml\n` })
      .toString()
      .trim();
    for (let depth = 0; depth < 10; depth++) {
      const input = Array.from({ length: 10 }, (_, index) => `040000 tree ${oid}\td${index}\n`).join("");
      oid = execFileSync("git", ["-C", repo, "mktree"], { env, input }).toString().trim();
    }
    const commit = run("commit-tree", "-m", "bomb", oid).trim();
    await expect(readRevision(git, commit, ".")).rejects.toThrow("too large");
  });

  test("what a configuration would run", async () => {
    const ran = join(box.root, "ran");
    run("config", "core.fsmonitor", `touch ${ran}; false`);
    run("config", "filter.evil.smudge", `touch ${ran}`);
    box.write({ "repo/.git/info/attributes": "* filter=evil diff=evil\n" });
    run("config", "diff.evil.textconv", `touch ${ran}; cat`);
    await readRevision(git, "HEAD", "envs/a");
    expect(existsSync(ran)).toBe(false);
  });
});
