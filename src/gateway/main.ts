import { constants } from "node:os";
import { become } from "./become.ts";
import { processTerminal } from "../cli/terminal.ts";
import { hookExecutable } from "./hook-executable.ts";
import { makeLog } from "./log.ts";
import { runSupervised } from "./run-supervised.ts";
import { readSettings } from "./settings.ts";
import { spareMemory } from "./spare-memory.ts";

/** Traefik has no such command. */
const FIRST_SYNC = "first-sync";
const USAGE = `Usage: gateway [TRAEFIK ARGUMENTS]
       gateway first-sync

Runs Traefik; with ENABLE_GITSYNC=1 git-sync beside it, whose hook publishes the routes of a git repository.
Without arguments Traefik reads the published static configuration (GATEWAY_TARGET_DIR, /etc/traefik).
first-sync publishes what a gateway would start with, and ends: for where something else starts Traefik.

  ENABLE_GITSYNC=1            keep the configuration in step with a repository
  GITSYNC_REPO                the repository
  GITSYNC_REF                 the branch or tag, HEAD by default
  GITSYNC_PERIOD              how often to look, 10s by default
  GATEWAY_CONFIG_PATH         the environment inside the repository, such as envs/staging
  GATEWAY_FALLBACK_DEPTH      commits to look back for an accepted one at the start, 20 by default
  GATEWAY_FIRST_SYNC_TIMEOUT  what the first sync may take where something is published, 20s by default
  GATEWAY_RESTART             static changes: auto, beside, sequential
  GATEWAY_HTTP_BIND           where to serve /metrics and /healthz, such as :9090; off by default
  GATEWAY_STALE_AFTER         when a gateway that cannot reach git counts as degraded, 10m by default
  GATEWAY_HEALTH_STRICT=1     a degraded gateway counts as unhealthy
`;

async function main(args: readonly string[]): Promise<number> {
  const hook = hookExecutable(process.execPath, process.argv[1] ?? "");
  const collectGarbage = spareMemory(process.versions.v8);
  const { err } = processTerminal();
  // git-sync's pipe is no terminal: the hook is told how to write
  const format = process.env["GATEWAY_LOG_FORMAT"]?.trim() || (err.isTerminal ? "text" : "json");
  const isFirstSync = args.length === 1 && args[0] === FIRST_SYNC;
  // another program starts Traefik, with other variables
  const own = isFirstSync
    ? { ENABLE_GITSYNC: "1", GATEWAY_SAME_ENV: process.env["GATEWAY_SAME_ENV"] || "0" }
    : {};
  const found = readSettings({ ...process.env, GATEWAY_LOG_FORMAT: format, ...own }, args, hook);
  if (found.kind === "plain") {
    const { code, error } = await become(found.traefikBin, found.traefikArgs, process.env, constants.signals);
    if (error !== undefined) process.stderr.write(`gateway: Traefik cannot be started: ${error}\n`);
    return code;
  }
  if (found.kind === "usage") {
    process.stderr.write(`${found.errors.map((error) => `gateway: ${error}`).join("\n")}\n\n${USAGE}`);
    return 2;
  }
  // Not by Node's stream: it would make the pipe that Traefik and git-sync share a non-blocking one.
  const log = makeLog(format === "text" ? "text" : "json", err.write, () => new Date());
  for (const warning of found.warnings) log("warn", warning);
  if (isFirstSync) return (await import("./run-first-sync.ts")).runFirstSync(found.settings, log);
  return runSupervised(found.settings, hook, log, collectGarbage);
}

// No top-level await: the standalone executable is one CommonJS file.
void main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`gateway: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
