import { execFileSync } from "node:child_process";

/** The real git-sync: `GIT_SYNC_BIN`, else one on PATH; null, and the reason on the console, where there is none. */
export function findGitSync(): string | null {
  const bin = process.env["GIT_SYNC_BIN"] || "git-sync";
  try {
    execFileSync(bin, ["--version"], { stdio: "ignore" });
    return bin;
  } catch {
    console.warn("no git-sync on PATH or in GIT_SYNC_BIN: the tests with the real git-sync are skipped");
    return null;
  }
}
