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
      for (let offset = 0; offset < bytes.length;) {
        const taken = files.write(fd, bytes, offset);
        if (taken === 0) throw new Error(`nothing more can be written to ${path}`);
        offset += taken;
      }
      const uid = options.uid ?? LEAVE_ALONE;
      const gid = options.gid ?? LEAVE_ALONE;
      if (uid !== LEAVE_ALONE || gid !== LEAVE_ALONE) files.chown(fd, uid, gid);
      files.chmod(fd, options.mode);
      if (options.durable !== false) files.sync(fd);
    } finally {
      files.close(fd);
    }
  } catch (error) {
    attempt(() => files.unlink(path));
    throw error;
  }
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
