import { isoTime } from "../iso-time.ts";
import { isDigest } from "./digest.ts";
import { isRecord } from "../is-record.ts";
import { asManifest, type Manifest, withoutPrototype } from "./manifest.ts";
import { isSafePath } from "./safe-path.ts";

/**
 * What is being published, written before the first change in the target and removed after the last thing that
 * follows from it. While it is there, the target is somewhere between the manifest and `next`.
 */
export interface Journal {
  readonly version: 1;
  readonly startedAt: string;
  /** the manifest once everything is done */
  readonly next: Manifest;
  /** what was published before, and is in no history yet; null when there is none */
  readonly previous: Manifest | null;
  /** objects that this run, or one that was interrupted before it, may have put at a path */
  readonly claims: Readonly<Record<string, readonly Claim[]>>;
  readonly inError: InError;
}

/** What the live Traefik showed in error before the first change, as `http.routers.shop`; null: it was not asked. */
export type InError = readonly string[] | null;

export interface Claim {
  readonly object: string;
  readonly size: number;
}

/** The journal of a publication; an interrupted one's claims are kept until a run completes. */
export function journalOf(
  next: Manifest,
  previous: Manifest | null,
  interrupted: Journal | null,
  inError: InError,
  at: Date,
): Journal {
  const claims: Record<string, readonly Claim[]> = Object.create(null);
  for (const [path, earlier] of Object.entries(interrupted?.claims ?? {})) claims[path] = earlier;
  for (const [path, { object, size }] of Object.entries(next.files)) {
    const others = (claims[path] ?? []).filter((claim) => claim.object !== object);
    claims[path] = [...others, { object, size }];
  }
  return {
    version: 1,
    startedAt: isoTime(at),
    next,
    previous,
    claims,
    inError: interrupted?.inError ?? inError,
  };
}

/** Checks what was read from the state directory; null when it is not a journal. */
export function asJournal(value: unknown): Journal | null {
  if (!isJournal(value)) return null;
  const next = asManifest(value.next);
  if (next === null) return null;
  return { ...value, next, previous: asManifest(value.previous), claims: withoutPrototype(value.claims) };
}

function isJournal(value: unknown): value is Journal {
  if (!isRecord(value) || value["version"] !== 1 || typeof value["startedAt"] !== "string") return false;
  const { claims, inError } = value;
  return (
    isRecord(claims) &&
    (inError === null || Array.isArray(inError)) &&
    Object.entries(claims).every(
      ([path, objects]) => isSafePath(path) && Array.isArray(objects) && objects.every(isClaim),
    )
  );
}

function isClaim(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value["object"] === "string" &&
    isDigest(value["object"]) &&
    typeof value["size"] === "number"
  );
}
