/**
 * What a path holds on the machine that Traefik runs on. Traefik takes a value for a path where something exists
 * there, and for the content itself where nothing does.
 */
export type FileState =
  | { readonly kind: "missing" }
  /** where the environment will lie, which does not hold it: somebody else may have put it there */
  | { readonly kind: "unpublished" }
  | { readonly kind: "unreadable"; readonly reason: string }
  | { readonly kind: "content"; readonly text: string };

/** Looks a path up; undefined: it cannot be known here. */
export type MachineFiles = (path: string) => FileState | undefined;

/** A machine of which nothing is known: only what can be no path is sure to be content. */
export const UNKNOWN_MACHINE: MachineFiles = (path) =>
  path === "" || path.includes("\n") || path.includes("-----BEGIN ") ? { kind: "missing" } : undefined;

/** What is known for certain of a path. */
export type CertainState = Exclude<FileState, { readonly kind: "unpublished" }>;

/** Looks a path up for who needs to be certain; undefined: it cannot be known here. */
export function findFile(files: MachineFiles, path: string): CertainState | undefined {
  const state = files(path);
  return state?.kind === "unpublished" ? undefined : state;
}

/** What a value is that may be a path or the content itself: a single word such as `none` is nobody's path. */
export function findFileOrContent(files: MachineFiles, value: string): CertainState | undefined {
  return findFile(files, value) ?? (/^[^/.]+$/.test(value) ? { kind: "missing" } : undefined);
}

/** What a file-or-content value amounts to; undefined: it cannot be known. */
export function readFileOrContent(files: MachineFiles, value: string): CertainState | undefined {
  const state = findFileOrContent(files, value);
  return state?.kind === "missing" ? { kind: "content", text: value } : state;
}
