import { getBuiltinModule, memoryUsage } from "node:process";
import { runInNewContext } from "node:vm";

/** below this V8's own judgement costs nobody memory that he misses */
const LARGE = 100_000_000;

/**
 * Has V8 free at once what nobody refers to any more, where that may be much: by itself it lets the heap grow to twice
 * what was in use before it looks. To be called between one large piece of work and the next; a tenth of a second.
 *
 * @param above bytes in use from which it is worth the time
 */
export function relieveMemory(above = LARGE): void {
  if (memoryUsage().heapUsed >= above) garbageCollector()();
}

/** What frees all that nobody refers to any more; some milliseconds for a heap of some megabytes. */
export function garbageCollector(): () => void {
  // loaded when it is needed, with much that it needs itself
  const { setFlagsFromString } = getBuiltinModule("node:v8");
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  setFlagsFromString("--no-expose-gc");
  return typeof collect === "function" ? () => void collect() : () => undefined;
}
