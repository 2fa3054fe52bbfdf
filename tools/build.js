// Bundles each executable into one file in dist/: a start costs little more than Node's own.
import { rm } from "node:fs/promises";
import { build } from "esbuild";
import { compiledSchemas, SCHEMAS_BESIDE, sourceDigest } from "./bundle-options.js";
import { compileSchemas } from "./compile-schemas.js";

await rm("dist", { recursive: true, force: true });
await build({
  entryPoints: {
    index: "src/index.ts",
    "gateway-hook-configsync": "src/cli/main.ts",
    gateway: "src/gateway/main.ts",
    "gateway-healthz": "src/gateway/healthz-main.ts",
  },
  outdir: "dist",
  bundle: true,
  splitting: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  define: { SOURCE_DIGEST: JSON.stringify(await sourceDigest()) },
  plugins: [compiledSchemas(SCHEMAS_BESIDE)],
  logLevel: "warning",
});
await compileSchemas("dist/schemas");
