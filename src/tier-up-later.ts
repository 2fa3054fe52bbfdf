import { getBuiltinModule, versions } from "node:process";

/**
 * V8 makes faster code of functions that are called often, in threads of its own. In a run of a second that takes more
 * of the processor than it gives back: here they have to be called ten times as often first. That is for the V8 of Node
 * 20. A later one refuses what was made at build time once a flag was set, though it has its own value again, and that
 * costs more.
 */
const HAS_EFFECT = versions.v8.startsWith("11.");
/** what a function may run through before V8 looks at it, in bytes of its code: V8's own value */
const BUDGET = 67_584;

let times = 1;

/**
 * To be called before there is much to do: it loads some thirty modules of Node's.
 *
 * @param by how many times as often as V8 would have it; 1 is V8's own way
 */
export function tierUpLater(by = 10): void {
  if (!HAS_EFFECT || by === times) return;
  setBudget(by * BUDGET);
  times = by;
}

/**
 * Loads something as if V8's flags were never changed: it refuses code that was made at build time, Node's own as well
 * as ours, where other flags are set than when it was made.
 */
export function underOwnFlags<T>(load: () => T): T {
  if (times === 1) return load();
  setBudget(BUDGET);
  try {
    return load();
  } finally {
    setBudget(times * BUDGET);
  }
}

function setBudget(bytes: number): void {
  getBuiltinModule("node:v8").setFlagsFromString(`--interrupt-budget=${bytes}`);
}
