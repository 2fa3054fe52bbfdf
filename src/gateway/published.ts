import { existsSync } from "node:fs";
import { nodeFileSystem } from "../publish/file-system.ts";
import { clearRestartNote, restartNotePath } from "../publish/restart-note.ts";
import { readLastRun, readState } from "../publish/state.ts";

/** What the hook has left in its state directory. */
export interface Published {
  readonly revision: string | null;
  /** grows with every publication */
  readonly sequence: number;
  /** how many routers its files define */
  readonly routers: number;
  /** the last run, if it was rejected and nothing has been published since */
  readonly rejection: { readonly revision: string | null; readonly at: string } | null;
}

/** @returns null where nothing has ever been published */
export function readPublished(stateDir: string): Published | null {
  const { manifest } = readState(nodeFileSystem, stateDir);
  const lastRun = readLastRun(nodeFileSystem, stateDir);
  const rejected = lastRun !== null && ["rejected", "rolled-back"].includes(lastRun.outcome);
  const rejection = rejected ? { revision: lastRun.revision, at: lastRun.at } : null;
  if (manifest === null) return null;
  const { revision, sequence, routers } = manifest;
  return { revision, sequence, routers, rejection };
}

/** A static change is published that Traefik has not read. */
export function isRestartPending(stateDir: string): boolean {
  return existsSync(restartNotePath(stateDir));
}

export function restartDone(stateDir: string): void {
  clearRestartNote(nodeFileSystem, stateDir);
}
