import { extname } from "node:path";
import type { Ports } from "../publish/ports.ts";
import type { ReadStaticFile, StartedWith, StaticFacts } from "../publish/types.ts";
import type { RunningStaticFile, TraefikProcess } from "./process.ts";
import type { StaticFacts as ReadFacts } from "./static/facts.ts";
import { NEWEST } from "./versions.ts";

/** What a static configuration that nobody wrote says of the file provider. */
export const NO_FILE_PROVIDER: StaticFacts = {
  fileProvider: false,
  directory: null,
  filename: null,
  watch: null,
  throttleMs: null,
};

/** What is known of the static files that a Traefik may have been started with. */
export interface KnownStatic {
  /** what those say that were published before; those of the environment where none were */
  readonly published: StaticFacts;
  /** some were published before */
  readonly hadSome: boolean;
  /** a static file that has been read already; null: none has */
  readonly read: ReadStaticFile | null;
}

/**
 * Finds what a running Traefik was started with: its flags and variables say it, or its static file does as long as
 * nobody has changed that since. Where it has changed or gone, the facts that were published before are the best that
 * is known of a file that is ours, and of another nothing is certain. One of ours that is there for the first time was
 * not there at the start: a SIGHUP would end a Traefik that has no file provider.
 */
export async function startedWith(
  ports: Ports,
  process: TraefikProcess,
  { published, hadSome, read: known }: KnownStatic,
): Promise<StartedWith> {
  const { facts, lacksStaticFile, addresses, staticFile, ready } = process;
  // who keeps such a pidfile started it on what was published
  const wasThere = hadSome || ready;
  if (facts !== null) {
    return lacksStaticFile && wasThere ? { facts: published, addresses: [] } : { facts, addresses };
  }
  if (staticFile === null) return { facts: published, addresses: [] };
  const read = isAsAtStart(ports, process, staticFile) ? await readRunning(ports, staticFile, known) : null;
  if (read !== null) return read;
  const { isOurs, namesPlace } = staticFile;
  const unsure = { ...published, fileProvider: namesPlace ? true : null, watch: null, throttleMs: null };
  const ours = wasThere ? published : NO_FILE_PROVIDER;
  return { facts: isOurs ? ours : unsure, addresses: [] };
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
async function readRunning(
  { files }: Ports,
  { path }: RunningStaticFile,
  known: ReadStaticFile | null,
): Promise<StartedWith | null> {
  try {
    const bytes = files.readFile(path);
    const isKnown =
      known !== null && extname(known.path) === extname(path) && Buffer.compare(known.bytes, bytes) === 0;
    if (isKnown) return known.says;
    const { loadForV3 } = await import("./static/load-for-v3.ts");
    const { readFacts } = await import("./static/read-facts.ts");
    const { configuration } = loadForV3({ path, bytes, mode: 0 }, NEWEST);
    if (configuration === null) return null;
    return whatItSays(readFacts(configuration));
  } catch {
    return null;
  }
}

/** What a Traefik is started with by a static file with these facts. */
export function whatItSays({ file, entryPoints }: ReadFacts): StartedWith {
  const tcp = [...entryPoints.values()].filter(({ protocol }) => protocol === "tcp");
  return { facts: file, addresses: tcp.map(({ address }) => address) };
}
