import { build } from "esbuild";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** Bundles a script, so that Node runs it as a process of its own; `remove` deletes it. */
export async function bundle(script: string): Promise<{ path: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "gateway-script-"));
  const path = join(folder, `${basename(script, ".ts")}.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, script)],
    outfile: path,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    logLevel: "warning",
  });
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}
