import { dirname } from "node:path";
import { errorCode } from "../error-code.ts";
import type { Ports } from "../publish/ports.ts";
import { startOf } from "../publish/process-identity.ts";
import type { StaticFacts } from "../publish/types.ts";
import { type CommandLine, readCommandLine } from "./command-line.ts";
import { parsePidfile, type PidfileNote } from "./pidfile.ts";

/** A running Traefik that uses the target, as far as the system tells. */
export interface TraefikProcess {
  readonly pid: number;
  /** see `startOf`: tells it from another process that gets the same number */
  readonly started: string;
  /** how long it has been running, in milliseconds; null where the system does not tell */
  readonly upForMs: number | null;
  /** the pidfile says that it serves: `PID ready` */
  readonly ready: boolean;
  /** what its flags or variables say of the file provider; null: its static file says it, or nothing is known */
  readonly facts: StaticFacts | null;
  /** no static file is where it would read one, and nothing else gives it a file provider */
  readonly lacksStaticFile: boolean;
  /** see `CommandLine.addresses` */
  readonly addresses: readonly string[];
  /** null: it has none, or none that can be looked at */
  readonly staticFile: RunningStaticFile | null;
}

/** The static file of a running Traefik. */
export interface RunningStaticFile {
  /** as we can open it */
  readonly path: string;
  /** it is published from here */
  readonly isOurs: boolean;
  /** it names the very place that the file provider is known to read: nothing else would */
  readonly namesPlace: boolean;
}

export interface Search {
  readonly processes: readonly TraefikProcess[];
  /** why there is none, or none more */
  readonly why: string;
}

export interface SearchSettings {
  readonly pidfile: string | null;
  /** paths of ours that only a Traefik of this configuration names: the target, the watched folder, static files */
  readonly landmarks: readonly string[];
  /** absolute paths of the published static files, which are landmarks too */
  readonly staticFiles: readonly string[];
}

/**
 * Finds the Traefik that uses the target: the one of the pidfile, else all of the PID namespace. Nothing is believed
 * of a number alone: the process must be called traefik, and its command line, environment or static file must name
 * one of the landmarks, as it sees the file system.
 */
export function findTraefik(ports: Ports, settings: SearchSettings): Search {
  const noted = settings.pidfile === null ? null : readPidfile(ports, settings.pidfile);
  if (noted !== null && typeof noted !== "string") {
    return only(inspect(ports, noted.pid, noted.ready, settings));
  }
  if (ports.self.platform !== "linux") {
    return { processes: [], why: noted ?? "without a pidfile Traefik is found on Linux alone" };
  }
  const processes: TraefikProcess[] = [];
  const reasons = noted === null ? [] : [noted];
  for (const pid of runningPids(ports)) {
    if (!isCalledTraefik(nameOf(ports, pid))) continue;
    const found = inspect(ports, pid, false, settings);
    if (typeof found !== "string") processes.push(found);
    // whose configuration can be read and is another's is of no interest here
    else if (!found.endsWith(USES_ANOTHER)) reasons.push(found);
  }
  return { processes, why: reasons[0] ?? "no Traefik that uses this target can be seen from here" };
}

function only(found: TraefikProcess | string): Search {
  return typeof found === "string" ? { processes: [], why: found } : { processes: [found], why: "" };
}

/** What the pidfile says; null when there is no such file; why it cannot be read. */
function readPidfile({ files }: Ports, path: string): PidfileNote | string | null {
  try {
    return parsePidfile(Buffer.from(files.readFile(path)).toString());
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return null;
    return `the pidfile ${path} cannot be read (${errorCode(error)})`;
  }
}

const USES_ANOTHER = "is a Traefik that does not use this target";

