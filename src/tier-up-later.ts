import { setFlagsFromString } from "node:v8";

/**
 * V8 makes faster code of functions that are called often, in threads of its own. In a run of a second that takes more
 * of the processor than it gives back: here they have to be called ten times as often first. By V8's major version,
 * since others may not know these flags: those of Node 20, 22 and 24.
 */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  11: ["--interrupt-budget=1351680"],
  12: ["--invocation-count-for-turbofan=30000"],
  13: ["--invocation-count-for-maglev=4000", "--invocation-count-for-turbofan=30000"],
};

/** To be called before any script is compiled: code that was made under other flags is refused. */
export function tierUpLater(): void {
  const [major = ""] = process.versions.v8.split(".", 1);
  for (const flag of FLAGS[major] ?? []) setFlagsFromString(flag);
}
