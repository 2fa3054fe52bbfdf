import { getBuiltinModule, versions } from "node:process";

/**
 * V8 makes faster code of functions that are called often, in threads of its own. In a run of a second that takes more
 * of the processor than it gives back: here they have to be called ten times as often first. The flags that say how
 * often, with V8's own values, by its major version, since others may not know them: those of Node 20, 22 and 24.
 */
const FLAGS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  11: { "interrupt-budget": 67_584 },
  12: { "invocation-count-for-turbofan": 3000 },
  13: { "invocation-count-for-maglev": 400, "invocation-count-for-turbofan": 3000 },
};
const TIMES = 10;

let isLater = false;

/** To be called before there is much to do: it loads some thirty modules of Node's. */
export function tierUpLater(): void {
  setFlags(TIMES);
  isLater = true;
}

/**
 * Loads something as if V8's flags were never changed: it refuses code that was made at build time, Node's own as well
 * as ours, where other flags are set than when it was made.
 */
export function underOwnFlags<T>(load: () => T): T {
  if (!isLater) return load();
  setFlags(1);
  try {
    return load();
  } finally {
    setFlags(TIMES);
  }
}

function setFlags(times: number): void {
  const { setFlagsFromString } = getBuiltinModule("node:v8");
  const [major = ""] = versions.v8.split(".", 1);
  for (const [flag, own] of Object.entries(FLAGS[major] ?? {}))
    setFlagsFromString(`--${flag}=${own * times}`);
}
