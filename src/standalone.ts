import { basename } from "node:path";
import { runHook } from "./cli/run-hook.ts";
import { packed } from "./packed.ts";
import { makeScripts } from "./scripts.ts";

/**
 * The standalone executable: one file, and which of the three it is its name says, as busybox does it. Each is
 * loaded only when it is the one.
 */
const NAMES = ["gateway", "gateway-healthz"];
const name = basename(process.argv0);

const scripts = makeScripts((script) => {
  const source = packed(`${script}.cjs`);
  if (source === undefined) throw new Error(`the executable has no ${script}`);
  // Only what is run often has been kept as code.
  return { source: source.toString(), made: packed(`code/${script}`), file: `/${script}.cjs` };
}, require);
if (NAMES.includes(name)) scripts.run(name);
else void runHook(scripts);
