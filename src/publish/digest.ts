import { nodeCrypto } from "../node-crypto.ts";

/** SHA-256 of some bytes, in hexadecimal: the name of an object. */
export function digest(bytes: Uint8Array): string {
  return nodeCrypto().hash("sha256", bytes, "hex");
}

/** The same of bytes in pieces. */
export function digestOfPieces(pieces: readonly Uint8Array[]): string {
  const hash = nodeCrypto().createHash("sha256");
  for (const piece of pieces) hash.update(piece);
  return hash.digest("hex");
}

const DIGEST = /^[0-9a-f]{64}$/;

/** Whether a text is the name of an object. */
export function isDigest(text: string): boolean {
  return DIGEST.test(text);
}
