import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorCode } from "../../error-code.ts";

/** Linux's memory as a file system: containers have it whatever else of theirs can only be read */
const IN_MEMORY = "/dev/shm";

/**
 * Makes a folder for what lives no longer than this run, also where there is no place for temporary files. Somebody
 * waits for it: it is made synchronously.
 */
export function scratchFolder(prefix: string): string {
  try {
    return mkdtempSync(join(tmpdir(), prefix));
  } catch (error) {
    try {
      return mkdtempSync(join(IN_MEMORY, prefix));
    } catch {
      throw new Error(`no place for temporary files can be written to (${errorCode(error)})`, {
        cause: error,
      });
    }
  }
}
