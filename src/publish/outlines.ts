import type { ContentFile } from "./content.ts";
import type { Manifest } from "./manifest.ts";
import type { OutlinePair } from "./order.ts";
import type { Store } from "./store.ts";
import type { Outline, Outliner } from "./types.ts";

/** Outlines of files that are written, as they were published and as they will be; what cannot be told is null. */
export async function outlinesOf(
  outline: Outliner,
  write: readonly ContentFile[],
  manifest: Manifest | null,
  store: Store,
): Promise<Map<string, OutlinePair>> {
  const pairs = new Map<string, OutlinePair>();
  for (const { path, read: bytes } of write) {
    const record = manifest?.files[path];
    const outlined = async (read: () => Uint8Array): Promise<Outline | null> => outline(path, read());
    const before = record === undefined ? null : outlined(() => store.get(record.object)).catch(() => null);
    pairs.set(path, { before: await before, after: await outlined(bytes).catch(() => null) });
  }
  return pairs;
}
