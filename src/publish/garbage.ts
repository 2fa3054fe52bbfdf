import { below } from "../below.ts";
import { type Content, OPEN } from "./content.ts";
import type { FileSystem } from "./file-system.ts";
import type { Pack } from "./pack.ts";
import { STATE } from "./state-files.ts";
import { type KeptObject, objectPath, openStore, packsIn, toKeep } from "./store.ts";
import { putTogether } from "./write-whole.ts";

/** What is to stay, and what it is made of. */
interface Garbage {
  readonly content: Content;
  /** the objects that are of use */
  readonly used: ReadonlySet<string>;
  readonly unique: string;
}

/**
 * Removes the objects that are of no use. What is left of a pack, when it is little, is put elsewhere first; a pack
 * of which that is not known, or cannot be done, stays.
 *
 * @param content what is published, with its bytes
 * @returns why a pack could not be taken apart; null when all went well
 */
export async function collectGarbage(
  files: FileSystem,
  stateDir: string,
  { content, used, unique }: Garbage,
): Promise<unknown> {
  for (const name of files.readFolder(below(stateDir, STATE.objects))) {
    if (!used.has(name)) files.unlink(objectPath(stateDir, name));
  }
  // those that nobody needs make room for what is left of others
  const packs = packsIn(files, stateDir).toSorted((a, b) => useOf(a, used) - useOf(b, used));
  let failure: unknown = null;
  for (const pack of packs) {
    const use = useOf(pack, used);
    if (use >= LEAST_USE) continue;
    try {
      if (use > 0)
        await putTogether(files, toKeep(stateDir, restOf(files, stateDir, pack, used, content), unique));
      files.unlink(pack.path);
    } catch (error) {
      failure ??= error;
    }
  }
  return failure;
}

/** A pack is kept as long as a part like this of its bytes is of use: what is kept is at most twice that. */
const LEAST_USE = 1 / 2;

/** The part of a pack that is of use: 0 for nothing, 1 for all of it. */
function useOf({ objects }: Pack, used: ReadonlySet<string>): number {
  let [sum, all] = [0, 0];
  for (const [object, { size }] of objects) {
    // an empty file is of use as well
    all += size + 1;
    if (used.has(object)) sum += size + 1;
  }
  return all === 0 ? 0 : sum / all;
}

/** What is of use in a pack; what is published is taken from there, whatever became of the pack. */
function restOf(
  files: FileSystem,
  stateDir: string,
  { objects }: Pack,
  used: ReadonlySet<string>,
  { files: published }: Content,
): KeptObject[] {
  const store = openStore(files, stateDir);
  const current = new Map(published.map((file) => [file.object, file]));
  return [...objects]
    .filter(([object]) => used.has(object))
    .map(([object, { size }]) => {
      const read = current.get(object)?.read ?? (() => store.get(object));
      return { object, size, mode: OPEN, read };
    });
}
