// Bundles each executable into one file in dist/: a start costs little more than Node's own. What an executable
// imports only when it needs it is in dist/lib/, in files that share their parts.
import { rm } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { build } from "esbuild";
import { compiledSchemas, SCHEMAS_BESIDE, sourceDigest } from "./bundle-options.js";
import { compileSchemas } from "./compile-schemas.js";

const EXECUTABLES = {
  "gateway-hook-configsync": "src/cli/main.ts",
  gateway: "src/gateway/main.ts",
  "gateway-healthz": "src/gateway/healthz-main.ts",
};

const options = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  // less to parse; names stay, for the sake of stack traces
  minifyWhitespace: true,
  minifySyntax: true,
  define: { SOURCE_DIGEST: JSON.stringify(await sourceDigest()) },
  logLevel: "warning",
};
/** Packages that are CommonJS ask for Node's own modules by `require`. */
const requires = {
  js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);",
};

/** Modules that are imported when they are needed, by their names in dist/lib. */
const lazy = new Map();

const lazyImports = {
  name: "lazy-imports",
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      // what the hook does every few seconds is in its own file
      if (kind !== "dynamic-import" || path === "./commands/sync.ts") return undefined;
      const file = relative(".", resolve(resolveDir, path));
      const name = file
        .replace(/^src\//, "")
        .replaceAll("/", "-")
        .replace(/\.ts$/, "");
      lazy.set(name, file);
      return { path: `./lib/${name}.js`, external: true };
    });
  },
};

await rm("dist", { recursive: true, force: true });
// CommonJS: Node's loader for ES modules, and the whole of each of Node's own modules that it makes ready, would cost
// as much again as the hook's work when there is nothing to do.
await build({
  ...options,
  entryPoints: EXECUTABLES,
  outdir: "dist",
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  plugins: [lazyImports],
});
await build({
  ...options,
  entryPoints: { index: "src/index.ts", ...Object.fromEntries(lazy) },
  outdir: "dist/lib",
  splitting: true,
  banner: requires,
  plugins: [compiledSchemas(SCHEMAS_BESIDE)],
});
await compileSchemas("dist/lib/schemas");
