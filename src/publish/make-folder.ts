import type { FileSystem } from "./file-system.ts";
import type { Owner } from "./types.ts";
import { LEAVE_ALONE } from "./write-whole.ts";

/** Makes one folder with exactly this mode, whatever the umask is, and gives it to its owner. */
export function makeFolder(files: FileSystem, path: string, mode: number, owner: Owner | null): void {
  files.makeFolder(path, mode);
  const fd = files.openFolder(path);
  try {
    if (owner !== null) files.chown(fd, owner.uid ?? LEAVE_ALONE, owner.gid ?? LEAVE_ALONE);
    files.chmod(fd, mode);
  } finally {
    files.close(fd);
  }
}
