// Bundles the executables into dist/ as few scripts, with what V8 makes of them: a start costs little more than Node's
// own. The typed API is dist/lib/, ES modules.
import { rm } from "node:fs/promises";
import { build } from "esbuild";
import { compiledSchemas, SCHEMAS_BESIDE, sourceDigest } from "./bundle-options.js";
import { buildScripts, makeCode } from "./build-scripts.js";
import { makeLicenses } from "./licenses.js";
import { plainLoops } from "./plain-loops.js";

await rm("dist", { recursive: true, force: true });
const licenses = makeLicenses();
await buildScripts("dist", [licenses.plugin]);
await build({
  entryPoints: { index: "src/index.ts" },
  outdir: "dist/lib",
  bundle: true,
  splitting: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  minifyWhitespace: true,
  minifySyntax: true,
  define: { SOURCE_DIGEST: JSON.stringify(await sourceDigest()) },
  logLevel: "warning",
  // packages that are CommonJS ask for Node's own modules by `require`
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  plugins: [compiledSchemas(SCHEMAS_BESIDE), licenses.plugin, plainLoops()],
});
licenses.write("dist/THIRD-PARTY-LICENSES.txt");
makeCode("dist");
