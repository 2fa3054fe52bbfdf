import { closeSync, constants, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { errorCode } from "../error-code.ts";

/**
 * Replaces a file so that a reader sees the old text or the new one, never a part: a temporary file beside it, then a
 * rename. Made for what can be written again (metrics): nothing is synchronised to the disk.
 *
 * @param unique tells the temporary file from another process's
 * @throws the error of the system call that failed, the temporary file removed
 */
export function replaceFile(path: string, text: string, unique: string): void {
  const temporary = `${path}.${unique}.tmp`;
  const handle = createAnew(temporary);
  try {
    try {
      const bytes = Buffer.from(text);
      for (let written = 0; written < bytes.length;) written += writeSync(handle, bytes, written);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function createAnew(path: string): number {
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
  const create = (): number => openSync(path, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o644);
  try {
    return create();
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
    // left behind by a process of the same name that was killed
    rmSync(path, { force: true });
    return create();
  }
}
