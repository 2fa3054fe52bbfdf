import { getBuiltinModule, memoryUsage, versions } from "node:process";
import { runInNewContext } from "node:vm";

/** below this V8's own judgement costs nobody memory that he misses */
const LARGE = 64_000_000;

/** from this on the memory counts more than a few hundredths of the time */
const HUGE = 128_000_000;

/**
 * Has V8 free at once what nobody refers to any more, where that may be much: by itself it lets the heap grow to twice
 * what was in use before it looks. To be called between one large piece of work and the next; a tenth of a second.
 *
 * @param above bytes in use from which it is worth the time
 */
export function relieveMemory(above = LARGE): void {
  if (memoryUsage().heapUsed >= above) garbageCollector()();
}

/** Whether so much is in use that it is to be free again before anything else is begun. */
export function isMemoryHuge(): boolean {
  return memoryUsage().heapUsed >= HUGE;
}

/** The same once most is over: newer V8s also give back what they keep ready, and the code of what ran before. */
export function relieveMemoryForGood(): void {
  if (isMemoryHuge()) garbageCollector(true)();
}

/**
 * Has V8 not give more room to what is new: it would take up to 48 MB, of which a part is ever empty. Where most of what
 * is made stays, that saves no more than some of the copying.
 */
export function keepYoungSmall(): void {
  getBuiltinModule("node:v8").setFlagsFromString("--semi-space-growth-factor=1");
}

/** V8's own way to free whatever can be freed, compiled code included, when memory runs out. */
const LAST_RESORT = { type: "major", execution: "sync", flavor: "last-resort" } as const;

/**
 * What frees all that nobody refers to any more; some milliseconds for a heap of some megabytes.
 *
 * @param asLastResort more than that, from V8 12 on; an older one takes any argument to mean the young generation alone
 * @param v8 the version of V8
 */
export function garbageCollector(asLastResort = false, v8 = versions.v8): () => void {
  // loaded when it is needed, with much that it needs itself
  const { setFlagsFromString } = getBuiltinModule("node:v8");
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  setFlagsFromString("--no-expose-gc");
  if (typeof collect !== "function") return () => undefined;
  return asLastResort && Number.parseInt(v8, 10) >= 12
    ? () => void collect(LAST_RESORT)
    : () => void collect();
}
