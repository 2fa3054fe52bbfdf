import { loadFile, type LoadedFile } from "../traefik/load/load-file.ts";

/**
 * Loads files of several states of an environment, by the same options. One that says the same in both is loaded once,
 * and takes its memory once.
 */
export function loadOnce(): typeof loadFile {
  const known = new Map<string, { readonly bytes: Uint8Array; readonly loaded: LoadedFile }>();
  return (file, options) => {
    const { path, bytes } = file;
    const before = known.get(path);
    if (before !== undefined && Buffer.compare(before.bytes, bytes) === 0) return before.loaded;
    const loaded = loadFile(file, options);
    known.set(path, { bytes, loaded });
    return loaded;
  };
}
