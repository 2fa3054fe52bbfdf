// Makes dist/gateway-hook-configsync, a standalone executable (Node's single executable application with code cache),
// and gateway and gateway-healthz as links to it. The Node inside comes from the npm registry, so that it builds on
// any machine: node tools/build-binary.js [NODE_VERSION]
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { inject } from "postject";
import { buildScripts, makeCode } from "./build-scripts.js";
import { fetchNode } from "./fetch-node.js";
import { pack } from "./pack.js";

const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";
const NAME = "gateway-hook-configsync";
/** MiB for what is new, of which V8 keeps twice as much: by itself this Node takes eight times that for ten thousand files */
const OPTIONS = ["--max-semi-space-size=4"];
/** bytes; Linux maps that much around what is touched in any case */
const PIECE = 64 * 1024;

const schemaText = `
  import { packed } from "./src/packed.ts";
  export const schemaText = (version, name) =>
    packed("schemas/traefik-v" + version + "/" + name + ".schema.json").toString("utf8");`;
const ruleText = `
  import { packed } from "./src/packed.ts";
  export const ruleText = (id) => JSON.parse(packed("rules.json").toString("utf8"))[id];`;

const node = fetchNode(process.argv[2]);
const work = resolve(".cache", "binary");
rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
mkdirSync("dist", { recursive: true });

const names = await buildScripts(work, [
  packedInstead("schema-text", schemaText),
  packedInstead("rule-text", ruleText),
]);
const made = makeCode(work, node, OPTIONS);
await build({
  entryPoints: ["src/standalone.ts"],
  outfile: join(work, "main.cjs"),
  bundle: true,
  minify: true,
  platform: "node",
  format: "cjs",
  target: "node24",
  logLevel: "warning",
});
// one file: every start reads the names of all
writeFileSync(join(work, "rules.json"), JSON.stringify(pagesOfRules()));
const packed = pack({
  "rules.json": join(work, "rules.json"),
  ...Object.fromEntries(names.map((name) => [`${name}.cjs`, join(work, `${name}.cjs`)])),
  ...Object.fromEntries(filesIn(made).map((name) => [`code/${name}`, join(made, name)])),
  ...Object.fromEntries(
    filesIn("schemas")
      .filter((name) => name.endsWith(".json"))
      .map((name) => [`schemas/${name}`, join("schemas", name)]),
  ),
});
writeFileSync(join(work, "pack"), packed);
const blob = join(work, "main.blob");
const config = {
  main: join(work, "main.cjs"),
  output: blob,
  disableExperimentalSEAWarning: true,
  execArgv: OPTIONS,
  assets: { pack: join(work, "pack") },
};
writeFileSync(join(work, "sea.json"), JSON.stringify(config));
execFileSync(node, ["--experimental-sea-config", join(work, "sea.json")], { stdio: "ignore" });

const binary = resolve("dist", NAME);
rmSync(binary, { force: true });
copyFileSync(node, binary);
chmodSync(binary, 0o755);
if (process.platform === "darwin") execFileSync("codesign", ["--remove-signature", binary]);
await inject(binary, "NODE_SEA_BLOB", readFileSync(blob), {
  sentinelFuse: FUSE,
  ...(process.platform === "darwin" ? { machoSegmentName: "NODE_SEA" } : {}),
});
writeInPieces(binary);
if (process.platform === "darwin") execFileSync("codesign", ["--sign", "-", binary]);
for (const link of ["gateway", "gateway-healthz"]) {
  rmSync(join("dist", link), { force: true });
  symlinkSync(NAME, join("dist", link));
}
console.log(`dist/${NAME}: Node ${execFileSync(node, ["--version"], { encoding: "utf8" }).trim()} inside`);

/**
 * Writes a file anew, little by little. Linux keeps in memory what is written in the pieces it came in, and maps as much
 * of the executable as a piece holds for each byte that a process touches: written at once, the gateway had 20 MB more of
 * it in memory until the next start of the machine (Linux 6.18).
 */
function writeInPieces(file) {
  const bytes = readFileSync(file);
  const { mode } = statSync(file);
  rmSync(file);
  const opened = openSync(file, "wx", mode);
  for (let start = 0; start < bytes.length; start += PIECE)
    writeSync(opened, bytes, start, Math.min(PIECE, bytes.length - start));
  closeSync(opened);
}

/** What reads a file of the package takes it from inside the executable. */
function packedInstead(name, contents) {
  return {
    name: `packed-${name}`,
    setup({ onLoad }) {
      onLoad({ filter: new RegExp(`/cli/${name}\\.ts$`) }, () => ({ contents, resolveDir: resolve(".") }));
    },
  };
}

function pagesOfRules() {
  const folder = join("docs", "rules");
  const pages = readdirSync(folder).filter((name) => name.endsWith(".md") && name !== "README.md");
  return Object.fromEntries(
    pages.map((name) => [name.slice(0, -".md".length), readFileSync(join(folder, name), "utf8")]),
  );
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
}
