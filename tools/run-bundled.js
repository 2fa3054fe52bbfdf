import { build } from "esbuild";
import { resolve } from "node:path";
import { plainLoops } from "./plain-loops.js";
import { pathToFileURL } from "node:url";

/** Bundles the programs of a tool into `.cache/<name>`, and runs the one called `main` in this process. */
export async function runBundled(name, entryPoints) {
  const outdir = resolve(".cache", name);
  await build({
    entryPoints,
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    logLevel: "warning",
    plugins: [plainLoops()],
  });
  await import(pathToFileURL(resolve(outdir, "main.mjs")).href);
}
