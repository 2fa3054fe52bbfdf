import { join } from "node:path";
import { digest, isDigest } from "./digest.ts";
import type { FileSystem } from "./file-system.ts";

/**
 * Many objects in one file: one to create and to make durable instead of thousands. First its index, a line of fixed
 * width for each object, then their bytes, one after the other. The name holds the digest of the index and the number
 * of its lines, so a damaged index is known as one.
 */
export interface Pack {
  readonly name: string;
  /** of all objects, in bytes */
  readonly size: number;
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
  return { name: `pack-${digest(index)}-${objects.length}`, read: () => inPieces(index, objects) };
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

const NAME = /^pack-([0-9a-f]{64})-(\d{1,9})$/;

/** Whether a name is that of a pack, whole or not. */
export function isPackName(name: string): boolean {
  return NAME.test(name);
}

/** Reads the index of a pack; null when it is not whole. */
export function readPack(files: FileSystem, folder: string, name: string): Pack | null {
  const [, named, count] = NAME.exec(name) ?? [];
  const path = join(folder, name);
  const length = LINE * Number(count);
  const size = files.lstat(path)?.size ?? 0;
  if (named === undefined || size < length) return null;
  const index = files.readPart(path, 0, length);
  if (digest(index) !== named) return null;
  const objects = new Map<string, Place>();
  let end = length;
  const text = Buffer.from(index.buffer, index.byteOffset, index.length).toString("latin1");
  for (let at = 0; at < length; at += LINE) {
    const object = text.slice(at, at + 64);
    const place = { offset: end, size: Number(text.slice(at + 65, at + LINE - 1)) };
    if (!isDigest(object) || !Number.isSafeInteger(place.size)) return null;
    objects.set(object, place);
    end += place.size;
  }
  return end === size ? { name, size: end - length, objects } : null;
}
