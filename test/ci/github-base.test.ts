import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { cloneForTests, ROUTER, STATIC } from "./clone.ts";

const SCRIPT = `bash ${resolve("ci/github/base.sh")}`;
const BASE = { GITHUB_BASE_REF: "main" };

describe("the base of a pull request is what is in the checkout", () => {
  const { box, git, bash } = cloneForTests();

  test("whatever came to its branch later, merged by GitHub or not, in a clone of any depth", async () => {
    const start = git("origin", "rev-parse", "main").trim();
    const head = git("origin", "rev-parse", "change").trim();
    git("origin", "switch", "-q", "main");
    box.write({ "origin/envs/three/traefik.yaml": STATIC });
    git("origin", "add", "-A");
    git("origin", "commit", "-q", "-m", "third");
    const merged = git("origin", "rev-parse", "main").trim();
    git("origin", "switch", "-q", "--detach");
    git("origin", "merge", "-q", "--no-ff", "-m", `Merge ${head} into ${merged}`, "change");
    git("origin", "update-ref", "refs/pull/7/merge", "HEAD");
    git("origin", "switch", "-q", "main");
    box.write({ "origin/envs/four/traefik.yaml": STATIC });
    git("origin", "add", "-A");
    git("origin", "commit", "-q", "-m", "fourth");
    git("origin", "switch", "-q", "change");

    const based = async (): Promise<string> => {
      const { code, output } = await bash(SCRIPT, BASE);
      expect({ code, output }).toEqual({ code: 0, output: "" });
      return git("checkout", "rev-parse", "origin/main").trim();
    };
    git("checkout", "fetch", "-q", "--depth=1", "origin", "refs/pull/7/merge");
    git("checkout", "switch", "-q", "--detach", "FETCH_HEAD");
    expect(await based()).toBe(merged);
    // nothing but what is needed is fetched
    expect(git("checkout", "rev-parse", "--is-shallow-repository").trim()).toBe("true");
    git("checkout", "fetch", "-q", "--depth=1", "origin", "main");
    git("checkout", "switch", "-q", "--detach", "FETCH_HEAD");
    expect(await based()).toBe(git("origin", "rev-parse", "main").trim());
    expect(git("checkout", "rev-parse", "--is-shallow-repository").trim()).toBe("true");
    git("checkout", "switch", "-q", "change");
    expect(await based()).toBe(start);
    expect(await based()).toBe(start);
    // a merge of the branch into the request, by whom it may be, has the request as its first parent
    git("checkout", "merge", "-q", "--no-ff", "-m", "Merge main", merged);
    expect(await based()).toBe(merged);
    git("checkout", "switch", "-q", "--detach", "FETCH_HEAD");
    git("checkout", "fetch", "-q", "origin", "refs/pull/7/merge");
    git("checkout", "switch", "-q", "--detach", "FETCH_HEAD");
    expect(await based()).toBe(merged);
  });
});

describe.each(["blob:none", "tree:0"])("in a clone without its content, %s", (filter) => {
  const { git, bash } = cloneForTests(`--filter=${filter}`);

  test("the base has all of its own", async () => {
    expect(await bash(SCRIPT, BASE)).toEqual({ code: 0, output: "" });
    const { code, output } = await bash(
      "GIT_NO_LAZY_FETCH=1 git show origin/main:envs/one/conf.d/shop.yaml",
      {},
    );
    expect({ code, output }).toEqual({ code: 0, output: ROUTER("v1") });
    expect(git("checkout", "config", "remote.origin.partialclonefilter").trim()).toBe(filter);
  });
});
