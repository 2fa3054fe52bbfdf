import { LOG_FD } from "./child.ts";
import type { Environment } from "./settings.ts";

/** It decides when git-sync ends, which is the gateway's to decide. */
export const ONE_TIME = ["GITSYNC_ONE_TIME", "GIT_SYNC_ONE_TIME"];

interface ForHook {
  readonly hook: string;
  /** commits in the checkout: the newest, and those to look back at; 0 is git-sync's word for the whole history */
  readonly depth: number;
  readonly pidfile: string;
  readonly metricsFile: string | null;
  readonly stateDir: string;
  readonly targetDir: string;
}

/**
 * git-sync's environment: what the user gave, with the gateway's defaults. It must never give up, since routes are
 * served without it; the checkout is as deep as the gateway may have to look back at its start.
 */
export function gitSyncEnvironment(env: Environment, own: ForHook): Environment {
  const given = Object.entries(env).filter(([name]) => name !== "ENABLE_GITSYNC" && !ONE_TIME.includes(name));
  return {
    ...Object.fromEntries(given),
    GITSYNC_ROOT: env["GITSYNC_ROOT"] || "/git",
    GITSYNC_PERIOD: env["GITSYNC_PERIOD"] || "10s",
    GITSYNC_MAX_FAILURES: env["GITSYNC_MAX_FAILURES"] || "-1",
    GITSYNC_DEPTH: String(own.depth),
    GITSYNC_EXECHOOK_COMMAND: own.hook,
    ...givesUpOnSilence(env),
    GATEWAY_TARGET_DIR: own.targetDir,
    GATEWAY_STATE_DIR: own.stateDir,
    GATEWAY_TRAEFIK_PIDFILE: own.pidfile,
    ...(own.metricsFile === null ? {} : { GATEWAY_METRICS_FILE: own.metricsFile }),
    GATEWAY_LOG_FD: String(LOG_FD),
    // Traefik is started with the same variables: what is unset here is unset there
    GATEWAY_SAME_ENV: env["GATEWAY_SAME_ENV"] || "1",
  };
}

/**
 * git-sync ends a git that takes too long, but not the helper that git has for http, and waits for that: where a server
 * accepts and never answers, for ever. So the helper is told to give up by itself, well within git-sync's own 120 s.
 */
function givesUpOnSilence(env: Environment): Environment {
  if (/lowspeed/i.test(env["GITSYNC_GIT_CONFIG"] ?? "")) return {};
  return {
    GIT_HTTP_LOW_SPEED_LIMIT: env["GIT_HTTP_LOW_SPEED_LIMIT"] || "1",
    GIT_HTTP_LOW_SPEED_TIME: env["GIT_HTTP_LOW_SPEED_TIME"] || "60",
  };
}
