import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endOrStop } from "../../src/gateway/child.ts";
import { startOneTime } from "../../src/gateway/git-sync.ts";
import { lookBack } from "../../src/gateway/look-back.ts";
import { readSettings, type Settings } from "../../src/gateway/settings.ts";
import { findGitSync } from "../support/find-git-sync.ts";
import { temporaryFolder } from "../support/start-traefik.ts";

const run = promisify(execFile);
const gitSync = findGitSync();
const going = new AbortController().signal;

describe.skipIf(gitSync === null)("the commit to start with", { timeout: 60_000 }, () => {
  let folder: { path: string; remove: () => Promise<void> };
  const at = (name: string): string => join(folder.path, name);
  const git = async (repository: string, ...args: string[]): Promise<string> => {
    const who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "protocol.file.allow=always"];
    return (await run("git", ["-C", at(repository), ...who, ...args])).stdout.trim();
  };
  const commit = async (repository: string, file: string): Promise<string> => {
    await mkdir(dirname(at(`${repository}/${file}`)), { recursive: true });
    await writeFile(at(`${repository}/${file}`), `# ${file}\n`);
    await git(repository, "add", file);
    await git(repository, "commit", "--quiet", "--message", file);
    return git(repository, "rev-parse", "HEAD");
  };
  const pointTo = async (revision: string): Promise<string> =>
    git("repository", "update-index", "--cacheinfo", `160000,${revision},shared`);
  let settings: Settings;
  let whole: string;
  let newest: string;

  beforeAll(async () => {
    folder = await temporaryFolder();
    for (const name of ["repository", "repository-shared"])
      await run("git", ["init", "--quiet", "--initial-branch=main", at(name)]);
    const there = await commit("repository-shared", "shared.yaml");
    await git("repository", "submodule", "--quiet", "add", "../repository-shared", "shared");
    await commit("repository", "docs/README.md");
    whole = await commit("repository", "own.yaml");
    await pointTo("1234567890123456789012345678901234567890");
    await commit("repository", "nowhere.yaml");
    await pointTo(there);
    newest = await commit("repository", "bad.yaml");
    // takes what has no bad.yaml, and notes what it was given
    const hook =
      '#!/bin/sh\n{ echo "$GITSYNC_HASH"; find . -name "*.*" -type f ! -name .git | sort; } > "$SEEN"\ntest ! -e bad.yaml\n';
    await writeFile(at("hook"), hook);
    await chmod(at("hook"), 0o755);
    await writeFile(at("sparse"), "/*\n!/docs\n");
    const found = readSettings(
      {
        ...process.env,
        ENABLE_GITSYNC: "1",
        GITSYNC_REPO: `file://${at("repository")}`,
        GITSYNC_REF: "main",
        GITSYNC_ROOT: at("git"),
        GITSYNC_GIT_CONFIG: "protocol.file.allow:always",
        GITSYNC_SPARSE_CHECKOUT_FILE: at("sparse"),
        GATEWAY_GITSYNC_BIN: gitSync!,
        GATEWAY_CONFIG_PATH: ".",
        SEEN: at("seen"),
      },
      [],
      at("hook"),
    );
    if (found.kind !== "supervised") throw new Error(JSON.stringify(found));
    ({ settings } = found);
    expect((await endOrStop(startOneTime(settings, true), going)).code).toBe(1);
    expect(await readFile(at("seen"), "utf8")).toContain(newest);
  }, 60_000);

  afterAll(async () => folder?.remove());

  it("is one that is whole, with its submodules, as sparse as git-sync has it, though git is away", async () => {
    await rename(at("repository"), at("away"));
    const said: string[] = [];
    const found = await lookBack(settings, (level, msg) => said.push(`${level}: ${msg}`), going);
    expect(said).toEqual([]);
    expect(found).toBe(whole);
    expect((await readFile(at("seen"), "utf8")).split("\n")).toEqual([
      whole,
      "./.gitmodules",
      "./own.yaml",
      "./shared/shared.yaml",
      "",
    ]);
    await rename(at("repository-shared"), at("shared-away"));
    expect(await lookBack(settings, () => undefined, going)).toBeNull();
  });
});
