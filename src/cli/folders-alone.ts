import { basename, dirname } from "node:path";
import type { Options } from "fast-glob";

/** What fast-glob asks a file system for. */
type Asked = NonNullable<Options["fs"]>;

/** What fast-glob passes over. */
const NOT_THERE = Object.assign(new Error("not there"), { code: "ENOENT" });

/** A file system for fast-glob in which there is nothing but some folders, and those above them. */
export function foldersAlone(folders: readonly string[]): Asked {
  const names = new Map<string, Set<string>>();
  for (const folder of folders) {
    names.set(folder, names.get(folder) ?? new Set());
    for (let inner = folder; inner !== dirname(inner); inner = dirname(inner)) {
      const above = dirname(inner);
      names.set(above, (names.get(above) ?? new Set()).add(basename(inner)));
    }
  }
  const stat = (path: string, done: (error: Error | null, stats: object) => void): void =>
    names.has(path) ? done(null, directory(basename(path))) : done(NOT_THERE, {});
  const readdir = (path: string, _: unknown, done: (error: null, entries: readonly object[]) => void): void =>
    done(null, [...(names.get(path) ?? [])].map(directory));
  return { lstat: stat, stat, readdir } as Asked;
}

/** A directory's entry, and what is known of it. */
function directory(name: string): object {
  const no = (): boolean => false;
  return {
    name,
    isDirectory: () => true,
    isFile: no,
    isSymbolicLink: no,
    isBlockDevice: no,
    isCharacterDevice: no,
    isFIFO: no,
    isSocket: no,
  };
}
