import type { FileSystem } from "../publish/file-system.ts";
import type { StaticFacts } from "../publish/types.ts";
import { parseTraefikDuration } from "./go/duration.ts";

/** How a running Traefik was started, on Linux. */
export interface CommandLine {
  /** its static file, as we can open it; null: it has none, and flags or variables are its configuration */
  readonly staticFile: string | null;
  /**
   * Where a static file would have been read that is not there: it has come after the start, gone since, or was never
   * there. Empty where it has one, and where flags or variables give it a file provider.
   */
  readonly missing: readonly string[];
  /** every path that its configuration names, as we can open it, with those that are missing */
  readonly paths: readonly string[];
  /** what its flags or variables say of the file provider; null when a static file does */
  readonly facts: StaticFacts | null;
  /** addresses of entry points that its flags or variables name, as written */
  readonly addresses: readonly string[];
}

const NO_SERVER: CommandLine = { staticFile: null, missing: [], paths: [], facts: null, addresses: [] };

/**
 * Reads how a Traefik was started. Its own view of the file system is reached through `/proc/PID/root` and `/cwd`,
 * so containers that share a PID namespace and nothing else are understood too.
 *
 * @throws when the process may not be looked at
 */
export function readCommandLine(files: FileSystem, pid: number): CommandLine {
  const args = zeroSeparated(files, `/proc/${pid}/cmdline`).slice(1);
  // a sub-command (healthcheck, version) serves nothing and dies of a signal
  if (/^[^-]/.test(args[0] ?? "")) return NO_SERVER;
  const environment = environmentOf(files, pid);
  const see = (path: string) =>
    path.startsWith("/") ? `/proc/${pid}/root${path}` : `/proc/${pid}/cwd/${path}`;
  const flags = flagsOf(args);
  const places = defaultFiles(flags.get("configfile"), environment).map(see);
  const staticFile = places.find((path) => files.stat(path) !== undefined);
  if (staticFile !== undefined) {
    const text = Buffer.from(files.readFile(staticFile)).toString();
    const paths = [staticFile, ...pathsIn(text).map(see)];
    return { staticFile, missing: [], paths, facts: null, addresses: [] };
  }
  const settings = flags.size > 0 ? flags : variablesOf(environment);
  const facts = factsOf(settings);
  const missing = facts.fileProvider === true ? [] : places;
  return {
    staticFile: null,
    missing,
    paths: [...[...settings.values()].filter(Boolean).map(see), ...missing],
    facts,
    addresses: [...settings]
      .filter(([name]) => /^entrypoints\.[^.]+\.address$/.test(name))
      .map(([, value]) => value),
  };
}

/** The static file that is asked for, then the places where Traefik looks, in its order (`pkg/cli/loader_file.go`). */
function defaultFiles(asked: string | undefined, environment: ReadonlyMap<string, string>): string[] {
  const bases = [
    "/etc/traefik",
    environment.get("XDG_CONFIG_HOME") ?? "",
    `${environment.get("HOME") ?? ""}/.config`,
    ".",
  ];
  const found = bases.flatMap((base) =>
    ["toml", "yaml", "yml"].map((extension) => `${base}/traefik.${extension}`),
  );
  return asked === undefined || asked.trim() === "" ? found : [asked, ...found];
}

/** `--name=value`, `--name value` and `--name`, with one dash or two; names do not depend on case. */
export function flagsOf(args: readonly string[]): Map<string, string> {
  const flags = new Map<string, string>();
  for (const [index, arg] of args.entries()) {
    const [, name, value] = /^--?([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name === undefined) continue;
    const following = args[index + 1];
    const spaced = following !== undefined && !following.startsWith("-") ? following : "true";
    flags.set(name.toLowerCase().replace(/^traefik\./, ""), value ?? spaced);
  }
  return flags;
}

/** `TRAEFIK_PROVIDERS_FILE_WATCH` is the flag `providers.file.watch`. */
function variablesOf(environment: ReadonlyMap<string, string>): Map<string, string> {
  const settings = new Map<string, string>();
  for (const [name, value] of environment) {
    const [, rest] = /^TRAEFIK_(.+)$/i.exec(name) ?? [];
    if (rest !== undefined) settings.set(rest.toLowerCase().replaceAll("_", "."), value);
  }
  return settings;
}

function factsOf(settings: ReadonlyMap<string, string>): StaticFacts {
  const names = [...settings.keys()];
  const watch = settings.get("providers.file.watch");
  const throttle = settings.get("providers.providersthrottleduration");
  return {
    fileProvider: names.some((name) => name === "providers.file" || name.startsWith("providers.file.")),
    directory: settings.get("providers.file.directory") ?? null,
    filename: settings.get("providers.file.filename") ?? null,
    watch: watch === undefined ? true : !/^(?:false|f|0)$/i.test(watch),
    throttleMs: throttle === undefined ? 2_000 : throttleOf(throttle),
  };
}

const NANOSECONDS_PER_MS = 1e6;

function throttleOf(text: string): number | null {
  const duration = parseTraefikDuration(text);
  return duration.ok ? Number(duration.value) / NANOSECONDS_PER_MS : null;
}

/** Everything in a static file that looks like a path: the ones that are a landmark of ours say whose file it is. */
function pathsIn(text: string): string[] {
  return [...new Set(text.match(/(?<![\w./-])(?:\.{0,2}\/)?[\w.-]+(?:\/[\w.-]+)*\/?|\//g) ?? [])].slice(
    0,
    2_000,
  );
}

function environmentOf(files: FileSystem, pid: number): Map<string, string> {
  const environment = new Map<string, string>();
  for (const entry of zeroSeparated(files, `/proc/${pid}/environ`)) {
    const equals = entry.indexOf("=");
    if (equals > 0) environment.set(entry.slice(0, equals), entry.slice(equals + 1));
  }
  return environment;
}

function zeroSeparated(files: FileSystem, path: string): string[] {
  return Buffer.from(files.readFile(path)).toString().split("\0");
}
