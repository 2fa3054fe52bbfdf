import { fileObjects } from "../api.ts";
import { isRecord } from "../../is-record.ts";
import { minorVersion, type TraefikVersion } from "../versions.ts";
import { logLines } from "./log-lines.ts";
import { OWN_ENTRY_POINT } from "./marker.ts";

/** What the real Traefik makes of a folder of dynamic files. */
export type DynamicVerdict =
  | {
      readonly accepted: true;
      /** the texts of every object in error, by `http.routers.name` */
      readonly objects: ReadonlyMap<string, readonly string[]>;
      /** the objects that have none */
      readonly served: ReadonlySet<string>;
      /** which Traefik says so; null: none whose rules are known */
      readonly version: TraefikVersion | null;
    }
  | { readonly accepted: false; readonly crashed: boolean; readonly says: string };

/** By the log of 3.0 to 3.7: at the start with `watch: false`, at the start, and at a reload. */
const LOADING_FAILED =
  /^(Cannot start the provider|Error while building configuration|Error occurred during watcher)/;

/** That Traefik has not loaded the files, from what it printed; null: it has said nothing of the kind. */
export function refusalIn(output: string): Extract<DynamicVerdict, { accepted: false }> | null {
  const lines = logLines(output);
  const refusal = lines.find(({ message }) => LOADING_FAILED.test(message));
  if (refusal) return { accepted: false, crashed: false, says: refusal.error ?? refusal.message };
  if (/^(panic|fatal error|runtime: goroutine stack exceeds)/m.test(output) || isPanic(lines)) {
    return { accepted: false, crashed: true, says: "Traefik died while loading this configuration" };
  }
  return null;
}

/** Traefik's goroutine pool recovers from a panic and says so; nothing is loaded from then on. */
function isPanic(lines: ReturnType<typeof logLines>): boolean {
  return lines.some(
    ({ message, error }) => /^(Error in Go routine|panic)/i.test(message) && error !== undefined,
  );
}

/**
 * The file provider's objects in `/api/rawdata`.
 *
 * @param answer of `/api/version`
 * @param marker the name of a middleware that is none of theirs
 */
export function verdictOf(raw: unknown, answer: unknown, marker: string): DynamicVerdict {
  const ours = new Set([`http.middlewares.${marker}`, `http.routers.${OWN_ENTRY_POINT}`]);
  const objects = new Map<string, readonly string[]>();
  const served = new Set<string>();
  for (const [name, { error }] of fileObjects(raw)) {
    if (ours.has(name)) continue;
    if (Array.isArray(error)) objects.set(name, error.map(String));
    else served.add(name);
  }
  const named = isRecord(answer) ? answer["Version"] : undefined;
  return { accepted: true, objects, served, version: typeof named === "string" ? minorVersion(named) : null };
}
