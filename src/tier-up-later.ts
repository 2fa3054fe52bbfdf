import { versions } from "node:process";
import type V8 from "node:v8";

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

/** To be called before a script is compiled: V8 refuses code that was made under other flags. */
export function tierUpLater(requireBuiltIn: NodeJS.Require): void {
  const [major = ""] = versions.v8.split(".", 1);
  const flags = FLAGS[major];
  if (flags === undefined) return;
  const { setFlagsFromString } = requireBuiltIn("node:v8") as typeof V8;
  for (const flag of flags) setFlagsFromString(flag);
}
