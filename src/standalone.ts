import { basename } from "node:path";
import { getRawAsset } from "node:sea";
import { runHook } from "./cli/run-hook.ts";
import { makeScripts } from "./scripts.ts";

/**
 * The standalone executable: one file, and which of the three it is its name says, as busybox does it. Each is
 * loaded only when it is the one.
 */
const NAMES = ["gateway", "gateway-healthz"];
const name = basename(process.argv0);

/** Bytes that lie in the executable, as they lie there. */
function inside(asset: string): Buffer<ArrayBuffer> {
  const bytes = getRawAsset(asset);
  return typeof bytes === "string" ? Buffer.from(bytes) : Buffer.from(bytes);
}

/** Only what is run often has been kept as code. */
function insideIfThere(asset: string): Buffer | undefined {
  try {
    return inside(asset);
  } catch {
    return undefined;
  }
}

const scripts = makeScripts(
  (script) => ({
    source: inside(`${script}.cjs`).toString("latin1"),
    made: insideIfThere(`code/${script}`),
    file: `/${script}.cjs`,
  }),
  require,
);
if (NAMES.includes(name)) scripts.run(name);
else void runHook(scripts);
