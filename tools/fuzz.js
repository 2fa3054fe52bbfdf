// Breaks valid files at random and compares this project's verdict with the real Traefik's:
// npm run fuzz -- --count N --seed S
import { execFileSync } from "node:child_process";
import { build } from "esbuild";

const [entry = "", ...args] = process.argv.slice(2);
const outfile = ".cache/fuzz/bundle/fuzz.mjs";
await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  logLevel: "warning",
});
try {
  execFileSync(process.execPath, [outfile, ...args], { stdio: "inherit" });
} catch {
  process.exitCode = 1;
}
