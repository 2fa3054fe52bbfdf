/**
 * V8 makes faster code of functions that are called often, in threads of its own. In a run of a second that takes more
 * of the processor than it gives back: here they have to be called ten times as often first. By V8's major version,
 * since others may not know these flags: those of Node 20, 22 and 24.
 */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  11: ["--interrupt-budget=675840"],
  12: ["--invocation-count-for-turbofan=30000"],
  13: ["--invocation-count-for-maglev=4000", "--invocation-count-for-turbofan=30000"],
};

/** To be called before a script is compiled: V8 refuses code that was made under other flags. */
export async function tierUpLater(): Promise<void> {
  const [major = ""] = process.versions.v8.split(".", 1);
  const flags = FLAGS[major];
  if (flags === undefined) return;
  const { setFlagsFromString } = await import("node:v8");
  for (const flag of flags) setFlagsFromString(flag);
}
