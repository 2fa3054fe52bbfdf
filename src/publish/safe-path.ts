/**
 * Whether a relative path names something below the folder that it is relative to, and nothing else: no empty
 * segment, no `.` or `..`, no zero byte. Everything that is written or deleted in the target passes here first.
 */
export function isSafePath(path: string): boolean {
  return !UNSAFE.test(path);
}

const UNSAFE = /(?:^|\/)\.{0,2}(?:\/|$)|\0/;

/** those of the last path that was asked about: of thousands the next one is mostly in the same folder */
let last: { readonly folder: string; readonly parents: readonly string[] } = { folder: "", parents: [] };

/** The folders that a relative path goes through, outermost first: `a/b/c` goes through `a` and `a/b`. */
export function parentsOf(path: string): readonly string[] {
  const folder = folderOf(path);
  if (folder !== last.folder) last = { folder, parents: throughFolders(path) };
  return last.parents;
}

function throughFolders(path: string): string[] {
  const folders: string[] = [];
  for (let slash = path.indexOf("/"); slash !== -1; slash = path.indexOf("/", slash + 1)) {
    folders.push(path.slice(0, slash));
  }
  return folders;
}

/** The folder that a relative path is in; empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
