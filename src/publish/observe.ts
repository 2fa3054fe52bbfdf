import { below } from "../below.ts";
import { errorCode } from "../error-code.ts";
import { digest } from "./digest.ts";
import type { FileStatus, FileSystem } from "./file-system.ts";
import { parentsOf } from "./safe-path.ts";
import { looksOf, type SeenDigests } from "./seen-digests.ts";

/** What stands at one path of the target. */
export interface Sight {
  readonly status: FileStatus | undefined;
  /** of a regular file whose size is one of those asked for; null when it cannot be what is expected */
  readonly object: string | null;
  /** it may not be read: nobody can tell whether it is what is expected */
  readonly isHidden: boolean;
  /** what a folder holds, all the way down, relative to the target; empty unless the path is a folder */
  readonly inside: readonly Inside[];
}

export interface Inside {
  readonly path: string;
  readonly kind: FileStatus["kind"];
}

/** What the target holds where the publisher has business. */
export interface Observation {
  /** of every path asked for that is not behind something that is no folder */
  readonly sights: ReadonlyMap<string, Sight>;
  /** of every folder on the way to one; undefined when there is nothing */
  readonly folders: ReadonlyMap<string, FileStatus | undefined>;
  /** device of the target itself; null when it does not exist */
  readonly device: number | null;
}

/**
 * Looks at paths of the target. It follows no symbolic link and reads a file only when its size says that it may be
 * what is expected, so that nobody's large file slows a run down.
 *
 * @param expected sizes of interest by path; other sizes are not read
 * @param digests those that are known: these files are not read again
 */
export function observe(
  files: FileSystem,
  targetDir: string,
  expected: ReadonlyMap<string, readonly number[]>,
  digests: SeenDigests = new Map(),
): Observation {
  const folders = new Map<string, FileStatus | undefined>();
  const sights = new Map<string, Sight>();
  const root = files.stat(targetDir);
  for (const [path, sizes] of expected) {
    if (root === undefined || !isReachable(files, targetDir, path, folders)) continue;
    sights.set(path, look(files, targetDir, path, sizes, digests));
  }
  return { sights, folders, device: root?.device ?? null };
}

/** Whether all folders on the way are folders; remembers what each is. */
function isReachable(
  files: FileSystem,
  targetDir: string,
  path: string,
  folders: Map<string, FileStatus | undefined>,
): boolean {
  for (const folder of parentsOf(path)) {
    if (!folders.has(folder)) folders.set(folder, files.lstat(below(targetDir, folder)));
    if (folders.get(folder)?.kind !== "folder") return false;
  }
  return true;
}

function look(
  files: FileSystem,
  targetDir: string,
  path: string,
  sizes: readonly number[],
  digests: SeenDigests,
): Sight {
  const status = files.lstat(below(targetDir, path));
  const isHidden = false;
  if (status?.kind === "folder") {
    return { status, object: null, isHidden, inside: listInside(files, targetDir, path) };
  }
  const mayBe = status?.kind === "file" && sizes.includes(status.size);
  if (!mayBe) return { status, object: null, isHidden, inside: [] };
  const looks = looksOf(path, status);
  const object = digests.get(looks) ?? digestFile(files, below(targetDir, path));
  if (object !== null) digests.set(looks, object);
  return { status, object, isHidden: object === null, inside: [] };
}

/** null where the file may not be read, or has just gone: it is not what is expected, either way */
export function digestFile(files: FileSystem, path: string): string | null {
  try {
    return digest(files.readFile(path));
  } catch (error) {
    if (["EACCES", "EPERM", "ENOENT", "EISDIR"].includes(errorCode(error))) return null;
    throw error;
  }
}

/** more than any environment has: the rest of a stranger's folder is of no interest */
const MOST_INSIDE = 100_000;

function listInside(files: FileSystem, targetDir: string, folder: string): Inside[] {
  const found: Inside[] = [];
  const open = [folder];
  for (let path = open.pop(); path !== undefined && found.length < MOST_INSIDE; path = open.pop()) {
    for (const name of files.readFolder(below(targetDir, path))) {
      const inside = `${path}/${name}`;
      const kind = files.lstat(below(targetDir, inside))?.kind;
      if (kind === undefined) continue;
      found.push({ path: inside, kind });
      if (kind === "folder") open.push(inside);
    }
  }
  return found;
}
