import { dirname, join } from "node:path";
import { below } from "../below.ts";
import { errorCode } from "../error-code.ts";
import type { FileSystem } from "./file-system.ts";
import { makeFolder } from "./make-folder.ts";
import { attempt, syncFolder, writeWhole } from "./write-whole.ts";

/** Names in the state directory. None ends in .yaml, .yml or .toml, so Traefik loads none, even where it looks. */
export const STATE = {
  lock: "lock",
  manifest: "manifest.json",
  journal: "journal.json",
  lastRun: "last-run.json",
  restart: "restart-required.json",
  objects: "objects",
  packs: "packs",
  staging: "staging",
  history: "history",
  verdicts: "verdicts",
  judged: "judged",
  acceptedStatic: "accepted-static.json",
} as const;

const OPEN_FOLDER = 0o755;
/** staged and kept content may be private keys */
const CLOSED_FOLDER = 0o700;

/** Makes the state directory and its folders, and the target itself, where they are missing. */
export function makeStateFolders(files: FileSystem, targetDir: string, stateDir: string): void {
  makeFolders(files, targetDir, OPEN_FOLDER);
  makeFolders(files, stateDir, OPEN_FOLDER);
  for (const name of [STATE.objects, STATE.packs, STATE.staging])
    ensureFolder(files, below(stateDir, name), CLOSED_FOLDER);
  for (const name of [STATE.history, STATE.verdicts]) ensureFolder(files, below(stateDir, name), OPEN_FOLDER);
}

function makeFolders(files: FileSystem, path: string, mode: number): void {
  if (files.lstat(path) !== undefined) return;
  const parent = join(path, "..");
  if (parent !== path) makeFolders(files, parent, mode);
  ensureFolder(files, path, mode);
}

function ensureFolder(files: FileSystem, path: string, mode: number): void {
  if (files.lstat(path) !== undefined) return;
  try {
    makeFolder(files, path, mode, null);
  } catch (error) {
    // another run was faster
    if (errorCode(error) !== "EEXIST") throw error;
  }
}

/** The JSON in a file; undefined when there is no such file, or it is not JSON. */
export function readJson(files: FileSystem, path: string): unknown {
  return parseJson(readText(files, path));
}

/** What is written here is a hundredth of it, of the largest environments; more would be no text for V8. */
const MOST_BYTES = 256 * 1024 * 1024;
const DAMAGED = new Uint8Array();

/**
 * The bytes of a file of the state directory; none of what is no file of that size, and was not written here: a link
 * might lead to a device that never ends.
 *
 * @returns undefined when there is nothing
 */
export function readOwn(files: FileSystem, path: string): Uint8Array | undefined {
  const status = files.lstat(path);
  if (status === undefined) return undefined;
  if (status.kind !== "file" || status.size > MOST_BYTES) return DAMAGED;
  try {
    return files.readFile(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

/** The text in a file; undefined when there is no such file. */
export function readText(files: FileSystem, path: string): string | undefined {
  const bytes = readOwn(files, path);
  return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
}

/** What a text says in JSON; undefined when it is not JSON. */
export function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

let count = 0;

/** how the name of a staged folder begins that stands for the target */
export const IMAGE = "target.";

/** A name in the staging folder that nothing else has. */
export function stagingPath(stateDir: string, unique: string): string {
  return below(stateDir, `${STATE.staging}/${unique}.${count++}`);
}

/** Replaces a JSON file of the state directory; see `writeText`. */
export function writeJson(
  files: FileSystem,
  stateDir: string,
  name: string,
  value: unknown,
  unique: string,
  options: Pick<Replacing, "durable" | "isNote"> = {},
): void {
  writeText(files, stateDir, name, formatJson(value), unique, options);
}

/** What `writeJson` would write. */
export function jsonBytes(value: unknown): Uint8Array {
  return Buffer.from(formatJson(value));
}

function formatJson(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

interface Replacing {
  readonly durable?: boolean;
  /** nobody is in need of it: it may be gone for a moment, or by a power cut */
  readonly isNote?: boolean;
  readonly mode?: number;
}

/**
 * Replaces a file of the state directory by rename; durably, unless it is said otherwise.
 *
 * @param name relative to the state directory
 * @param unique names this run among all that may stage at once
 */
export function writeText(
  files: FileSystem,
  stateDir: string,
  name: string,
  text: string | Uint8Array,
  unique: string,
  { isNote = false, durable = !isNote, mode = 0o644 }: Replacing = {},
): void {
  const staged = stagingPath(stateDir, unique);
  const path = below(stateDir, name);
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  writeWhole(files, staged, [bytes], { mode, durable });
  try {
    // ext4 writes out at once what is renamed over another file
    if (isNote) attempt(() => files.unlink(path));
    files.rename(staged, path);
  } catch (error) {
    attempt(() => files.unlink(staged));
    throw error;
  }
  // the state directory's own path may be a link's
  if (durable) syncFolder(files, `${stateDir}/${dirname(name)}`);
}

/** Removes a file of the state directory; that it is not there is no error. */
export function forget(files: FileSystem, stateDir: string, name: string): void {
  try {
    files.unlink(below(stateDir, name));
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
}
