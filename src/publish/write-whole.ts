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
 */
export function writeWhole(files: FileSystem, path: string, bytes: Uint8Array, options: WriteOptions): void {
  const fd = files.create(path, 0o600);
  try {
    try {
      fill(files, fd, bytes, options);
      if (options.durable !== false) files.sync(fd);
    } finally {
      files.close(fd);
    }
  } catch (error) {
    attempt(() => files.unlink(path));
    throw error;
  }
}

/** A file of several that are written together. */
export interface Wanted extends WriteOptions {
  readonly path: string;
  readonly read: () => Uint8Array;
}

/** open at once, far below any limit on open files */
const TOGETHER = 256;

/**
 * Does the same for many files, and makes them durable together: the file system then writes its journal a few times
 * instead of once a file. Those that cannot be open at once are all written before the first is made durable, since
 * nothing can be created while the journal is being written. When anything fails all of them are removed again, if
 * that can be done.
 */
export async function writeTogether(files: FileSystem, wanted: readonly Wanted[]): Promise<void> {
  const created: string[] = [];
  try {
    if (wanted.length <= TOGETHER) return await writeBatch(files, wanted, created);
    for (const { path, read, ...options } of wanted) {
      const bytes = read();
      created.push(path);
      writeWhole(files, path, bytes, { ...options, durable: false });
    }
    for (let first = 0; first < created.length; first += TOGETHER) {
      await syncBatch(files, created.slice(first, first + TOGETHER));
    }
  } catch (error) {
    for (const path of created) attempt(() => files.unlink(path));
    throw error;
  }
}

async function writeBatch(files: FileSystem, batch: readonly Wanted[], created: string[]): Promise<void> {
  const open: number[] = [];
  try {
    for (const { path, read, ...options } of batch) {
      const bytes = read();
      const fd = files.create(path, 0o600);
      open.push(fd);
      created.push(path);
      fill(files, fd, bytes, options);
    }
    await syncAll(files, open);
  } finally {
    closeAll(files, open);
  }
}

async function syncBatch(files: FileSystem, paths: readonly string[]): Promise<void> {
  const open: number[] = [];
  try {
    for (const path of paths) open.push(files.openFile(path));
    await syncAll(files, open);
  } finally {
    closeAll(files, open);
  }
}

/** @throws what the first failing one throws, once all have ended */
async function syncAll(files: FileSystem, open: readonly number[]): Promise<void> {
  const synced = await Promise.allSettled(open.map(async (fd) => files.syncSoon(fd)));
  const failed = synced.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

/** @throws what the first failing close throws, once all are closed */
function closeAll(files: FileSystem, open: readonly number[]): void {
  let failure: unknown;
  for (const fd of open) {
    try {
      files.close(fd);
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
}

function fill(files: FileSystem, fd: number, bytes: Uint8Array, { mode, uid, gid }: WriteOptions): void {
  for (let offset = 0; offset < bytes.length;) {
    const taken = files.write(fd, bytes, offset);
    if (taken === 0) throw new Error("nothing more can be written");
    offset += taken;
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

/** Makes what a file holds durable that was written without. */
export function syncFile(files: FileSystem, path: string): void {
  const fd = files.openFile(path);
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
