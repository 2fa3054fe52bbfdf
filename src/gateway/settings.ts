import { dirname, join } from "node:path";
import { gitSyncEnvironment, ONE_TIME } from "./git-sync-environment.ts";
import { parseDuration } from "../traefik/go/duration.ts";
import { unknownVariables, wrongValues } from "./variables.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** How the gateway takes a static change: a new Traefik beside the old one, or one after the other. */
export type RestartChoice = "auto" | "beside" | "sequential";

export interface Settings {
  /** the Traefik to run, and its arguments */
  readonly traefikBin: string;
  readonly traefikArgs: readonly string[];
  readonly gitSyncBin: string;
  /** where the target's files are: `/etc/traefik` */
  readonly targetDir: string;
  readonly stateDir: string;
  readonly pidfile: string;
  /** what `gateway-healthz` reads; beside the pidfile */
  readonly statusFile: string;
  readonly configPath: string;
  /** base URL of Traefik's API, null when none is given */
  readonly traefikApi: string | null;
  /** milliseconds that the first sync may take where something is published to start with */
  readonly firstSyncWithin: number;
  /** commits to look back for an accepted environment at the start */
  readonly fallbackDepth: number;
  readonly restart: RestartChoice;
  /** address of /metrics and /healthz, null: not served */
  readonly httpBind: HttpBind | null;
  /** what the hook writes; null: nobody reads it */
  readonly metricsFile: string | null;
  /** GITSYNC_REF is a commit: git-sync looks once, and what it found cannot get old */
  readonly pinned: boolean;
  /** seconds after which a gateway that cannot reach git is degraded */
  readonly staleAfter: number;
  /** milliseconds that git-sync waits after a failure of the hook */
  readonly hookBackoff: number;
  /** a degraded gateway counts as unhealthy */
  readonly healthStrict: boolean;
  /** the environment that git-sync and, through it, the hook get */
  readonly gitSyncEnv: Environment;
}

export interface HttpBind {
  readonly host: string;
  readonly port: number;
}

export type SettingsResult =
  | { readonly kind: "plain"; readonly traefikBin: string; readonly traefikArgs: readonly string[] }
  | { readonly kind: "supervised"; readonly settings: Settings; readonly warnings: readonly string[] }
  | { readonly kind: "usage"; readonly errors: readonly string[] };

/**
 * Reads the gateway's settings from the environment.
 *
 * @param given the process's environment
 * @param args arguments for Traefik
 * @param hook path of the hook's executable
 */
export function readSettings(given: Environment, args: readonly string[], hook: string): SettingsResult {
  const env = withoutBlank(given);
  const traefikBin = traefikOf(env);
  const enabled = flag(env["ENABLE_GITSYNC"]);
  if (enabled === false) return { kind: "plain", traefikBin, traefikArgs: args };

  const errors: string[] = [];
  const fail = <T>(message: string, instead: T): T => (errors.push(message), instead);
  if (enabled === null) fail(`ENABLE_GITSYNC is 0 or 1, not "${env["ENABLE_GITSYNC"]}"`, null);
  const required = (name: string, what: string): string =>
    env[name] || fail(`${name} is not set: ${what}`, "");
  const number = (name: string, fallback: number): number => {
    const value = env[name] || String(fallback);
    return /^\d{1,9}$/.test(value)
      ? Number(value)
      : fail(`${name} is a whole number, not "${value}"`, fallback);
  };
  required("GITSYNC_REPO", "the repository that describes the routes");
  const configPath = required(
    "GATEWAY_CONFIG_PATH",
    "the environment inside the repository, such as envs/staging",
  );
  const { targetDir, stateDir, pidfile } = places(env);
  const bind = httpBind(env["GATEWAY_HTTP_BIND"], fail);
  const metricsFile =
    env["GATEWAY_METRICS_FILE"] || (bind === null ? null : join(dirname(pidfile), "hook.prom"));
  const fallbackDepth = number("GATEWAY_FALLBACK_DEPTH", 20);
  const depth = number("GITSYNC_DEPTH", 1);
  const settings: Settings = {
    traefikBin,
    traefikArgs: args,
    gitSyncBin: env["GATEWAY_GITSYNC_BIN"] || "git-sync",
    targetDir,
    stateDir,
    pidfile,
    statusFile: join(dirname(pidfile), "gateway.json"),
    configPath,
    traefikApi: env["GATEWAY_TRAEFIK_API"] || null,
    firstSyncWithin: seconds(env, "GATEWAY_FIRST_SYNC_TIMEOUT", 20, fail) * 1000,
    fallbackDepth,
    restart: oneOf(env["GATEWAY_RESTART"], ["auto", "beside", "sequential"], "GATEWAY_RESTART", fail),
    httpBind: bind,
    metricsFile,
    pinned: /^([0-9a-f]{40}|[0-9a-f]{64})$/i.test(env["GITSYNC_REF"] ?? ""),
    staleAfter: seconds(env, "GATEWAY_STALE_AFTER", 600, fail),
    hookBackoff: hookBackoff(env),
    healthStrict: flag(env["GATEWAY_HEALTH_STRICT"]) ?? fail("GATEWAY_HEALTH_STRICT is 0 or 1", false),
    gitSyncEnv: gitSyncEnvironment(env, {
      hook,
      depth: depth === 0 ? 0 : Math.max(depth, fallbackDepth + 1),
      pidfile,
      metricsFile,
      stateDir,
      targetDir,
    }),
  };
  errors.push(...wrongValues(env));
  if (errors.length > 0) return { kind: "usage", errors: [...errors, ...unknownVariables(env)] };
  return { kind: "supervised", settings, warnings: [...unknownVariables(env), ...withoutEffect(env)] };
}

