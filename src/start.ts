import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runHook } from "./cli/run-hook.ts";
import { makeScripts } from "./scripts.ts";

export { WRAPPER } from "./scripts.ts";

/** What this file is called with where it is not Node's loader that runs it: see bin/gateway-hook-configsync.js. */
export const START_WRAPPER = "(function(exports,require,module,__dirname){";

/** What V8 makes of a script is good for the very V8 that made it; another finds nothing, and compiles. */
export const CODE_FOLDER = join(__dirname, "code", `${process.versions.v8}-${process.arch}`);

/** The scripts of this package, beside this file. */
export const scripts = makeScripts((name) => {
  const file = join(__dirname, `${name}.cjs`);
  return { source: readFileSync(file, "utf8"), made: readIfThere(join(CODE_FOLDER, name)), file };
}, require);

/** What `gateway-hook-configsync` is. */
export function hook(): Promise<void> {
  return runHook(scripts);
}

function readIfThere(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
