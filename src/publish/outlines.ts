import type { ContentFile } from "./content.ts";
import type { Manifest } from "./manifest.ts";
import { orNull } from "./or-null.ts";
import type { OutlinePair } from "./order.ts";
import type { Store } from "./store.ts";
import type { Outline } from "./types.ts";

/** Outlines of files that are written, as they were published and as they will be; what cannot be told is null. */
export function outlinesOf(
  outline: (path: string, bytes: Uint8Array) => Outline | null,
  write: readonly ContentFile[],
  manifest: Manifest | null,
  store: Store,
): Map<string, OutlinePair> {
  const pairs = new Map<string, OutlinePair>();
  for (const { path, read: bytes } of write) {
    const record = manifest?.files[path];
    pairs.set(path, {
      before: record === undefined ? null : orNull(() => outline(path, store.get(record.object))),
      after: orNull(() => outline(path, bytes())),
    });
  }
  return pairs;
}
