// Writes dist/types: the declarations that the public API needs, and no others.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const OUT = "dist/types";
const scratch = mkdtempSync(".cache-types-");

try {
  execFileSync("node_modules/.bin/tsc", ["-p", "tsconfig.types.json", "--outDir", scratch], {
    stdio: "inherit",
  });
  rmSync(OUT, { recursive: true, force: true });
  await copy("index.d.ts", new Set());
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Copies a declaration file and those it imports; consumers know the modules by their compiled names. */
async function copy(file, done) {
  if (done.has(file)) return;
  done.add(file);
  const text = readFileSync(join(scratch, file), "utf8");
  const target = join(OUT, file);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text.replace(/(from "\.[^"]*|import\("\.[^"]*)\.ts"/g, '$1.js"'));
  for (const [, path] of text.matchAll(/(?:from |import\()"(\.[^"]*)\.ts"/g)) {
    await copy(join(dirname(file), `${path}.d.ts`), done);
  }
}
