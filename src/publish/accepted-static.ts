import { join } from "node:path";
import type { FileSystem } from "./file-system.ts";
import { readJson, STATE, writeText } from "./state-files.ts";
import { attempt } from "./write-whole.ts";

/** A static configuration that the real Traefik has read, and that stood in what was published. */
export interface AcceptedStatic {
  /** names who judged, by which settings, with which Traefik */
  readonly judge: string;
  /** the static files by their content */
  readonly statics: string;
  /** what of it a preflight's Traefik is started with */
  readonly instance: Readonly<Record<string, unknown>>;
}

/** What a preflight's Traefik is started with, where the static files are those that were accepted last; else null. */
export function recallAcceptedStatic(
  files: FileSystem,
  stateDir: string,
  { judge, statics }: Omit<AcceptedStatic, "instance">,
): AcceptedStatic["instance"] | null {
  let found: unknown;
  attempt(() => {
    found = readJson(files, join(stateDir, STATE.acceptedStatic));
  });
  return isAccepted(found) && found.judge === judge && found.statics === statics ? found.instance : null;
}

/** Remembers it for the next run; that it cannot be kept costs that run some time. */
export function rememberAcceptedStatic(
  files: FileSystem,
  stateDir: string,
  accepted: AcceptedStatic,
  unique: string,
): void {
  attempt(() => {
    writeText(files, stateDir, STATE.acceptedStatic, JSON.stringify(accepted), unique, { durable: false });
  });
}

function isAccepted(value: unknown): value is AcceptedStatic {
  if (typeof value !== "object" || value === null) return false;
  const { judge, statics, instance } = value as Partial<AcceptedStatic>;
  const isInstance = typeof instance === "object" && instance !== null;
  return typeof judge === "string" && typeof statics === "string" && isInstance;
}
