import { NEWEST, VERSIONS } from "../traefik/versions.ts";
import { choice, httpUrl, knownVersion, onOrOff, positive, text, userAndGroup } from "./setting-values.ts";
import { isUndecoded } from "./undecoded.ts";
import { UsageError } from "./usage-error.ts";

/** One thing that can be set by a flag or by its variable; the flag wins. */
export interface Setting<T> {
  readonly variable: string;
  /** as commander writes it: `--fail-on <severity>`; without an argument it is a switch */
  readonly flag: string;
  readonly about: string;
  /** what holds when neither is given, as text for the help */
  readonly fallback: string;
  /** throws a plain Error that says what the text should have been */
  readonly parse: (text: string) => T;
  /** all that it can be, where that is a closed set */
  readonly values?: readonly string[];
}

/** The closed set of settings: variables of the container, and flags by hand. */
export const SETTINGS = {
  worktree: setting({
    variable: "GATEWAY_WORKTREE",
    flag: "--worktree <folder>",
    about: "root of the checkout",
    fallback: "the current directory",
    parse: text,
  }),
  configPath: setting({
    variable: "GATEWAY_CONFIG_PATH",
    flag: "--config-path <path>",
    about: "the environment inside the checkout, such as envs/staging",
    fallback: "none: it must be given",
    parse: text,
  }),
  target: setting({
    variable: "GATEWAY_TARGET_DIR",
    flag: "--target <folder>",
    about: "the folder that Traefik reads",
    fallback: "/etc/traefik",
    parse: text,
  }),
  stateDir: setting({
    variable: "GATEWAY_STATE_DIR",
    flag: "--state-dir <folder>",
    about: "staged content, journal, manifest, history, lock",
    fallback: "<target>/.gateway",
    parse: text,
  }),
  traefikVersion: setting({
    variable: "GATEWAY_TRAEFIK_VERSION",
    flag: "--traefik-version <version>",
    about: `which Traefik's rules to judge by: ${VERSIONS[0]} to ${NEWEST}`,
    fallback: "that of the Traefik found, else the newest known",
    parse: knownVersion,
    values: VERSIONS,
  }),
  traefikBin: setting({
    variable: "GATEWAY_TRAEFIK_BIN",
    flag: "--traefik-bin <file>",
    about: "the real Traefik, for the preflight",
    fallback: "traefik on PATH",
    parse: text,
  }),
  preflight: setting({
    variable: "GATEWAY_PREFLIGHT",
    flag: "--preflight <when>",
    about: "ask the real Traefik too: auto (when one is found), always, never",
    fallback: "auto",
    ...choice("auto", "always", "never"),
  }),
  reload: setting({
    variable: "GATEWAY_RELOAD",
    flag: "--reload <method>",
    about: "how Traefik learns of a change: auto, signal, watch, none",
    fallback: "auto",
    ...choice("auto", "signal", "watch", "none"),
  }),
  traefikPidfile: setting({
    variable: "GATEWAY_TRAEFIK_PIDFILE",
    flag: "--traefik-pidfile <file>",
    about: "whom to signal",
    fallback: "/run/gateway/traefik.pid",
    parse: text,
  }),
  traefikApi: setting({
    variable: "GATEWAY_TRAEFIK_API",
    flag: "--traefik-api <url>",
    about: "base URL of the live Traefik's API; given, a publication is confirmed there",
    fallback: "none",
    parse: httpUrl,
  }),
  sameEnv: setting({
    variable: "GATEWAY_SAME_ENV",
    flag: "--same-env",
    about: "Traefik has the very variables of the hook: one that templates read and that is not set is empty",
    fallback: "0, but 1 where `gateway` runs the hook",
    parse: onOrOff,
  }),
  failOn: setting({
    variable: "GATEWAY_FAIL_ON",
    flag: "--fail-on <severity>",
    about: "from which severity an environment is rejected: error, warning",
    fallback: "error",
    ...choice("error", "warning"),
  }),
  routeTests: setting({
    variable: "GATEWAY_ROUTE_TESTS",
    flag: "--route-tests <whether>",
    about: "whether an environment whose route tests fail is rejected: require, ignore",
    fallback: "ignore",
    ...choice("require", "ignore"),
  }),
  allowEmpty: setting({
    variable: "GATEWAY_ALLOW_EMPTY",
    flag: "--allow-empty",
    about: "publish an environment that leaves no router where there were some",
    fallback: "0",
    parse: onOrOff,
  }),
  owner: setting({
    variable: "GATEWAY_OWNER",
    flag: "--owner <uid:gid>",
    about: "who shall own what is written: 65532:65532, 65532, or :65532 for the group alone",
    fallback: "whom the file system gives it to",
    parse: userAndGroup,
  }),
  historySize: setting({
    variable: "GATEWAY_HISTORY",
    flag: "--history <count>",
    about: "how many published revisions are kept",
    fallback: "10",
    parse: positive,
  }),
  logFormat: setting({
    variable: "GATEWAY_LOG_FORMAT",
    flag: "--log-format <format>",
    about: "of the log on stderr: text, json",
    fallback: "text on a terminal, else json",
    ...choice("text", "json"),
  }),
  metricsFile: setting({
    variable: "GATEWAY_METRICS_FILE",
    flag: "--metrics-file <file>",
    about: "Prometheus text file, replaced atomically",
    fallback: "none",
    parse: text,
  }),
  revision: setting({
    variable: "GITSYNC_HASH",
    flag: "--revision <hash>",
    about: "the revision to record",
    fallback: "git rev-parse HEAD of the checkout, else none",
    parse: text,
  }),
} as const;

export type SettingName = keyof typeof SETTINGS;
export type SettingValue<N extends SettingName> = ReturnType<(typeof SETTINGS)[N]["parse"]>;
/** Flags as commander gives them: a text, texts of a repeatable one, true for a switch, undefined where not given. */
export type Flags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/**
 * The value of a setting: its flag, else its variable, else undefined. A variable that is empty, or of blanks alone, is
 * an unset one, as a compose file writes it.
 *
 * @throws UsageError for a value that the setting cannot take
 */
export function settingOf<N extends SettingName>(
  name: N,
  flags: Flags,
  env: Readonly<Record<string, string | undefined>>,
): SettingValue<N> | undefined {
  const { variable, flag, parse } = SETTINGS[name];
  const given = flags[name];
  const value = typeof given === "string" ? given : given === true ? "1" : env[variable];
  if (value === undefined || (given === undefined && value.trim() === "")) return undefined;
  try {
    // each entry of the table parses to its own type; the union cannot say so
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return parse(decoded(value)) as SettingValue<N>;
  } catch (error) {
    throw new UsageError(`${given === undefined ? variable : flag.split(" ")[0]}: ${errorMessage(error)}`);
  }
}

function decoded(value: string): string {
  if (isUndecoded(value)) throw new Error("is not UTF-8");
  return value;
}

/** The text of a flag that is no setting; undefined where it is not given. */
export function textFlag(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === "string" ? value : undefined;
}

function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function setting<T>(definition: Setting<T>): Setting<T> {
  return definition;
}
