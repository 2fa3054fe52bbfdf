import { readFileSync, realpathSync } from "node:fs";
import { eachFile, isTrusted, stateAt, stateOf } from "./look.ts";

/** In the state directory: what source and target looked like when they were last seen to be the same. */
export const MEMORY = "unchanged";

/** What is looked at. */
export interface Places {
  /** everything that a verdict depends on but the files, in one line */
  readonly key: string;
  readonly worktree: string;
  readonly configPath: string;
  readonly targetDir: string;
  readonly stateDir: string;
}

/** What one file looked like, at either end. */
export interface Seen {
  readonly path: string;
  readonly source: string;
  readonly target: string;
  /** it changed so shortly before it was seen that it could change again without a trace: its bytes are compared */
  readonly fresh: boolean;
}

const FRESH = "+";

/** The memory as it is written; null where a name cannot stand in a line. */
export function formatMemory(places: Places, seen: readonly Seen[]): string | null {
  const lines = seen.map(({ path, source, target, fresh }) => [path, source, target, fresh ? FRESH : ""]);
  if (lines.some(([path = ""]) => /[\t\n]/.test(path))) return null;
  return [headOf(places), ...lines.map((line) => line.join("\t")), ""].join("\n");
}

/**
 * Tells which files look at both ends as they did when they were last known to hold the same bytes, whatever became
 * of others and whatever rules they were judged by.
 */
export function knownSame({ worktree, configPath, targetDir, stateDir }: Places): (look: Seen) => boolean {
  try {
    const [head = "", ...lines] = readFileSync(`${stateDir}/${MEMORY}`, "utf8").split("\n");
    const [, ...ends]: unknown[] = JSON.parse(head);
    const now = [worktree, `${worktree}/${configPath}`, targetDir].map((folder) =>
      realpathSync.native(folder),
    );
    if (lines.pop() !== "" || now.some((folder, index) => folder !== ends[index])) return () => false;
    const known = new Set(lines);
    return ({ path, source, target }) => known.has(`${path}\t${source}\t${target}\t`);
  } catch {
    return () => false;
  }
}

/** Where the state of the manifest stands in the first line: after the key and three folders. */
const MANIFEST = 4;

/**
 * The files that hold for certain what a manifest says as long as they look like that: their paths and states in the
 * target. None when the manifest is not the one that it was.
 *
 * @param text a memory
 * @param manifest its state now
 */
export function targetsIn(text: string, manifest: string): (readonly [path: string, state: string])[] {
  const [head = "", ...lines] = text.split("\n");
  const targets: (readonly [string, string])[] = [];
  if (lines.pop() !== "" || !saysOfManifest(head, manifest)) return targets;
  for (const line of lines) {
    const [path = "", , target = "", fresh] = line.split("\t");
    if (fresh === "") targets.push([path, target]);
  }
  return targets;
}

function saysOfManifest(head: string, state: string): boolean {
  try {
    const said: unknown = JSON.parse(head);
    return Array.isArray(said) && said[MANIFEST] === state;
  } catch {
    return false;
  }
}

/** What holds for all files: the places themselves, what is published, and that nothing is pending. */
function headOf({ key, worktree, configPath, targetDir, stateDir }: Places): string {
  const root = realpathSync.native(`${worktree}/${configPath}`);
  if (!isTrusted(root) || !isTrusted(targetDir)) throw new Error("a file system that is not trusted");
  const names = ["manifest.json", "journal.json", "restart-required.json", "last-run.json"];
  const state = names.map((name) => stateAt(`${stateDir}/${name}`));
  return JSON.stringify([key, realpathSync.native(worktree), root, realpathSync.native(targetDir), ...state]);
}

/**
 * Whether source and target are what they were when they were last seen to be the same, by the same rules: then
 * nothing has to be read, and nothing is to do. Any doubt is a no.
 *
 * @returns how many files there are; null when it cannot be told so easily
 */
export function recognise(places: Places): number | null {
  try {
    const [head, ...lines] = readFileSync(`${places.stateDir}/${MEMORY}`, "utf8").split("\n");
    if (lines.pop() !== "" || head !== headOf(places)) return null;
    const known = new Map(lines.map((line) => [line.slice(0, line.indexOf("\t")), line]));
    const folders = new Set<string>();
    const root = `${places.worktree}/${places.configPath}`;
    let count = 0;
    const same = eachFile(root, (path, stats) => {
      count++;
      const line = known.get(path);
      if (line === undefined || !areFolders(places.targetDir, path, folders)) return false;
      const target = `${places.targetDir}/${path}`;
      const now = `${path}\t${stateOf(stats)}\t${stateAt(target)}\t`;
      if (line === now) return true;
      return line === now + FRESH && readFileSync(`${root}/${path}`).equals(readFileSync(target));
    });
    return same && count === lines.length ? count : null;
  } catch {
    return null;
  }
}

/** Whether all folders on the way to a path are folders, and no links. */
export function areFolders(root: string, path: string, known: Set<string>): boolean {
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
    const folder = path.slice(0, end);
    if (known.has(folder)) return true;
    // S_IFMT and S_IFDIR: see inode(7)
    const mode = Number(stateAt(`${root}/${folder}`).split(" ")[2] ?? 0);
    if ((mode & 0o170000) !== 0o040000) return false;
    known.add(folder);
  }
  return true;
}
