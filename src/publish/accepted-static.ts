import { below } from "../below.ts";
import { isRecord } from "../is-record.ts";
import type { RememberedStatic } from "../incremental/memory.ts";
import { fromPlain, toPlain } from "../incremental/plain.ts";
import type { FileSystem } from "./file-system.ts";
import { readJson, STATE, writeText } from "./state-files.ts";
import { attempt } from "./write-whole.ts";

/** texts of it may be secrets */
const CLOSED = 0o600;

/** A static configuration that the real Traefik has read, and that stood in what was published. */
export interface AcceptedStatic {
  /** names who judged, by which settings, with which Traefik */
  readonly judge: string;
  /** what they say; its content names them */
  readonly statics: RememberedStatic;
  /** what of it a preflight's Traefik is started with */
  readonly instance: Readonly<Record<string, unknown>>;
}

/**
 * What was accepted last, where the static files are still the same; else null.
 *
 * @param content names the static files
 */
export function recallAcceptedStatic(
  files: FileSystem,
  stateDir: string,
  { judge, content }: { readonly judge: string; readonly content: string },
): AcceptedStatic | null {
  let found: AcceptedStatic | null = null;
  attempt(() => {
    const read: unknown = fromPlain(readJson(files, below(stateDir, STATE.acceptedStatic)));
    if (isAccepted(read) && read.judge === judge && read.statics.content === content) found = read;
  });
  return found;
}

/** Remembers it for the next run; that it cannot be kept costs that run some time. */
export function rememberAcceptedStatic(
  files: FileSystem,
  stateDir: string,
  accepted: AcceptedStatic,
  unique: string,
): void {
  attempt(() => {
    writeText(files, stateDir, STATE.acceptedStatic, JSON.stringify(toPlain(accepted)), unique, {
      durable: false,
      mode: CLOSED,
    });
  });
}

function isAccepted(value: unknown): value is AcceptedStatic {
  if (!isRecord(value)) return false;
  const { judge, statics, instance } = value;
  return typeof judge === "string" && isRecord(statics) && isRecord(statics["facts"]) && isRecord(instance);
}
