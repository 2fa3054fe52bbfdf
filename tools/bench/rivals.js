import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

const HOME = resolve(".cache", "bench", "rivals");
const VENV = join(HOME, "venv");

/** Installs ajv-cli from npm and check-jsonschema from PyPI into .cache, where they are found afterwards. */
export function installRivals() {
  mkdirSync(HOME, { recursive: true });
  const options = { cwd: HOME, stdio: "ignore" };
  if (!existsSync(join(HOME, "node_modules", ".bin", "ajv"))) {
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "--prefix", HOME, "ajv-cli@5"], options);
  }
  if (!existsSync(join(VENV, "bin", "check-jsonschema"))) {
    execFileSync("python3", ["-m", "venv", VENV], options);
    execFileSync(join(VENV, "bin", "pip"), ["install", "--quiet", "check-jsonschema"], options);
  }
}

/** A rival's executable, of .cache or on PATH; null where it is not installed. */
export function findRival(name) {
  const folders = [
    join(HOME, "node_modules", ".bin"),
    join(VENV, "bin"),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}
