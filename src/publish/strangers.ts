import { join } from "node:path";
import { isLoadable } from "../traefik/load/discover.ts";
import type { FileStatus, FileSystem } from "./file-system.ts";
import { orNull } from "./or-null.ts";
import { parentsOf } from "./safe-path.ts";
import type { Places } from "./types.ts";

/** A file that Traefik loads beside the publisher's, or a folder of such files. */
export interface Stranger {
  /** relative to the target */
  readonly path: string;
  /** null: it could not be looked into, or is larger than anybody wants to wait for */
  readonly bytes: Uint8Array | null;
}

/** of one file, of all, and of their number: what is beyond is not looked into */
const MOST_OF_ONE = 1024 * 1024;
const MOST_BYTES = 4 * MOST_OF_ONE;
const MOST_ENTRIES = 10_000;

/**
 * Finds what else Traefik loads out of a folder of the target, in its order of loading. A link is followed, as Traefik
 * does; what is no file is not opened. Nothing is thrown: whatever is in the way is a stranger of unknown content.
 *
 * @param folder relative to the target; empty for the target itself
 * @param own the publisher's files
 */
export function* strangersIn(
  files: FileSystem,
  { targetDir, stateDir }: Places,
  folder: string,
  own: readonly string[],
): Generator<Stranger> {
  const ours = new Set(own);
  const ourFolders = new Set(own.flatMap(parentsOf));
  const state = orNull(() => files.stat(stateDir) ?? null);
  const at = (path: string): string => join(targetDir, path);
  let bytesLeft = MOST_BYTES;
  let entriesLeft = MOST_ENTRIES;

  const look = (path: string): FileStatus | undefined =>
    orNull(() => files.lstat(at(path)) ?? null) ?? undefined;

  function* walk(within: string): Generator<Stranger> {
    const names = orNull(() => files.readFolder(at(within)));
    // a folder that has gone with the last of its files holds nothing
    if (names === null && look(within) !== undefined) yield { path: within, bytes: null };
    for (const name of names ?? []) {
      const path = within === "" ? name : `${within}/${name}`;
      if (ours.has(path)) continue;
      if (ourFolders.has(path)) yield* walk(path);
      else if (entriesLeft-- > 0) yield* meet(path);
      else {
        yield { path, bytes: null };
        return;
      }
    }
  }

  function* meet(path: string): Generator<Stranger> {
    const status = look(path);
    if (status?.kind === "folder") {
      if (status.inode !== state?.inode || status.device !== state.device) yield* walk(path);
    } else if (isLoadable(path)) {
      yield {
        path,
        bytes: orNull(() => read(path, status?.kind === "symlink" ? files.stat(at(path)) : status)),
      };
    }
  }

  function read(path: string, status: FileStatus | undefined): Uint8Array | null {
    if (status?.kind !== "file" || status.size > Math.min(MOST_OF_ONE, bytesLeft)) return null;
    bytesLeft -= status.size;
    return files.readPart(at(path), 0, status.size);
  }

  yield* walk(folder);
}
