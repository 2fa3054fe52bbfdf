import { nodeCrypto } from "../node-crypto.ts";
import { sha256 } from "../sha256.ts";

/** SHA-256 of some bytes, in hexadecimal: the name of an object. */
export function digest(bytes: Uint8Array): string {
  return sha256(bytes);
}

/** The same of bytes in pieces. */
export function digestOfPieces(pieces: readonly Uint8Array[]): string {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return sha256(only);
  const hash = nodeCrypto().createHash("sha256");
  for (const piece of pieces) hash.update(piece);
  return hash.digest("hex");
}

const DIGEST = /^[0-9a-f]{64}$/;

/** Whether a text is the name of an object. */
export function isDigest(text: string): boolean {
  return DIGEST.test(text);
}
