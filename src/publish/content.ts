import { staticFiles } from "../environment/layout.ts";
import type { Tree, TreeFile } from "../environment/tree.ts";
import { digest } from "./digest.ts";
import { objectOf } from "./object-of.ts";
import type { Owner } from "./types.ts";

/** One file as it shall be in the target. */
export interface FileRecord {
  /** SHA-256 of its bytes */
  readonly object: string;
  readonly size: number;
  readonly mode: number;
  /** `uid:gid` that it was given, each empty when left alone; `:` for none */
  readonly owner: string;
  /** the permission bits found after writing, where the file system keeps others than it was given */
  readonly modeOnDisk?: number;
}

export interface ContentFile extends FileRecord {
  readonly path: string;
  /** the bytes that `object` names */
  readonly read: () => Uint8Array;
}

/** What the target shall hold: an environment's files, out of a checkout or out of the history. */
export interface Content {
  /** digest of all paths, bytes and who may read them: equal digests publish equal files */
  readonly tree: string;
  /** in byte order of their paths */
  readonly files: readonly ContentFile[];
}

/** A tree is looked through once for each owner, in a run there is one. */
const contents = new WeakMap<Tree, { readonly owner: Owner | null; readonly content: Content }>();

/** The content that a tree publishes. */
export function contentOfTree(tree: Tree, owner: Owner | null): Content {
  const known = contents.get(tree);
  if (known?.owner === owner) return known.content;
  const content = readContent(tree, owner);
  contents.set(tree, { owner, content });
  return content;
}

function readContent(tree: Tree, owner: Owner | null): Content {
  const files = tree.files.map((file) => ({
    path: file.path,
    object: objectOf(file),
    size: file.bytes.length,
    mode: publishedMode(file, owner),
    owner: `${owner?.uid ?? ""}:${owner?.gid ?? ""}`,
    read: () => file.bytes,
  }));
  return { tree: digestContent(files), files };
}

/** The name of a content, whatever commit it came with: what verdicts and holds are remembered by. */
export function digestContent(files: Iterable<{ path: string; object: string; mode: number }>): string {
  let text = "";
  for (const { path, object, mode } of files)
    text += `${object} ${mode === OPEN ? "open" : "closed"} ${path}\0`;
  return digest(Buffer.from(text));
}

/**
 * The digest of a tree before anything else is known of it: the key of the memory of verdicts. It is the same whoever
 * shall own the files.
 */
export function digestTree(tree: Tree): string {
  return (contents.get(tree)?.content ?? contentOfTree(tree, null)).tree;
}

/** the mode of what everybody may read */
export const OPEN = 0o644;
const GROUP_AND_OTHER_READ = 0o044;

/**
 * 0644; 0600 where the source is closed to group and others, or holds a private key. Where only a group is given to
 * the files, it is given so that Traefik reads them through it: 0640.
 */
function publishedMode(file: TreeFile, owner: Owner | null): number {
  if ((file.mode & GROUP_AND_OTHER_READ) !== 0 && !holdsPrivateKey(file.bytes)) return OPEN;
  return owner !== null && owner.gid !== null && owner.uid === null ? 0o640 : 0o600;
}

/** PEM's "-----BEGIN … PRIVATE KEY-----" (RFC 7468) anywhere, also inside YAML. */
function holdsPrivateKey(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes("PRIVATE KEY-----");
}

/** The static files of an environment by their content, each in a line. */
export function staticContent(tree: Tree): string {
  return staticFiles(tree)
    .map((file) => `${file.path} ${objectOf(file)}\n`)
    .join("");
}
