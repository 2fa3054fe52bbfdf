import { compareBytes } from "../environment/byte-order.ts";
import type { Content, FileRecord } from "./content.ts";
import type { Journal } from "./journal.ts";
import type { Manifest } from "./manifest.ts";
import type { Observation, Sight } from "./observe.ts";
import { isSafePath } from "./safe-path.ts";
import type { Drift } from "./types.ts";

/** What the publisher has a claim to: what it published, and what an interrupted run may have put there. */
export interface Claims {
  readonly manifest: Manifest | null;
  readonly journal: Journal | null;
}

/** Sizes that a path may have when it is ours, for `observe`. */
export function expectedSizes(content: Content, claims: Claims): Map<string, number[]> {
  const sizes = new Map<string, number[]>();
  const expect = (path: string, size: number) => {
    const known = sizes.get(path);
    if (known === undefined) sizes.set(path, [size]);
    else known.push(size);
  };
  for (const { path, size } of content.files) if (isSafePath(path)) expect(path, size);
  for (const [path, { size }] of recordsOf(claims.manifest)) expect(path, size);
  for (const [path, made] of Object.entries(claims.journal?.claims ?? {})) {
    for (const { size } of made) expect(path, size);
  }
  return sizes;
}

/** Published files that are not as they were published; what an interrupted run did is no drift. */
export function driftOf({ manifest, journal }: Claims, observation: Observation): Drift[] {
  const drift: Drift[] = [];
  for (const [path, record] of recordsOf(manifest)) {
    const sight = observation.sights.get(path);
    if (sight?.status === undefined) {
      const meantToGo = journal !== null && !(path in journal.next.files);
      if (!meantToGo) drift.push({ file: path, kind: "deleted" });
    } else if (!holds(sight, record) || sight.status.mode !== modeOnDisk(record)) {
      if (!isClaimed(journal, path, sight)) drift.push({ file: path, kind: "changed" });
    }
  }
  return drift.toSorted((a, b) => compareBytes(a.file, b.file));
}

/** Whether a file holds what is recorded, as far as can be told. */
function holds({ object, isHidden, status }: Sight, record: FileRecord): boolean {
  return object === record.object || (isHidden && status?.size === record.size);
}

/** Whether a file holds what an interrupted run may have put there. */
export function isClaimed(journal: Journal | null, path: string, sight: Sight): boolean {
  if (sight.object === null) return false;
  return (journal?.claims[path] ?? []).some(({ object }) => object === sight.object);
}

function recordsOf(manifest: Manifest | null): [string, FileRecord][] {
  return Object.entries(manifest?.files ?? {});
}

/** The mode that a published file has where it lies: some file systems give it another. */
export function modeOnDisk(record: FileRecord): number {
  return record.modeOnDisk ?? record.mode;
}
