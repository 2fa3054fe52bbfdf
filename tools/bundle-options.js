// What all bundles share.
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";

/** What rewrites the source on its way, and the packages that it is made of. */
const MAKERS = ["tools/plain-loops.js", "tools/compile-schemas.js", "package-lock.json"];

/** Digest of all that the judgement is made from: verdicts of another build are not relied upon. */
export async function sourceDigest() {
  const hash = createHash("sha256");
  for (const folder of ["src", "schemas"]) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`);
    for (const file of files.toSorted()) hash.update(`${file}\0`).update(await readFile(file));
  }
  for (const file of MAKERS) hash.update(await readFile(file));
  return hash.digest("hex").slice(0, 12);
}

/** In a bundle a schema is what compile-schemas.js made of it: `contents` is the module that finds it. */
export function compiledSchemas(contents) {
  return {
    name: "compiled-schemas",
    setup({ onLoad }) {
      onLoad({ filter: /\/load\/compiled-schema\.ts$/ }, () => ({ contents, resolveDir: resolve(".") }));
    },
  };
}

/** The page that `graph` writes holds a program of its own, for browsers: made once, kept as text. */
export function pageParts() {
  return {
    name: "page-parts",
    setup({ onLoad }) {
      onLoad({ filter: /\/graph\/page\/page-parts\.ts$/ }, async ({ path }) => {
        const folder = dirname(path);
        const { outputFiles } = await build({
          entryPoints: [join(folder, "client/main.ts")],
          bundle: true,
          write: false,
          format: "iife",
          target: "es2022",
          minify: true,
        });
        const parts = {
          script: outputFiles[0].text,
          style: await readFile(join(folder, "style.css"), "utf8"),
        };
        return { contents: `export const pageParts = () => (${JSON.stringify(parts)});` };
      });
    },
  };
}

/** A module that finds the compiled schemas by an expression each; what judges an instance is loaded with the first mistake. */
function schemasFoundBy(script, before = "") {
  return `${before}
  export const compiledSchema = (version, name) => ({
    types: ${script('version + "-" + name + "-types"')}.types,
    get validate() {
      return ${script('version + "-" + name')}.validate;
    },
  });`;
}

/** Beside the bundle of ES modules, each loaded when it is needed. */
export const SCHEMAS_BESIDE = schemasFoundBy(
  (name) => `load("../schemas/" + ${name} + ".cjs")`,
  `import { createRequire } from "node:module";
  const load = createRequire(import.meta.url);`,
);

/** A script of the bundle each, run when it is needed; see src/scripts.ts. */
export const SCHEMAS_AS_PARTS = schemasFoundBy((name) => `require("part:schemas/" + ${name})`);

/** Inside the bundle, each run when it is needed. */
export async function schemasInside(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".cjs"));
  const cases = names.map(
    (name) =>
      `${JSON.stringify(name.replace(".cjs", ""))}: () => require(${JSON.stringify(resolve(join(folder, name)))})`,
  );
  return schemasFoundBy((name) => `all[${name}]()`, `const all = {${cases.join(",\n")}};`);
}
