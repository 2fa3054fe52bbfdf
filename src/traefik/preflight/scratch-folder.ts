import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorCode } from "../../error-code.ts";

/** Linux's memory as a file system: containers have it whatever else of theirs can only be read */
const IN_MEMORY = "/dev/shm";

/** Makes a folder for what lives no longer than this run, also where there is no place for temporary files. */
export async function scratchFolder(prefix: string): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), prefix));
  } catch (error) {
    return mkdtemp(join(IN_MEMORY, prefix)).catch(() => {
      throw new Error(`no place for temporary files can be written to (${errorCode(error)})`, {
        cause: error,
      });
    });
  }
}
