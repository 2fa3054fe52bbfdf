import { join } from "node:path";
import { errorCode } from "../error-code.ts";
import { isStillThere } from "../traefik/process.ts";
import type { Ports } from "./ports.ts";
import type { ReloadPlan } from "./reload-choice.ts";
import type { Watched } from "./watched.ts";
import { writeWhole } from "./write-whole.ts";

/**
 * Makes a watching Traefik read everything: an attribute of what it watches changes, nothing else. A folder that
 * belongs to another user cannot be touched by us; there a file comes and goes whose name Traefik never loads.
 */
export function touchWatched(ports: Ports, targetDir: string, watched: Watched): void {
  const { files } = ports;
  const path = join(targetDir, watched.file ?? watched.folder);
  const status = files.lstat(path);
  // nothing there: nothing that Traefik could be watching
  if (status?.kind !== (watched.file === null ? "folder" : "file")) return;
  try {
    files.touch(path, ports.now().getTime() / 1000);
  } catch (error) {
    if (errorCode(error) !== "EPERM" || watched.file !== null) throw error;
    const passing = join(path, `.gateway-wake-${ports.self.pid}`);
    writeWhole(files, passing, [], { mode: 0o600, durable: false });
    files.unlink(passing);
  }
}

/**
 * Sends SIGHUP to those that are still the processes that were found.
 *
 * @returns how many were told
 */
export function signalAll(ports: Ports, { processes }: ReloadPlan): number {
  let told = 0;
  for (const process of processes) {
    if (!isStillThere(ports, process)) continue;
    try {
      ports.kill(process.pid, "SIGHUP");
      told++;
    } catch (error) {
      ports.log("warn", `cannot signal Traefik, process ${process.pid}: ${errorCode(error)}`);
    }
  }
  return told;
}
