import { SETTINGS, settingOf, type SettingName } from "../cli/settings.ts";
import { gatewayVariables } from "../cli/unknown-variables.ts";
import { nearest } from "../nearest.ts";
import { parseDuration } from "../traefik/go/duration.ts";
import type { Environment } from "./settings.ts";

/** Variables of git-sync v4.7; `GITSYNC_SSH` and older spellings are its own business. */
const GIT_SYNC = [
  "ADD_USER", "ASKPASS_URL", "COOKIE_FILE", "CREDENTIAL", "DEPTH", "ERROR_FILE", "EXECHOOK_BACKOFF",
  "EXECHOOK_COMMAND", "EXECHOOK_TIMEOUT", "FILTER", "GIT", "GITHUB_APP_APPLICATION_ID", "GITHUB_APP_CLIENT_ID",
  "GITHUB_APP_INSTALLATION_ID", "GITHUB_APP_PRIVATE_KEY", "GITHUB_APP_PRIVATE_KEY_FILE", "GITHUB_BASE_URL",
  "GIT_CONFIG", "GIT_GC", "GROUP_WRITE", "HASH", "HTTP_BIND", "HTTP_METRICS", "HTTP_PPROF", "INIT_MAX_FAILURES",
  "INIT_PERIOD", "LINK", "MAX_FAILURES", "ONE_TIME", "PASSWORD", "PASSWORD_FILE", "PERIOD", "REF", "REPO", "ROOT",
  "SPARSE_CHECKOUT_FILE", "SSH_KEY_FILE", "SSH_KNOWN_HOSTS", "SSH_KNOWN_HOSTS_FILE", "STALE_WORKTREE_TIMEOUT",
  "SUBMODULES", "SYNC_ON_SIGNAL", "SYNC_TIMEOUT", "TOUCH_FILE", "USERNAME", "VERBOSE", "WEBHOOK_BACKOFF",
  "WEBHOOK_METHOD", "WEBHOOK_SUCCESS_STATUS", "WEBHOOK_TIMEOUT", "WEBHOOK_URL",
].map((name) => `GITSYNC_${name}`); // prettier-ignore

/**
 * Variables that look like settings of git-sync or of the gateway and are none: most often misspelt.
 *
 * @returns a line for each, with the nearest name that exists
 */
export function unknownVariables(env: Environment): string[] {
  const known = [...GIT_SYNC, ...gatewayVariables(), "ENABLE_GITSYNC"];
  return Object.keys(env)
    .filter((name) => /^(GITSYNC_|GATEWAY_|ENABLE_GIT_?SYNC)/.test(name) && !known.includes(name))
    .toSorted()
    .map((name) => {
      const meant = nearest(name, known);
      return `unknown variable ${name}${meant === null ? "" : `: did you mean ${meant}?`}`;
    });
}

const DURATIONS = [
  "EXECHOOK_BACKOFF", "EXECHOOK_TIMEOUT", "INIT_PERIOD", "PERIOD", "STALE_WORKTREE_TIMEOUT", "SYNC_TIMEOUT",
  "WEBHOOK_BACKOFF", "WEBHOOK_TIMEOUT",
].map((name) => `GITSYNC_${name}`); // prettier-ignore

/**
 * Variables that the gateway passes on, and whose values git-sync or the hook would refuse: they would say so only at
 * the first sync, which would then seem to be a bad commit's.
 *
 * @returns a line for each
 */
export function wrongValues(env: Environment): string[] {
  const durations = DURATIONS.filter((name) => env[name] && !parseDuration(env[name]).ok).map(
    (name) => `${name} is a duration with its unit, such as 10s or 1m30s, not "${env[name]}"`,
  );
  const ofTheHook = Object.keys(SETTINGS).flatMap((name) => {
    try {
      // the keys of the table are its names
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      settingOf(name as SettingName, {}, env);
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
  return [...durations, ...ofTheHook];
}
