import { dirname } from "node:path";
import { errorCode } from "../error-code.ts";
import type { FileSystem } from "./file-system.ts";

export interface WriteOptions {
  readonly mode: number;
  readonly uid?: number | null;
  readonly gid?: number | null;
  /** false: it need not survive a power cut */
  readonly durable?: boolean;
}

/** `chown`'s word for an owner or group that stays as it is (POSIX) */
export const LEAVE_ALONE = -1;

/**
 * Creates a file exclusively and makes it whole and durable: all bytes, mode (whatever the umask), owner, fsync.
 * When anything fails the unfinished file is removed again, if that can be done.
 *
 * @param parts the bytes, in one piece or in several
 */
export function writeWhole(
  files: FileSystem,
  path: string,
  parts: Iterable<Uint8Array>,
  options: WriteOptions,
): void {
  const fd = create(files, path, parts, options);
  try {
    try {
      if (options.durable !== false) files.sync(fd);
    } finally {
      files.close(fd);
    }
  } catch (error) {
    attempt(() => files.unlink(path));
    throw error;
  }
}

/** Creates a file with all that is to be in it, and leaves it open. */
function create(
  files: FileSystem,
  path: string,
  parts: Iterable<Uint8Array>,
  options: Omit<WriteOptions, "durable">,
): number {
  const fd = files.create(path, 0o600);
  try {
    fill(files, fd, parts, options);
    return fd;
  } catch (error) {
    attempt(() => files.close(fd));
    attempt(() => files.unlink(path));
    throw error;
  }
}

/** Open at once, of two batches each: below the least limit on open files that is usual, 1,024. */
export const BATCH = 400;

const TOO_MANY = ["EMFILE", "ENFILE"];

/** A file to be written, whole and durable, where nothing is yet. */
export interface New extends Omit<WriteOptions, "durable"> {
  readonly path: string;
  readonly read: () => Uint8Array;
}

/**
 * Creates many files and makes them durable: while the file system does that for a batch of them the next is written.
 * Where the system lets fewer files be open, batches are smaller.
 *
 * @throws what the first failing call throws, once nothing is under way any more; the files that were made are left
 */
export async function writeBatches(files: FileSystem, all: readonly New[]): Promise<void> {
  const underWay: Promise<void>[] = [];
  let size = BATCH;
  /** of the batch before, which may be open yet */
  let earlier = 0;
  try {
    for (let done = 0; done < all.length;) {
      const opened: number[] = [];
      let isFull = false;
      try {
        for (const { path, read, ...options } of all.slice(done, done + size))
          opened.push(create(files, path, [read()], options));
      } catch (error) {
        const open = earlier + opened.length;
        isFull = open > 0 && TOO_MANY.includes(errorCode(error));
        if (!isFull) throw error;
        // two batches are to leave room for others
        size = Math.max(1, open >> 2);
      } finally {
        const synced = syncAndClose(files, opened);
        // looked at below
        synced.catch(() => undefined);
        underWay.push(synced);
      }
      done += opened.length;
      await (isFull ? Promise.all(underWay) : underWay.at(-2));
      earlier = isFull ? 0 : opened.length;
    }
  } finally {
    await Promise.allSettled(underWay);
  }
  await Promise.all(underWay);
}

async function syncAndClose(files: FileSystem, opened: readonly number[]): Promise<void> {
  const ends = await Promise.allSettled(opened.map((fd) => syncThenClose(files, fd)));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

async function syncThenClose(files: FileSystem, fd: number): Promise<void> {
  try {
    await files.syncSoon(fd);
  } finally {
    files.close(fd);
  }
}

/** A file that is to be in its place whole, or not at all. */
export interface Wanted {
  readonly path: string;
  /** where it is written first, on the same file system */
  readonly staged: string;
  /** the bytes, in one piece or in several */
  readonly read: () => Iterable<Uint8Array>;
  readonly mode: number;
}

/** What was written or renamed before, and is not durable yet. */
export interface Written {
  readonly paths: readonly string[];
  readonly folders: readonly string[];
}

/**
 * Puts files in their places by rename, durably. All are written first, then made durable together, with what was
 * written before: the file system writes its journal a few times instead of once a file.
 *
 * @throws what the file system throws; what is not in its place then is gone, if that can be done
 */
export async function putTogether(
  files: FileSystem,
  wanted: readonly Wanted[],
  before: Written = { paths: [], folders: [] },
): Promise<void> {
  const staged = new Set<string>();
  try {
    for (const { staged: path, read, mode } of wanted) {
      const parts = read();
      staged.add(path);
      writeWhole(files, path, parts, { mode, durable: false });
    }
    await makeDurable(files, [...staged, ...before.paths], before.folders);
    for (const { staged: path, path: place } of wanted) {
      files.rename(path, place);
      staged.delete(path);
    }
  } catch (error) {
    for (const path of staged) attempt(() => files.unlink(path));
    throw error;
  }
  await makeDurable(files, [], [...new Set(wanted.map(({ path }) => dirname(path)))]);
}

/** open at once: more than there are threads that wait, far below any limit on open files */
const TOGETHER = 64;

/**
 * Makes files and the entries of folders durable that were written without. All wait together, since one write of the
 * file system's journal does for many.
 *
 * @throws what the first failing one throws, once all have ended
 */
export async function makeDurable(
  files: FileSystem,
  paths: readonly string[],
  folders: readonly string[] = [],
): Promise<void> {
  const all = [...paths, ...folders];
  const left = all.entries();
  let failure: unknown;
  const syncOneByOne = async (): Promise<void> => {
    for (const [at, path] of left) {
      if (failure !== undefined) return;
      await syncThenClose(files, at < paths.length ? files.openFile(path) : files.openFolder(path));
    }
  };
  const lanes = Array.from({ length: Math.min(all.length, TOGETHER) }, async () =>
    syncOneByOne().catch((error: unknown) => void (failure ??= error)),
  );
  await Promise.all(lanes);
  if (failure !== undefined) throw failure;
}

function fill(
  files: FileSystem,
  fd: number,
  parts: Iterable<Uint8Array>,
  { mode, uid, gid }: WriteOptions,
): void {
  for (const bytes of parts) {
    for (let offset = 0; offset < bytes.length;) {
      const taken = files.write(fd, bytes, offset);
      if (taken === 0) throw new Error("nothing more can be written");
      offset += taken;
    }
  }
  if ((uid ?? null) !== null || (gid ?? null) !== null) {
    files.chown(fd, uid ?? LEAVE_ALONE, gid ?? LEAVE_ALONE);
  }
  files.chmod(fd, mode);
}

/** Makes the entries of a folder durable: renames and deletions in it survive a power cut. */
export function syncFolder(files: FileSystem, path: string): void {
  const fd = files.openFolder(path);
  try {
    files.sync(fd);
  } finally {
    files.close(fd);
  }
}

/** Does what may fail without harm; returns whether it was done. */
export function attempt(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}
