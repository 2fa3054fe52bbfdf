import { chmodSync, mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";

/** Linux's file system in memory: every user's, like /tmp */
const IN_MEMORY = "/dev/shm";
/** far more than all tests need; a container is given 64 MiB */
const NEEDED = 2 * 1024 ** 3;

/**
 * Has whatever is temporary in memory from now on: a publication waits for the disk again and again, the longer the
 * more tests run beside it. On a disk where the system has no such place, too little of it, or runs no programs there,
 * and wherever TMPDIR says.
 *
 * @returns what puts an end to it and removes what is left
 */
export function keepTemporaryInMemory(env: NodeJS.ProcessEnv): () => void {
  if (env["TMPDIR"] !== undefined || !isOfUse()) return () => undefined;
  const folder = mkdtempSync(join(IN_MEMORY, "gateway-tests-"));
  chmodSync(folder, 0o1777);
  env["TMPDIR"] = folder;
  return () => {
    delete env["TMPDIR"];
    rmSync(folder, { recursive: true, force: true });
  };
}

function isOfUse(): boolean {
  try {
    const mounts = readFileSync("/proc/mounts", "utf8").split("\n");
    const options = mounts.map((line) => line.split(" ")).findLast(([, place]) => place === IN_MEMORY)?.[3];
    if (options === undefined || options.split(",").some((option) => ["noexec", "ro"].includes(option))) {
      return false;
    }
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return bavail * bsize >= NEEDED;
  } catch {
    return false;
  }
}
