import { below } from "../below.ts";
import { MEMORY, targetsIn } from "../unchanged/memory.ts";
import type { FileStatus, FileSystem } from "./file-system.ts";
import type { Manifest } from "./manifest.ts";
import { orNull } from "./or-null.ts";
import { readText, STATE } from "./state-files.ts";

/** Digests of files in the target by what they look like and where they are: one that looks the same is not read again. */
export type SeenDigests = Map<string, string>;

/** S_IFREG of inode(7) */
const REGULAR = 0o100000;

/** What a regular file looks like, as the memory of what is unchanged says it. */
function stateOf({ device, inode, mode, size, modifiedMs, changedMs }: FileStatus): string {
  return `${device} ${inode} ${REGULAR | mode} ${size} ${modifiedMs} ${changedMs}`;
}

/** The key of a file's digest. */
export function looksOf(path: string, status: FileStatus): string {
  return `${stateOf(status)} ${path}`;
}

/**
 * The digests of the published files that look as they did when they were last known to hold what the manifest says:
 * docs/performance.md tells why that can be relied upon. Empty where that is not remembered, or of another manifest.
 */
export function recallDigests(
  files: FileSystem,
  stateDir: string,
  manifest: Pick<Manifest, "files"> | null,
): SeenDigests {
  const digests: SeenDigests = new Map();
  const status = orNull(() => files.lstat(below(stateDir, STATE.manifest)));
  const text = orNull(() => readText(files, below(stateDir, MEMORY)));
  if (manifest === null || !status || !text) return digests;
  for (const [path, target] of targetsIn(text, stateOf(status))) {
    const object = manifest.files[path]?.object;
    if (object !== undefined) digests.set(`${target} ${path}`, object);
  }
  return digests;
}
