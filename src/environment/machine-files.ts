import { posix } from "node:path";
import { UNKNOWN_MACHINE, type MachineFiles } from "../traefik/check/machine-files.ts";
import { CUSTOMARY_TARGET } from "./layout.ts";
import type { Tree } from "./tree.ts";

/**
 * The machine that Traefik runs on, as far as an environment tells: what will lie in the target. Of all else nothing
 * is known; of the target, what the environment does not hold: strangers' files may lie there as well.
 *
 * @param targetDir absolute path of the target as the hook sees it; Traefik may also know it as /etc/traefik
 * @param onLook is told of each path in the target that is looked at, relative to it
 */
export function machineFilesOf(
  tree: Tree,
  targetDir: string,
  onLook: (path: string) => void = () => undefined,
): MachineFiles {
  const files = new Map(tree.files.map((file) => [file.path, file.bytes]));
  const bases = [...new Set([posix.normalize(`${targetDir}/`), `${CUSTOMARY_TARGET}/`])];
  return (path) => {
    const normal = posix.normalize(path);
    const base = path.startsWith("/") ? bases.find((candidate) => normal.startsWith(candidate)) : undefined;
    if (base === undefined) return UNKNOWN_MACHINE(path);
    const inside = normal.slice(base.length).replace(/\/$/, "");
    onLook(inside);
    const bytes = files.get(inside);
    if (bytes !== undefined) return { kind: "content", text: Buffer.from(bytes).toString("utf8") };
    const folder = inside === "" || tree.files.some((file) => file.path.startsWith(`${inside}/`));
    if (folder) return { kind: "unreadable", reason: "is a directory" };
    return UNKNOWN_MACHINE(path) ?? { kind: "unpublished" };
  };
}