/** @returns why it is not the one, or it */
function inspect(
  ports: Ports,
  pid: number,
  ready: boolean,
  { landmarks, staticFiles }: SearchSettings,
): TraefikProcess | string {
  if (ports.self.platform !== "linux") return inspectElsewhere(ports, pid, ready);
  const { files } = ports;
  const name = nameOf(ports, pid);
  if (name === null) return `no process ${pid} can be seen from here`;
  if (!isCalledTraefik(name)) return `process ${pid} is not Traefik`;
  const started = startOf(files, pid);
  if (started === null || started === "") return `process ${pid} has ended`;
  let commandLine: CommandLine;
  try {
    commandLine = readCommandLine(files, pid);
  } catch (error) {
    return `process ${pid} may not be looked at (${errorCode(error)}): it runs as another user`;
  }
  const { facts, addresses, paths, missing } = commandLine;
  const known = new Map<string, string | null>();
  const named = new Set(paths.map((path) => identityOf(ports, path, known)));
  const isNamed = (path: string) => named.has(identityOf(ports, path, known) ?? "");
  const isOurs = staticFiles.some(isNamed);
  const namesPlace = landmarks.some(isNamed);
  if (!isOurs && !namesPlace && !isAnyBelow(ports, paths, landmarks, known)) {
    return `process ${pid} ${USES_ANOTHER}`;
  }
  const staticFile =
    commandLine.staticFile === null ? null : { path: commandLine.staticFile, isOurs, namesPlace };
  const lacksStaticFile = missing.length > 0;
  const upForMs = upFor(ports, started);
  return { pid, started, upForMs, ready, facts, lacksStaticFile, addresses, staticFile };
}

/** Whether one of the paths leads through a landmark: a folder or a file in the target. */
function isAnyBelow(
  ports: Ports,
  paths: readonly string[],
  landmarks: readonly string[],
  known: Map<string, string | null>,
): boolean {
  const places = new Set(landmarks.map((path) => identityOf(ports, path, known)));
  places.delete(null);
  const seen = new Set<string>();
  for (const path of paths) {
    for (
      let folder = dirname(path);
      folder.length > "/proc".length && !seen.has(folder);
      folder = dirname(folder)
    ) {
      seen.add(folder);
      if (places.has(identityOf(ports, folder, known))) return true;
    }
  }
  return false;
}

/** Without /proc a process can only be asked whether it is there; its API has to say the rest. */
function inspectElsewhere(ports: Ports, pid: number, ready: boolean): TraefikProcess | string {
  try {
    ports.kill(pid, 0);
  } catch (error) {
    return `process ${pid} cannot be signalled (${errorCode(error)})`;
  }
  const unknown = { facts: null, lacksStaticFile: false, addresses: [], staticFile: null };
  return { pid, started: "", upForMs: null, ready, ...unknown };
}

function runningPids({ files, self }: Ports): number[] {
  return files
    .readFolder("/proc")
    .filter((name) => /^[1-9]\d*$/.test(name))
    .map(Number)
    .filter((pid) => pid !== self.pid);
}

function nameOf({ files }: Ports, pid: number): string | null {
  try {
    return Buffer.from(files.readFile(`/proc/${pid}/comm`))
      .toString()
      .trim();
  } catch {
    return null;
  }
}

function isCalledTraefik(name: string | null): boolean {
  return name !== null && /^traefik/i.test(name);
}

/** @param known what was found before, so that nothing is looked at twice */
function identityOf({ files }: Ports, path: string, known: Map<string, string | null>): string | null {
  const before = known.get(path);
  if (before !== undefined) return before;
  let found: string | null = null;
  try {
    const status = files.stat(path);
    if (status !== undefined) found = `${status.device}:${status.inode}`;
  } catch {
    // what cannot be looked at is nothing that we know
  }
  known.set(path, found);
  return found;
}

/** USER_HZ, the unit of start times in /proc: 100 on every architecture that Node runs on (proc(5), sysconf(3)) */
const TICKS_PER_SECOND = 100;

function upFor({ files }: Ports, started: string): number | null {
  try {
    const [uptime] = Buffer.from(files.readFile("/proc/uptime")).toString().split(" ");
    return Math.max(0, Math.round((Number(uptime) - Number(started) / TICKS_PER_SECOND) * 1000));
  } catch {
    return null;
  }
}

const V3 = /^v?3\./;

/**
 * The version of a running Traefik, by asking its own executable: 0.04 s.
 *
 * @throws when it cannot be run, or is no Traefik
 */
export async function versionOf({ run }: Ports, { pid }: TraefikProcess): Promise<string> {
  const said = await run(`/proc/${pid}/exe`, ["version"], 5_000);
  const version = /^\s*Version:\s*(\S+)/im.exec(said)?.[1];
  if (version === undefined) throw new Error(`the executable of process ${pid} does not tell a version`);
  return version;
}

/** Traefik reads its files again on SIGHUP since v3; v2 ends. */
export function isVersion3(version: string): boolean {
  return V3.test(version);
}

/** Whether the process is still the one that was found. */
export function isStillThere(ports: Ports, process: TraefikProcess): boolean {
  return process.started === "" || startOf(ports.files, process.pid) === process.started;
}
