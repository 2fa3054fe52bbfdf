import { getBuiltinModule, memoryUsage } from "node:process";
import { runInNewContext } from "node:vm";

/** below this V8's own judgement costs nobody memory that he misses */
const LARGE = 64_000_000;

/**
 * Has V8 free at once what nobody refers to any more, where that may be much: by itself it lets the heap grow to twice
 * what was in use before it looks. To be called between one large piece of work and the next; a tenth of a second.
 *
 * @param above bytes in use from which it is worth the time
 */
export function relieveMemory(above = LARGE): void {
  if (memoryUsage().heapUsed >= above) garbageCollector()();
}

/**
 * Has V8 not give more room to what is new: it would take up to 48 MB, of which a part is ever empty. Where most of what
 * is made stays, that saves no more than some of the copying.
 */
export function keepYoungSmall(): void {
  getBuiltinModule("node:v8").setFlagsFromString("--semi-space-growth-factor=1");
}

/** V8's own way to free whatever can be freed, compiled code included, when memory runs out (from V8 12 on). */
export const LAST_RESORT = { type: "major", execution: "sync", flavor: "last-resort" } as const;

/**
 * What frees all that nobody refers to any more; some milliseconds for a heap of some megabytes.
 *
 * @param how nothing: all of the heap, once
 */
export function garbageCollector(how?: typeof LAST_RESORT): () => void {
  // loaded when it is needed, with much that it needs itself
  const { setFlagsFromString } = getBuiltinModule("node:v8");
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  setFlagsFromString("--no-expose-gc");
  if (typeof collect !== "function") return () => undefined;
  return how === undefined ? () => void collect() : () => void collect(how);
}
