// Node for this machine, from the npm registry: what the standalone executable is made of.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

/** The version that the executable has inside unless another is asked for. */
export const NODE_VERSION = "24";

/**
 * Fetches it unless it is in `.cache/node` already.
 *
 * @returns the path of its executable
 */
export function fetchNode(version = NODE_VERSION) {
  const home = resolve(".cache", "node", version);
  const executable = join(home, "package", "bin", "node");
  if (existsSync(executable)) return executable;
  mkdirSync(home, { recursive: true });
  const name = `node-${process.platform}-${process.arch}@${version}`;
  const packed = execFileSync("npm", ["pack", "--silent", name], { cwd: home, encoding: "utf8" });
  execFileSync("tar", ["-xzf", packed.trim().split("\n").at(-1) ?? "", "package/bin/node"], { cwd: home });
  return executable;
}

if (process.argv[1] === import.meta.filename) console.log(fetchNode(process.argv[2]));
