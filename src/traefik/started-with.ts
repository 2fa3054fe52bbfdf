import type { Ports } from "../publish/ports.ts";
import type { StaticFacts } from "../publish/types.ts";
import type { RunningStaticFile, TraefikProcess } from "./process.ts";
import { NEWEST } from "./versions.ts";

/** What a running Traefik was told when it started. */
export interface StartedWith {
  readonly facts: StaticFacts;
  /** addresses of its entry points, as written; empty where they are not known */
  readonly addresses: readonly string[];
}

/**
 * Finds what a running Traefik was started with: its flags and variables say it, or its static file does as long as
 * nobody has changed that since. Where it has changed, the facts that were published before are the best that is known
 * of a file that is ours, and of another nothing is certain.
 */
export async function startedWith(
  ports: Ports,
  process: TraefikProcess,
  published: StaticFacts,
): Promise<StartedWith> {
  if (process.facts !== null) return { facts: process.facts, addresses: process.addresses };
  const { staticFile } = process;
  if (staticFile === null) return { facts: published, addresses: [] };
  const read = isAsAtStart(ports, process, staticFile) ? await readRunning(ports, staticFile) : null;
  if (read !== null) return read;
  const { isOurs, namesPlace } = staticFile;
  const unsure = { ...published, fileProvider: namesPlace ? true : null, watch: null, throttleMs: null };
  return { facts: isOurs ? published : unsure, addresses: [] };
}

/** the clock of processes ticks every 10 ms, and so does that of files; nobody reads a file sooner after its start */
const TICKS_MS = 30;

function isAsAtStart(
  { files, now }: Ports,
  { upForMs }: TraefikProcess,
  { path }: RunningStaticFile,
): boolean {
  const changed = files.stat(path)?.changedMs;
  return upForMs !== null && changed !== undefined && changed <= now().getTime() - upForMs + TICKS_MS;
}

/** @returns null where it cannot be read, or Traefik would not have started with it */
async function readRunning({ files }: Ports, { path }: RunningStaticFile): Promise<StartedWith | null> {
  try {
    const { loadForV3 } = await import("./static/load-for-v3.ts");
    const { readFacts } = await import("./static/read-facts.ts");
    const { configuration } = loadForV3({ path, bytes: files.readFile(path), mode: 0 }, NEWEST);
    if (configuration === null) return null;
    const { file, entryPoints } = readFacts(configuration);
    const tcp = [...entryPoints.values()].filter(({ protocol }) => protocol === "tcp");
    return { facts: file, addresses: tcp.map(({ address }) => address) };
  } catch {
    return null;
  }
}
