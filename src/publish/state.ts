import { below } from "../below.ts";
import { areDiagnostics } from "../diagnostic.ts";
import type { FileSystem } from "./file-system.ts";
import { newestEntry } from "./history.ts";
import { asJournal, type Journal } from "./journal.ts";
import { isRecord } from "../is-record.ts";
import { asFacts } from "./static-facts.ts";
import { asManifest, type Manifest } from "./manifest.ts";
import { parseJson, readJson, readText, STATE } from "./state-files.ts";
import type { Held, LastRun, StaticFacts } from "./types.ts";
import type { UnreadFiles } from "./unread.ts";

/** Left for whoever restarts Traefik: the static configuration that is published is not the one that it runs with. */
export interface Restart {
  /** when the published static configuration first differed */
  readonly since: string;
  readonly revision: string | null;
  /** `staticPart` of the manifest that Traefik was last known to run with */
  readonly running: string;
  /** what that one said about the file provider: how to reach Traefik until it restarts */
  readonly facts: StaticFacts;
  /** Traefik was not told of what is published: it shows something older */
  readonly isWithheld?: boolean;
  /** see `unreadAfter` */
  readonly unread?: UnreadFiles;
}

/** All that earlier runs left. */
export interface State {
  readonly manifest: Manifest | null;
  /** present: a run was interrupted */
  readonly journal: Journal | null;
  readonly restart: Restart | null;
}

/** Reads what earlier runs left; a manifest that is lost or damaged is replaced by the newest of the history. */
export function readState(files: FileSystem, stateDir: string): State {
  const read = (name: string) => readJson(files, below(stateDir, name));
  const restart = read(STATE.restart);
  const journal = asJournal(read(STATE.journal));
  return {
    manifest: readManifest(files, stateDir) ?? journal?.previous ?? newestEntry(files, stateDir),
    journal,
    restart: isRestart(restart)
      ? { ...restart, facts: asFacts(restart.facts), unread: asUnread(restart.unread) }
      : null,
  };
}

let latest: { readonly text: string; readonly manifest: Manifest | null } | undefined;

/** What is published; null where that is lost or damaged. A run asks several times, and the same text says the same. */
function readManifest(files: FileSystem, stateDir: string): Manifest | null {
  const text = readText(files, below(stateDir, STATE.manifest));
  if (text === undefined) return null;
  if (latest?.text !== text) latest = { text, manifest: asManifest(parseJson(text)) };
  return latest.manifest;
}

function asUnread(value: unknown): UnreadFiles {
  const entries = isRecord(value) ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** Whether there is a manifest, be it damaged. */
export function hasManifest(files: FileSystem, stateDir: string): boolean {
  return files.lstat(below(stateDir, STATE.manifest)) !== undefined;
}

/** The revision of what is published; null where nothing is, or it had none. */
export function publishedRevision(files: FileSystem, stateDir: string): string | null {
  return readState(files, stateDir).manifest?.revision ?? null;
}

/** What keeps an environment from being published until it changes: what a rollback that is done, or was begun, says. */
export function heldBy({ manifest, journal }: State, tree: string): Held | null {
  const held = (journal?.next ?? manifest)?.held ?? null;
  return held?.trees.includes(tree) === true ? held : null;
}

export function readLastRun(files: FileSystem, stateDir: string): LastRun | null {
  const value = readJson(files, below(stateDir, STATE.lastRun));
  return isLastRun(value) ? value : null;
}

function isLastRun(value: unknown): value is LastRun {
  return (
    isRecord(value) &&
    ["at", "outcome", "message", "tree"].every((field) => typeof value[field] === "string") &&
    (value["revision"] === null || typeof value["revision"] === "string") &&
    areDiagnostics(value["diagnostics"])
  );
}

function isRestart(value: unknown): value is Restart {
  return (
    isRecord(value) &&
    ["running", "since"].every((field) => typeof value[field] === "string") &&
    "facts" in value
  );
}

/**
 * What Traefik shows, as far as it took it; null where nobody knows: nothing was published, a run was interrupted, or
 * Traefik was not told.
 */
export function shownBy({ manifest, journal, restart }: State): Manifest | null {
  return journal !== null || restart?.isWithheld === true ? null : manifest;
}
