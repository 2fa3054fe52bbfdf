import { setFlagsFromString } from "node:v8";
import { garbageCollector } from "../relieve-memory.ts";

/**
 * V8 looks for garbage when the heap has grown by many megabytes: of itself hardly ever in such a process. A collection
 * takes some 20 ms here, twice that of the processor.
 */
const COLLECTED_EVERY_MS = 5_000;

/** What each leaves away, resident, in this process with Node 24. */
const FLAGS = [
  // 1.3 MB at its most: the young generation would grow between two collections
  "--semi-space-growth-factor=1",
  // 6, 2 and 1.3 MB: code for what runs often, and the pages of Node's executable that the compilers are
  "--no-opt",
  "--no-maglev",
  "--no-sparkplug",
];

/**
 * Makes V8 sparing: the young generation stays small, nothing is optimised, and garbage is collected every few seconds.
 * For a process that waits most of the time and computes next to nothing this costs no time worth telling.
 *
 * @param v8 the version of V8, such as `process.versions.v8`
 * @returns what collects at once, after work that leaves much behind
 */
export function spareMemory(v8: string): () => void {
  for (const flag of FLAGS) setFlagsFromString(flag);
  // as the last resort it frees the code of what ran at the start alone, and shrinks the young generation: 2 MB less
  // with Node 24
  const collect = garbageCollector(true, v8);
  setInterval(collect, COLLECTED_EVERY_MS).unref();
  return collect;
}
