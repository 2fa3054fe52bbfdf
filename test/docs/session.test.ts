import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { hook, sandbox } from "../support/transcript.ts";
import { sessionSvg, type Shown } from "./session-svg.ts";

const box = sandbox();
afterAll(() => box.remove());

// The picture at the top of README.md is what these calls really print; `npm run docs` makes it anew.
test("the recorded session is what is printed", async () => {
  cpSync("envs", join(box.root, "envs"), { recursive: true });
  const git = (...args: string[]): void =>
    void execFileSync("git", ["-C", box.root, "-c", "user.name=a", "-c", "user.email=a@a", ...args]);
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "-m", "Routes");
  git("update-ref", "refs/remotes/origin/main", "HEAD");
  const session: Shown[] = [];
  const run = async (...args: string[]): Promise<void> => {
    const { stdout } = await hook(args, { cwd: box.root, env: { FORCE_COLOR: "1" } });
    session.push({ command: `gateway-hook-configsync ${args.join(" ")}`, output: stdout });
  };
  const canary = join(box.root, "envs/staging/conf.d/shop/canary.yaml");
  const edit = (from: RegExp, to: string): void =>
    void execFileSync("sed", ["-i", "-E", `s/${from.source}/${to}/`, canary]);

  edit(/weight: 10$/, "weight: 25");
  edit(/weight: 90$/, "weight: 75");
  await run("plan", "envs/staging", "--against", "origin/main");
  edit(/service: shop-canary/, "servise: shop-canary");
  await run("validate", "envs/staging");
  await expect(sessionSvg(session)).toMatchFileSnapshot("../../docs/session.svg");
});
