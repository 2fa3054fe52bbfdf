import { below } from "../below.ts";
import type { FileSystem } from "./file-system.ts";
import { readState } from "./state.ts";
import { forget, STATE } from "./state-files.ts";

/** Where whoever runs Traefik finds that it has to be restarted: the file is there as long as that is so. */
export function restartNotePath(stateDir: string): string {
  return below(stateDir, STATE.restart);
}

/** Since when the published static configuration waits for a restart, and its revision; null when none does. */
export function readRestartNote(
  files: FileSystem,
  stateDir: string,
): { readonly since: string; readonly revision: string | null } | null {
  return readState(files, stateDir).restart;
}

/** To be called by whoever has started Traefik with the static configuration that is published now. */
export function clearRestartNote(files: FileSystem, stateDir: string): void {
  forget(files, stateDir, STATE.restart);
}
