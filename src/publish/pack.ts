import { below } from "../below.ts";
import { digest } from "./digest.ts";
import type { FileSystem } from "./file-system.ts";
import { orNull } from "./or-null.ts";

/**
 * Many objects in one file: one to create and to make durable instead of thousands. First its index, a line of fixed
 * width for each object, then their bytes, one after the other. The name holds the digest of the index and the number
 * of its lines, so a damaged index is known as one.
 */
export interface Pack {
  readonly path: string;
  /** those that are within the file */
  readonly objects: ReadonlyMap<string, Place>;
}

/** Where the bytes of an object are. */
export interface Place {
  readonly offset: number;
  readonly size: number;
}

export interface PackedObject {
  readonly object: string;
  readonly size: number;
  readonly read: () => Uint8Array;
}

const SIZE_DIGITS = 12;
const LINE = 64 + 1 + SIZE_DIGITS + 1;

/** A pack of some objects, each of which is there once: its name, and its bytes in pieces. */
export function makePack(objects: readonly PackedObject[]): {
  name: string;
  read: () => Iterable<Uint8Array>;
} {
  const lines = objects.map(({ object, size }) => `${object} ${String(size).padStart(SIZE_DIGITS)}\n`);
  const index = Buffer.from(lines.join(""));
  return { name: `${digest(index)}-${objects.length}`, read: () => inPieces(index, objects) };
}

const PIECE = 1 << 20;

/** Few large pieces, for each is a system call; a piece is good until the next is asked for. */
function* inPieces(index: Uint8Array, objects: readonly PackedObject[]): Iterable<Uint8Array> {
  yield index;
  const piece = new Uint8Array(PIECE);
  let length = 0;
  for (const { object, size, read } of objects) {
    const bytes = read();
    if (bytes.length !== size) throw new Error(`${object} has ${bytes.length} bytes instead of ${size}`);
    if (length + size > PIECE) {
      yield piece.subarray(0, length);
      length = 0;
    }
    if (size > PIECE) yield bytes;
    else {
      piece.set(bytes, length);
      length += size;
    }
  }
  yield piece.subarray(0, length);
}

const NAME = /^([0-9a-f]{64})-(\d{1,9})$/;

/** By what they looked like: a run reads each index twice. */
const known = new Map<string, { readonly looks: string; readonly pack: Pack | null }>();

/** Reads the index of a pack; null when it is damaged, or may not be read: what is in it is not known then. */
export function readPack(files: FileSystem, folder: string, name: string): Pack | null {
  const [, named, count] = NAME.exec(name) ?? [];
  if (named === undefined) return null;
  const path = below(folder, name);
  const length = LINE * Number(count);
  return orNull(() => {
    const { size = 0, device, inode, changedMs } = files.lstat(path) ?? {};
    if (size < length) return null;
    const looks = `${device} ${inode} ${size} ${changedMs}`;
    const before = known.get(path);
    if (before?.looks === looks) return before.pack;
    const index = files.readPart(path, 0, length);
    const pack = digest(index) === named ? { path, objects: objectsIn(index, size) } : null;
    known.set(path, { looks, pack });
    return pack;
  });
}

function objectsIn(index: Uint8Array, size: number): Map<string, Place> {
  const objects = new Map<string, Place>();
  const text = Buffer.from(index.buffer, index.byteOffset, index.length).toString();
  let offset = text.length;
  for (let at = 0; at < text.length; at += LINE) {
    const place = { offset, size: Number(text.slice(at + 65, at + LINE - 1)) };
    offset += place.size;
    if (offset <= size) objects.set(text.slice(at, at + 64), place);
  }
  return objects;
}
