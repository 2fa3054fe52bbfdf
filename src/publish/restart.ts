import { isoTime } from "../iso-time.ts";
import { staticFiles } from "../environment/layout.ts";
import type { Tree } from "../environment/tree.ts";
import { filesOf, type Manifest, type Publication, staticPart } from "./manifest.ts";
import { contentOfTree, type FileRecord } from "./content.ts";
import type { TraefikProcess } from "../traefik/process.ts";
import { NO_FILE_PROVIDER } from "../traefik/started-with.ts";
import type { Restart, State } from "./state.ts";
import type { StaticFacts } from "./types.ts";
import type { UnreadFiles } from "./unread.ts";

/** What is about to be published, as far as a restart depends on it. */
export interface Upcoming {
  readonly publication: Publication;
  readonly files: Readonly<Record<string, FileRecord>>;
  /** see `isSameStatic` */
  readonly sameStatic: boolean;
}

/**
 * What the running Traefik was told of its file provider: by the static configuration it was started with, not by
 * the one that is published or about to be. Whether it has restarted since is not always known, and so whether it
 * watches is not either.
 */
export function runningFacts(
  { manifest, restart }: State,
  { publication: { facts }, sameStatic }: Upcoming,
): StaticFacts {
  const earlier = restart?.facts ?? (sameStatic ? facts : manifest?.facts);
  if (earlier === undefined) return facts;
  if (restart === null) return earlier;
  return { ...earlier, watch: earlier.watch === facts.watch ? facts.watch : null };
}

/** What Traefik does not take of a publication although it runs. */
export interface NotTaken {
  readonly isWithheld: boolean;
  readonly unread: UnreadFiles;
}

/**
 * The note about a needed restart once this is published: none when the static configuration is the one that
 * Traefik runs with, and it reads all of it; the earlier note as long as that is not so. A Traefik that was there before
 * the first publication, and takes nothing of it, runs without.
 */
export function restartAfter(
  state: State,
  upcoming: Upcoming,
  at: Date,
  { isWithheld, unread }: NotTaken = { isWithheld: false, unread: {} },
): Restart | null {
  const { manifest, restart } = state;
  const other = awaitingRestart(state, upcoming);
  const isRead = Object.keys(unread).length === 0;
  if (manifest === null) {
    const { revision } = upcoming.publication;
    const without = { since: at.toISOString(), revision, running: "", facts: NO_FILE_PROVIDER, isWithheld };
    return isWithheld ? without : null;
  }
  if (other === null && isRead) return null;
  const running = other ?? staticPart(upcoming.files, upcoming.publication.staticFiles);
  const { since, revision, facts } = restart ?? {
    since: isoTime(at),
    revision: upcoming.publication.revision,
    facts: manifest.facts,
  };
  return {
    since,
    revision,
    running,
    facts,
    ...(isWithheld ? { isWithheld } : {}),
    ...(isRead ? {} : { unread }),
  };
}

/** The static files that Traefik runs with until a restart, by `staticPart`; null: it needs none for what is to come. */
export function awaitingRestart({ manifest, restart }: State, upcoming: Upcoming): string | null {
  if (manifest === null) return null;
  const next = staticPart(upcoming.files, upcoming.publication.staticFiles);
  if (restart !== null && isForStatic(restart, manifest))
    return restart.running === next ? null : restart.running;
  return upcoming.sameStatic ? null : staticPart(manifest.files, manifest.staticFiles);
}

/** Whether what is published has other static files than Traefik runs with. */
export function isForStatic({ running }: Restart, { files, staticFiles: paths }: Manifest): boolean {
  return running !== staticPart(files, paths);
}

/** Whether publishing a tree leaves Traefik waiting for a restart, while it waits for one already. */
export function stillWaits({ running, unread = {} }: Restart, tree: Tree): boolean {
  const paths = staticFiles(tree).map(({ path }) => path);
  const files = filesOf(contentOfTree(tree, null));
  return (
    staticPart(files, paths) !== running ||
    Object.entries(unread).some(
      ([path, object]) => files[path] !== undefined && files[path].object !== object,
    )
  );
}

/** Whether all Traefiks that can be seen have started after the note was left. */
export function haveRestarted(restart: Restart, processes: readonly TraefikProcess[], now: Date): boolean {
  return processes.length > 0 && processes.every((process) => hasStartedSince(restart, process, now));
}

export function hasStartedSince({ since }: Restart, { upForMs }: TraefikProcess, now: Date): boolean {
  return upForMs !== null && now.getTime() - upForMs > Date.parse(since);
}
