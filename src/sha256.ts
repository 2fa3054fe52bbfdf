import { getBuiltinModule, version } from "node:process";
import { nodeCrypto } from "./node-crypto.ts";

/** What digests beneath Node's `crypto`. */
type OneShot = (
  name: string,
  id: number,
  ids: Record<string, number>,
  data: string | Uint8Array,
  encoding: "hex",
  encodingId: number,
) => string;

interface Bindings {
  readonly binding: (name: "crypto") => { readonly oneShotDigest?: OneShot };
}

/** In all of these it is the same, and there will be no other Node 20. Newer ones are asked by what they document. */
const KNOWN = /^v20\.(?:19|20)\./;
/** Node's own terms: look it up, and hexadecimal */
const NOT_LOOKED_UP = -1;
const HEX = 5;

const ids: Record<string, number> = {};
let found: OneShot | null | undefined;

/**
 * SHA-256 of some bytes, or of a text in UTF-8, in hexadecimal. Node's `crypto` brings all kinds of streams along, and
 * takes as long to load as a changed file to judge: where it is known how, the one function beneath it is asked.
 */
export function sha256(data: string | Uint8Array): string {
  found ??= KNOWN.test(version) ? oneShot() : null;
  return found === null
    ? nodeCrypto().hash("sha256", data, "hex")
    : found("sha256", NOT_LOOKED_UP, ids, data, "hex", HEX);
}

/** null where Node gives nobody what is beneath its modules, as under its permission model. */
function oneShot(): OneShot | null {
  const process = getBuiltinModule("node:process");
  const before = process.noDeprecation ?? false;
  process.noDeprecation = true;
  try {
    return (process as unknown as Bindings).binding("crypto").oneShotDigest ?? null;
  } catch {
    return null;
  } finally {
    process.noDeprecation = before;
  }
}
