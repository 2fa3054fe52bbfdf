import { readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { compareBytes } from "./byte-order.ts";

const STATIC = /^traefik\.(?:toml|ya?ml)$/;
/** How far below the root an environment is looked for: no checkout nests deeper, and a hostile one must end. */
const DEPTH = 16;

/**
 * The environments of a checkout: every folder that holds a static configuration. Hidden folders and `node_modules`
 * are not looked into, links not followed, and what lies within an environment is part of it.
 *
 * @returns paths relative to the root, `.` for the root itself, in byte order
 */
export function discoverEnvironments(root: string): string[] {
  const found: string[] = [];
  const visit = (folder: string, depth: number): void => {
    const entries = readdirSync(join(root, folder), { withFileTypes: true });
    if (entries.some((entry) => STATIC.test(entry.name) && !entry.isDirectory())) {
      found.push(folder);
      return;
    }
    if (depth === 0) return;
    for (const entry of entries) {
      const skip = !entry.isDirectory() || entry.name.startsWith(".") || entry.name === "node_modules";
      if (!skip) visit(posix.join(folder, entry.name), depth - 1);
    }
  };
  visit(".", DEPTH);
  return found.toSorted(compareBytes);
}
