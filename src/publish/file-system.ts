import {
  type Stats,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { errorCode } from "../error-code.ts";

/** What `lstat` tells of a path that the publisher cares about. */
export interface FileStatus {
  readonly kind: "file" | "folder" | "symlink" | "other";
  readonly size: number;
  /** permission bits alone */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** identity: device and inode number */
  readonly device: number;
  readonly inode: number;
  /** milliseconds since 1970 */
  readonly modifiedMs: number;
  /** the same of any change, attributes and names among them: nobody can set it back */
  readonly changedMs: number;
}

/**
 * The boundary through which every call goes that the publisher makes to a file system: one member, one system call,
 * so that a test can fail or kill at each. All are synchronous: the hook is a short-lived process with nothing else
 * to do, and a call that has returned has happened. All throw Node's errors with their `code`.
 */
export interface FileSystem {
  /** undefined when there is nothing; never follows a symbolic link */
  readonly lstat: (path: string) => FileStatus | undefined;
  /** the same, following symbolic links: for the target's own path and others' processes; inside the target to read alone */
  readonly stat: (path: string) => FileStatus | undefined;
  readonly readFile: (path: string) => Uint8Array;
  /** so many bytes of a file from an offset on; throws when it does not hold as many */
  readonly readPart: (path: string, offset: number, length: number) => Uint8Array;
  /** names in byte order */
  readonly readFolder: (path: string) => string[];
  readonly readLink: (path: string) => string;
  /** creates the file exclusively, for writing; never follows a symbolic link */
  readonly create: (path: string, mode: number) => number;
  /** opens a folder, to make its entries durable */
  readonly openFolder: (path: string) => number;
  /** opens a file that is there, to make it durable */
  readonly openFile: (path: string) => number;
  /** writes from an offset on; returns how many bytes were taken */
  readonly write: (fd: number, bytes: Uint8Array, offset: number) => number;
  readonly chmod: (fd: number, mode: number) => void;
  readonly chown: (fd: number, uid: number, gid: number) => void;
  readonly sync: (fd: number) => void;
  /** the same without waiting: many at once cost little more than one */
  readonly syncSoon: (fd: number) => Promise<void>;
  readonly close: (fd: number) => void;
  readonly rename: (from: string, to: string) => void;
  readonly link: (existing: string, path: string) => void;
  readonly unlink: (path: string) => void;
  readonly makeFolder: (path: string, mode: number) => void;
  readonly removeFolder: (path: string) => void;
  /** sets access and modification time of a folder to now: an attribute change that inotify reports */
  readonly touch: (path: string, seconds: number) => void;
}

const { O_CREAT, O_EXCL, O_WRONLY, O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_DIRECTORY } = constants;
/** Linux alone has it */
const { O_NOATIME = 0 } = constants as { readonly O_NOATIME?: number };

/** The real file system. */
export const nodeFileSystem: FileSystem = {
  lstat: (path) => statusOf(() => lstatSync(path, { throwIfNoEntry: false })),
  stat: (path) => statusOf(() => statSync(path, { throwIfNoEntry: false })),
  readFile: (path) => (path.startsWith("/proc/") ? readOfKernel(path) : readUnseen(path)),
  readPart: (path, offset, length) => withOpen(path, (fd) => readPart(fd, offset, length)),
  readFolder: (path) => readdirSync(path).toSorted(),
  readLink: (path) => readlinkSync(path),
  create: (path, mode) => openSync(path, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, mode),
  openFolder: (path) => openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW),
  openFile: (path) => openSync(path, O_RDONLY | O_NOFOLLOW),
  write: (fd, bytes, offset) => writeSync(fd, bytes, offset),
  chmod: (fd, mode) => fchmodSync(fd, mode),
  chown: (fd, uid, gid) => fchownSync(fd, uid, gid),
  sync: (fd) => fsyncSync(fd),
  syncSoon: (fd) =>
    new Promise((resolve, reject) => fsync(fd, (error) => (error === null ? resolve() : reject(error)))),
  close: (fd) => closeSync(fd),
  rename: (from, to) => renameSync(from, to),
  link: (existing, path) => linkSync(existing, path),
  unlink: (path) => unlinkSync(path),
  makeFolder: (path, mode) => mkdirSync(path, mode),
  removeFolder: (path) => rmdirSync(path),
  touch: (path, seconds) => utimesSync(path, seconds, seconds),
};

/** Leaves no time of access behind, where the file is one's own: looking changes nothing. */
function readUnseen(path: string): Uint8Array {
  return withOpen(path, (fd) => readFileSync(fd));
}

function readPart(fd: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length;) {
    const size = readSync(fd, bytes, at, length - at, offset + at);
    if (size === 0) throw new Error("the file ends too soon");
    at += size;
  }
  return bytes;
}

function withOpen<T>(path: string, read: (fd: number) => T): T {
  const fd = openUnseen(path);
  try {
    return read(fd);
  } catch (error) {
    // Node names the path where it opens a file, and not where it reads one
    if (error instanceof Error) error.message += ` '${path}'`;
    throw error;
  } finally {
    closeSync(fd);
  }
}

/** more than most files in /proc hold */
const PART = 4096;
let part: Uint8Array | undefined;

/** A FIFO that nobody writes to is empty, not waited for. */
function openUnseen(path: string): number {
  try {
    return openSync(path, O_RDONLY | O_NONBLOCK | O_NOATIME);
  } catch (error) {
    if (errorCode(error) !== "EPERM") throw error;
    return openSync(path, O_RDONLY | O_NONBLOCK);
  }
}

/** Files in /proc tell no size: Node would make 64 KB ready for the few bytes of each, for every process there is. */
function readOfKernel(path: string): Uint8Array {
  const buffer = (part ??= new Uint8Array(PART));
  const fd = openSync(path, O_RDONLY);
  try {
    const parts: Uint8Array[] = [];
    // of a process and of a single value it gives all that there is, up to what it is given
    for (let size = PART; size === PART;) {
      size = readSync(fd, buffer);
      if (size > 0) parts.push(buffer.slice(0, size));
    }
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  } finally {
    closeSync(fd);
  }
}

function statusOf(look: () => Stats | undefined): FileStatus | undefined {
  const stats = nothingBehindFile(look);
  if (stats === undefined) return undefined;
  return {
    kind: kindOf(stats),
    size: stats.size,
    mode: stats.mode & 0o7777,
    uid: stats.uid,
    gid: stats.gid,
    device: stats.dev,
    inode: stats.ino,
    modifiedMs: stats.mtimeMs,
    changedMs: stats.ctimeMs,
  };
}

function kindOf(stats: Stats): FileStatus["kind"] {
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "folder";
  return stats.isSymbolicLink() ? "symlink" : "other";
}

/** `a/b` where `a` is a file is nothing, as it is where `a` is missing. */
function nothingBehindFile<T>(look: () => T | undefined): T | undefined {
  try {
    return look();
  } catch (error) {
    if (errorCode(error) === "ENOTDIR") return undefined;
    throw error;
  }
}
