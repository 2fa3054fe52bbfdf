import { below } from "../below.ts";
import { errorCode } from "../error-code.ts";
import type { FileSystem } from "./file-system.ts";
import { asManifest, type Manifest } from "./manifest.ts";
import { orNull } from "./or-null.ts";
import { jsonBytes, readJson, readText, stagingPath, STATE } from "./state-files.ts";
import type { Wanted } from "./write-whole.ts";

export const DEFAULT_HISTORY_SIZE = 10;

/** The entry of a manifest that was replaced; none when it is there already. */
export function missingEntry(
  files: FileSystem,
  stateDir: string,
  manifest: Manifest,
  unique: string,
): Wanted[] {
  const path = below(stateDir, `${STATE.history}/${entryName(manifest)}`);
  if (files.lstat(path) !== undefined) return [];
  return [{ path, staged: stagingPath(stateDir, unique), read: () => [jsonBytes(manifest)], mode: 0o644 }];
}

/** What was published before, newest first; entries that are damaged are left out. */
export function readHistory(files: FileSystem, stateDir: string): Manifest[] {
  return entryNames(files, stateDir)
    .map((name) => asManifest(readJson(files, below(stateDir, `${STATE.history}/${name}`))))
    .filter((manifest) => manifest !== null);
}

const OBJECTS = /[0-9a-f]{64}/g;

/**
 * The objects that the newest entries of the history name, and a few other digests. The entries are searched, not read:
 * there are several, as large as what was published. One that is damaged names its objects all the same.
 *
 * @param size how many entries
 * @param added the newest, which may be about to be written; null: they are all there
 */
export function namedInHistory(
  files: FileSystem,
  stateDir: string,
  size: number,
  added: Manifest | null,
): Set<string> {
  const named = new Set<string>();
  const own = added === null ? null : entryName(added);
  const others = entryNames(files, stateDir).filter((name) => name !== own);
  for (const name of (own === null ? others : [own, ...others]).slice(0, Math.max(0, size))) {
    const text =
      name === own
        ? JSON.stringify(added)
        : unescaped(readText(files, below(stateDir, `${STATE.history}/${name}`)) ?? "");
    for (const object of text.match(OBJECTS) ?? []) named.add(object);
  }
  return named;
}

/** Somebody else's way of writing JSON may hide the letters of a name. */
function unescaped(text: string): string {
  return text.includes("\\") ? (orNull(() => JSON.stringify(JSON.parse(text))) ?? text) : text;
}

/** The newest of the history; null when there is none. */
export function newestEntry(files: FileSystem, stateDir: string): Manifest | null {
  for (const name of entryNames(files, stateDir)) {
    const manifest = asManifest(readJson(files, below(stateDir, `${STATE.history}/${name}`)));
    if (manifest !== null) return manifest;
  }
  return null;
}

/** Forgets the entry of a manifest that is published again. */
export function takeBack(files: FileSystem, stateDir: string, manifest: Manifest): void {
  const path = below(stateDir, `${STATE.history}/${entryName(manifest)}`);
  if (files.lstat(path) !== undefined) files.unlink(path);
}

/** Forgets all but the newest so many entries. */
export function forgetOld(files: FileSystem, stateDir: string, size: number): void {
  for (const name of entryNames(files, stateDir).slice(Math.max(0, size))) {
    files.unlink(below(stateDir, `${STATE.history}/${name}`));
  }
}

/**
 * Finds published revisions, each once and as it was published last.
 *
 * @param to a revision, else the beginning of one or several; null: the newest whose files differ from those published now
 */
export function findEntries(
  published: Manifest | null,
  history: readonly Manifest[],
  to: string | null,
): Manifest[] {
  if (to === null) return history.filter(({ tree }) => tree !== published?.tree).slice(0, 1);
  const all = published === null ? history : [published, ...history];
  const named = new Map<string, Manifest>();
  for (const manifest of all.toReversed()) {
    if (manifest.revision !== null && to !== "" && manifest.revision.startsWith(to))
      named.set(manifest.revision, manifest);
  }
  const same = named.get(to);
  return same === undefined ? [...named.values()] : [same];
}

const DIGITS = 12;

function entryName({ sequence }: Manifest): string {
  return `${String(sequence).padStart(DIGITS, "0")}.json`;
}

/** newest first: the numbers have leading zeros */
function entryNames(files: FileSystem, stateDir: string): string[] {
  try {
    return files
      .readFolder(below(stateDir, STATE.history))
      .filter((name) => name.endsWith(".json"))
      .toReversed();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR";
}
