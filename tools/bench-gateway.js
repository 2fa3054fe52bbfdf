// Runs the gateway with the real Traefik and git-sync under load, and prints what it reached: npm run bench:gateway.
import { build } from "esbuild";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const outdir = resolve(".cache", "bench-gateway");
await build({
  entryPoints: { main: "tools/bench-gateway/main.ts" },
  outdir,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  logLevel: "warning",
});
await import(pathToFileURL(resolve(outdir, "main.mjs")).href);
