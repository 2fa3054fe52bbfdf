import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Start } from "./first-sync.ts";

/** What the running gateway says of itself, for the health check. Times are ISO 8601. */
export interface GatewayStatus {
  readonly pid: number;
  readonly startedAt: string;
  /** what it started with; `current` once the hook has taken the newest commit */
  readonly start: Start["from"];
  /** `staticFile`: what it was started on; null where there is none */
  readonly traefik: { readonly pid: number | null; readonly staticFile: string | null };
  readonly gitSync: { readonly pid: number | null; readonly restarts: number };
  /** when git-sync last reached its remote, whether or not there was a new commit */
  readonly lastSyncAt: string | null;
  /** the newest commit, where the hook has failed at it */
  readonly hookFailed: string | null;
  /** a static change that could not be taken, null otherwise */
  readonly failedRestart: string | null;
}

/** Replaces the file as a whole; null: there is nothing to say. */
export async function writeStatus(file: string, status: GatewayStatus | null): Promise<void> {
  if (status === null) return rm(file, { force: true });
  await mkdir(dirname(file), { recursive: true });
  const fresh = `${file}.fresh`;
  await writeFile(fresh, `${JSON.stringify(status)}\n`);
  await rename(fresh, file);
}

/** null: no gateway runs here, or it has not started Traefik yet. */
export async function readStatus(file: string): Promise<GatewayStatus | null> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as GatewayStatus;
  } catch {
    return null;
  }
}
