import { existsSync } from "node:fs";
import { nodeFileSystem } from "../publish/file-system.ts";
import { clearRestartNote, readRestartNote, restartNotePath } from "../publish/restart-note.ts";
import { readLastRun, readState } from "../publish/state.ts";

/** What the hook has left in its state directory. */
export interface Published {
  readonly revision: string | null;
  /** grows with every publication */
  readonly sequence: number;
  /** it was come back to, and the source has something else, which is not to be published */
  readonly isHeld: boolean;
  /** how many routers its files define */
  readonly routers: number;
  readonly trouble: Trouble | null;
}

/** The last run, if it did not end with its commit published, or with nothing to do. */
export interface Trouble {
  /** `rejected`: by the hook or by the live Traefik; `failed`: it could not be published */
  readonly kind: "rejected" | "failed";
  readonly revision: string | null;
  readonly at: string;
  /** the hook's sentence for it */
  readonly message: string;
}

/** @returns null where nothing has ever been published */
export function readPublished(stateDir: string): Published | null {
  const { manifest } = readState(nodeFileSystem, stateDir);
  if (manifest === null) return null;
  const { revision, sequence, routers, held } = manifest;
  return { revision, sequence, isHeld: held !== null, routers, trouble: readTrouble(stateDir) };
}

const TROUBLES: Readonly<Record<string, Trouble["kind"]>> = {
  rejected: "rejected",
  "rolled-back": "rejected",
  failed: "failed",
};

export function readTrouble(stateDir: string): Trouble | null {
  const lastRun = readLastRun(nodeFileSystem, stateDir);
  const kind = TROUBLES[lastRun?.outcome ?? ""];
  if (lastRun === null || kind === undefined) return null;
  const { revision, at, message } = lastRun;
  return { kind, revision, at, message };
}

/** Something is published that Traefik reads only when it starts. */
export function isRestartPending(stateDir: string): boolean {
  return existsSync(restartNotePath(stateDir));
}

/** Files that are published, and that Traefik goes on using as they were. */
export function unreadFiles(stateDir: string): string[] {
  return Object.keys(readRestartNote(nodeFileSystem, stateDir)?.unread ?? {});
}

export function restartDone(stateDir: string): void {
  clearRestartNote(nodeFileSystem, stateDir);
}
