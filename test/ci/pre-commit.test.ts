import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pythonTool } from "../support/python-tool.ts";
import { EXECUTABLE } from "../support/transcript.ts";
import { cloneForTests, ROUTER } from "./clone.ts";

const preCommit = await pythonTool("pre-commit", "4.7.0");
const { box, env, git } = cloneForTests();

describe.skipIf(preCommit === null)("the hook for pre-commit", () => {
  test("judges a commit that touches an environment, and lets others through", { timeout: 60_000 }, () => {
    // the repository of the hook, with the executable that is under test instead of one that npm would build
    mkdirSync(join(box.root, "hooks"));
    const hooks = readFileSync(".pre-commit-hooks.yaml", "utf8")
      .replace("language: node", "language: system")
      .replace("entry: gateway-hook-configsync", `entry: node ${EXECUTABLE}`);
    writeFileSync(join(box.root, "hooks/.pre-commit-hooks.yaml"), hooks);
    git("hooks", "init", "-q");
    git("hooks", "add", "-A");
    git("hooks", "commit", "-q", "-m", "hooks");
    cpSync(join(box.root, "checkout"), join(box.root, "committed"), { recursive: true });
    const config = `repos: [{repo: "${box.root}/hooks", rev: "${git("hooks", "rev-parse", "HEAD").trim()}", hooks: [{id: gateway-hook-configsync}]}]\n`;
    const run = (files: Readonly<Record<string, string>>): string => {
      box.write({ "committed/.pre-commit-config.yaml": config, ...files });
      git("committed", "add", "-A");
      try {
        return execFileSync(preCommit!, ["run"], {
          cwd: join(box.root, "committed"),
          env: { ...env, PRE_COMMIT_HOME: join(box.root, "pre-commit") },
          encoding: "utf8",
        });
      } catch (error) {
        return String((error as { stdout: unknown }).stdout);
      }
    };
    expect(run({ "committed/README": "no configuration\n" })).toMatch(/judge Traefik configuration\.+Passed/);
    const failed = run({ "committed/envs/one/conf.d/shop.yaml": ROUTER("v3") });
    expect(failed).toMatch(/judge Traefik configuration\.+Failed/);
    expect(failed).toContain("envs/one/conf.d/shop.yaml:3:");
  });
});
