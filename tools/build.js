// Bundles each executable into one file in dist/: a start costs little more than Node's own.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { compileSchemas } from "./compile-schemas.js";
import { readdir, readFile, rm } from "node:fs/promises";

/** Digest of all that the judgement is made from: verdicts of another build are not relied upon. */
async function sourceDigest() {
  const hash = createHash("sha256");
  for (const folder of ["src", "schemas"]) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`);
    for (const file of files.toSorted()) hash.update(`${file}\0`).update(await readFile(file));
  }
  return hash
    .update(await readFile("package-lock.json"))
    .digest("hex")
    .slice(0, 12);
}

/** In the bundle a schema is what compile-schemas.js made of it. */
const compiledSchemas = {
  name: "compiled-schemas",
  setup({ onLoad }) {
    onLoad({ filter: /\/load\/compiled-schema\.ts$/ }, () => ({
      contents: `
        import { createRequire } from "node:module";
        const load = createRequire(import.meta.url);
        export const compiledSchema = (version, name) => load("./schemas/" + version + "-" + name + ".cjs");`,
    }));
  },
};

await rm("dist", { recursive: true, force: true });
await build({
  entryPoints: { "gateway-hook-configsync": "src/cli/main.ts", index: "src/index.ts" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  define: { SOURCE_DIGEST: JSON.stringify(await sourceDigest()) },
  plugins: [compiledSchemas],
  logLevel: "warning",
});
await compileSchemas("dist/schemas");
