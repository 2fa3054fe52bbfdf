import type { GitTree } from "./git-tree.ts";

/** What a path of a commit leads to, as a checkout of it would have it. */
export type Resolved =
  | { readonly kind: "file" | "folder"; readonly path: string }
  | { readonly kind: "outside" | "broken" | "loop" };

/** Linux follows so many symbolic links, then gives up. */
const MOST_LINKS = 40;

/**
 * Follows the symbolic links of a path, within the commit.
 *
 * @param targets what each link holds, by its path
 */
export function resolvePath(tree: GitTree, targets: ReadonlyMap<string, string>, path: string): Resolved {
  const open = path.split("/").toReversed();
  const done: string[] = [];
  let links = 0;
  for (let segment = open.pop(); segment !== undefined; segment = open.pop()) {
    if (segment === "" || segment === ".") continue;
    if (segment === "..") {
      if (done.pop() === undefined) return { kind: "outside" };
      continue;
    }
    const at = [...done, segment].join("/");
    const entry = tree.entries.get(at);
    if (entry?.kind === "link") {
      if (++links > MOST_LINKS) return { kind: "loop" };
      const target = targets.get(at) ?? "";
      if (target.startsWith("/")) return { kind: "outside" };
      open.push(...target.split("/").toReversed());
      continue;
    }
    const isLast = open.every((rest) => rest === "" || rest === ".");
    if (entry?.kind === "file" && !isLast) return { kind: "broken" };
    if (entry === undefined && !tree.folders.has(at)) return { kind: "broken" };
    done.push(segment);
  }
  const real = done.join("/");
  return { kind: tree.entries.get(real)?.kind === "file" ? "file" : "folder", path: real };
}
