import type { Tree, TreeFile } from "../environment/tree.ts";
import type { Memory } from "./memory.ts";

/** Two states of an environment without the dynamic files that are the same in both. */
export interface Changed {
  readonly before: Tree;
  readonly after: Tree;
}

/**
 * What differs between the state that a judgement went on from and the one that it came to. In neither any name is
 * defined twice, so what the same files define is the same.
 *
 * @param published what is taken for the earlier state
 * @returns null when it is another
 */
export function changedFiles(
  published: Tree,
  current: Tree,
  since: Memory,
  digestOf: (file: TreeFile) => string,
): Changed | null {
  const before = published.files.filter(({ path }) => since.files.has(path));
  if (before.length !== since.files.size) return null;
  if (before.some((file) => since.files.get(file.path)?.content !== digestOf(file))) return null;
  const same = new Set(
    current.files
      .filter((file) => since.files.get(file.path)?.content === digestOf(file))
      .map(({ path }) => path),
  );
  const without = ({ files }: Tree): Tree => ({ files: files.filter(({ path }) => !same.has(path)) });
  return { before: without(published), after: without(current) };
}
