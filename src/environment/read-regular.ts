import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { errorCode } from "../error-code.ts";
import { stateOf } from "../unchanged/look.ts";

export type RegularRead =
  | { readonly kind: "read"; readonly bytes: Uint8Array; readonly mode: number; readonly state: string }
  | { readonly kind: "too-large"; readonly size: number }
  | { readonly kind: "special" }
  | { readonly kind: "unreadable"; readonly code: string };

/** Small files share a piece of memory: one of its own for each takes as long to get as to read it. */
const PIECE = 1 << 20;
const SMALL = 1 << 14;
let piece = Buffer.alloc(0);

function take(size: number): Buffer {
  if (size > SMALL) return Buffer.allocUnsafeSlow(size);
  if (size > piece.length) piece = Buffer.allocUnsafeSlow(PIECE);
  const taken = piece.subarray(0, size);
  piece = piece.subarray(size);
  return taken;
}

/** No link is followed, and opening a fifo does not wait for a writer: the path may have changed since it was seen. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Reads one regular file of at most `limit` bytes; what was opened is what is examined and read.
 *
 * @param path must not be a symbolic link (`unreadable`, ELOOP)
 */
export function readRegular(path: string, limit: number): RegularRead {
  let handle: number | undefined;
  try {
    handle = openSync(path, FLAGS);
    const stats = fstatSync(handle);
    if (!stats.isFile()) return { kind: "special" };
    if (stats.size > limit) return { kind: "too-large", size: stats.size };
    const bytes = take(stats.size);
    let length = 0;
    while (length < bytes.length) {
      const count = readSync(handle, bytes, length, bytes.length - length, length);
      if (count === 0) break;
      length += count;
    }
    const mode = stats.mode & 0o777;
    return { kind: "read", bytes: bytes.subarray(0, length), mode, state: stateOf(stats) };
  } catch (error) {
    const code = errorCode(error);
    // ENXIO: a socket, or a device without its driver
    return code === "ENXIO" ? { kind: "special" } : { kind: "unreadable", code };
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
