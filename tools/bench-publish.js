// Publishes under load by several publishers, into a real Traefik, and prints what each lost: npm run bench:publish.
import { build } from "esbuild";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const outdir = resolve(".cache", "bench-publish");
await build({
  entryPoints: { main: "tools/bench-publish/main.ts", load: "tools/bench-publish/load.ts" },
  outdir,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  logLevel: "warning",
});
await import(pathToFileURL(resolve(outdir, "main.mjs")).href);