/** The first sync ends by itself, the one beside Traefik must not. */
function withoutEffect(env: Environment): string[] {
  return ONE_TIME.filter((name) => flag(env[name]) !== false).map(
    (name) => `${name} has no effect: the gateway decides when git-sync ends`,
  );
}

/** What `gateway-healthz` needs to know: the same variables, read by themselves. */
export interface HealthSettings {
  readonly traefikBin: string;
  readonly targetDir: string;
  readonly stateDir: string;
  readonly statusFile: string;
  readonly withGitSync: boolean;
  /** seconds */
  readonly staleAfter: number;
  readonly strict: boolean;
}

export function readHealthSettings(given: Environment): HealthSettings | { readonly error: string } {
  const env = withoutBlank(given);
  const errors: string[] = [];
  const fail: Fail = (message, instead) => (errors.push(message), instead);
  const { targetDir, stateDir, pidfile } = places(env);
  const settings = {
    traefikBin: traefikOf(env),
    targetDir,
    stateDir,
    statusFile: join(dirname(pidfile), "gateway.json"),
    withGitSync: flag(env["ENABLE_GITSYNC"]) === true,
    staleAfter: seconds(env, "GATEWAY_STALE_AFTER", 600, fail),
    strict: flag(env["GATEWAY_HEALTH_STRICT"]) ?? fail("GATEWAY_HEALTH_STRICT is 0 or 1", false),
  };
  return errors[0] === undefined ? settings : { error: errors[0] };
}

/** What is set to nothing, or to blanks alone, is not set; the variables of templates are what they are. */
function withoutBlank(env: Environment): Environment {
  const isUnset = ([name, value = ""]: readonly [string, string | undefined]): boolean =>
    /^(?:(?:GATEWAY|GITSYNC|GIT_SYNC)_|ENABLE_GITSYNC$)/.test(name) && value.trim() === "";
  return Object.fromEntries(Object.entries(env).filter((entry) => !isUnset(entry)));
}

function traefikOf(env: Environment): string {
  return env["GATEWAY_TRAEFIK_BIN"] || "traefik";
}

function places(env: Environment): { targetDir: string; stateDir: string; pidfile: string } {
  const targetDir = env["GATEWAY_TARGET_DIR"] || "/etc/traefik";
  return {
    targetDir,
    stateDir: env["GATEWAY_STATE_DIR"] || join(targetDir, ".gateway"),
    pidfile: env["GATEWAY_TRAEFIK_PIDFILE"] || "/run/gateway/traefik.pid",
  };
}

type Fail = <T>(message: string, instead: T) => T;

/** null: neither. Unset is false. */
function flag(value: string | undefined): boolean | null {
  if (value === undefined || ["", "0", "false"].includes(value.toLowerCase())) return false;
  return ["1", "true"].includes(value.toLowerCase()) ? true : null;
}

function oneOf<T extends string>(
  value: string | undefined,
  choices: readonly [T, ...T[]],
  name: string,
  fail: Fail,
): T {
  const found = choices.find((choice) => choice === (value || choices[0]));
  return found ?? fail(`${name} is one of ${choices.join(", ")}, not "${value}"`, choices[0]);
}

function httpBind(value: string | undefined, fail: Fail): HttpBind | null {
  if (!value) return null;
  const parts = /^(?<host>\[[0-9a-f:]+\]|[^:]*):(?<port>\d{1,5})$/i.exec(value)?.groups;
  if (!parts || Number(parts["port"]) > 65535) {
    return fail(`GATEWAY_HTTP_BIND is an address such as :9090 or 127.0.0.1:9090, not "${value}"`, null);
  }
  return { host: (parts["host"] ?? "").replaceAll(/[[\]]/g, ""), port: Number(parts["port"]) };
}

/** git-sync's default is 3 s; what is no duration is told with all other wrong values. */
function hookBackoff(env: Environment): number {
  const nanoseconds = parseDuration(env["GITSYNC_EXECHOOK_BACKOFF"] || "3s");
  return nanoseconds.ok ? Number(nanoseconds.value) / 1e6 : 0;
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** A duration of seconds, or with the unit s, m or h: `600`, `10m`, `1h`. */
function seconds(env: Environment, name: string, fallback: number, fail: Fail): number {
  const value = env[name];
  if (!value) return fallback;
  const parts = /^(\d{1,9})([smh]?)$/.exec(value);
  if (!parts) return fail(`${name} is a duration such as 90s, 10m or 1h, not "${value}"`, fallback);
  return Number(parts[1]) * (UNITS[parts[2] || "s"] ?? 1);
}
