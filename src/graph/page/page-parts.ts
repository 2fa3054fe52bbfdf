import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

/** The page's own program and style. In a bundle the place of this module is taken by what the build has made of it. */
export function pageParts(): { readonly script: string; readonly style: string } {
  const own = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  const { outputFiles } = buildSync({
    entryPoints: [own("client/main.ts")],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    minify: true,
  });
  return { script: outputFiles[0]?.text ?? "", style: readFileSync(own("style.css"), "utf8") };
}
