/** One entry of a commit's tree: a file, a symbolic link or a submodule. */
export interface GitEntry {
  readonly kind: "file" | "link" | "submodule";
  readonly mode: number;
  /** names the content in git's store */
  readonly oid: string;
}

/** The entries of a commit by path, and its folders with the names in them. */
export interface GitTree {
  readonly entries: ReadonlyMap<string, GitEntry>;
  readonly folders: ReadonlyMap<string, ReadonlySet<string>>;
}

const LINE = /^(\d{6}) (\w+) ([0-9a-f]+)\t([^]*)$/;

/** Reads what `git ls-tree -r -z` prints. */
export function parseTree(output: string): GitTree {
  const entries = new Map<string, GitEntry>();
  const folders = new Map<string, Set<string>>([["", new Set()]]);
  for (const line of output.split("\0")) {
    const [, mode = "", type = "", oid = "", path = ""] = LINE.exec(line) ?? [];
    if (path === "") continue;
    const kind = type === "commit" ? "submodule" : mode === "120000" ? "link" : "file";
    const bits = mode === "100755" ? 0o755 : 0o644;
    entries.set(path, { kind, mode: bits, oid });
    enter(folders, path);
  }
  return { entries, folders };
}

/** Names a path in its folder, that folder in the one above, and so on. */
function enter(folders: Map<string, Set<string>>, path: string): void {
  for (let inner = path; inner !== "";) {
    const at = inner.lastIndexOf("/");
    const folder = at === -1 ? "" : inner.slice(0, at);
    const names = folders.get(folder);
    names?.add(inner.slice(at + 1));
    if (names !== undefined) return;
    folders.set(folder, new Set([inner.slice(at + 1)]));
    inner = folder;
  }
}
