import { below } from "../below.ts";
import type { FileSystem } from "./file-system.ts";
import { readState, type Restart } from "./state.ts";
import { forget, STATE } from "./state-files.ts";

/** Where whoever runs Traefik finds that it has to be restarted: the file is there as long as that is so. */
export function restartNotePath(stateDir: string): string {
  return below(stateDir, STATE.restart);
}

/** Since when what is published waits for a restart, its revision, and what is unread; null when nothing does. */
export function readRestartNote(
  files: FileSystem,
  stateDir: string,
): Pick<Restart, "since" | "revision" | "unread"> | null {
  return readState(files, stateDir).restart;
}

/** To be called by whoever has started Traefik with the static configuration that is published now. */
export function clearRestartNote(files: FileSystem, stateDir: string): void {
  forget(files, stateDir, STATE.restart);
}
