import type * as Crypto from "node:crypto";
import type { Bytes } from "../bytes.ts";

/** The Master Password algorithm, version 0, as sprig's `derivePassword` has it. */
export interface Site {
  readonly counter: number;
  readonly type: Bytes;
  readonly password: Bytes;
  readonly user: Bytes;
  readonly site: Bytes;
}

const NAMESPACE = "com.lyndir.masterpassword";

/** Kinds of passwords: what each place may hold. */
const TEMPLATES: ReadonlyMap<string, readonly string[]> = new Map([
  ["maximum", ["anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"]],
  [
    "long",
    (
      "CvcvnoCvcvCvcv CvcvCvcvnoCvcv CvcvCvcvCvcvno CvccnoCvcvCvcv CvccCvcvnoCvcv CvccCvcvCvcvno CvcvnoCvccCvcv " +
      "CvcvCvccnoCvcv CvcvCvccCvcvno CvcvnoCvcvCvcc CvcvCvcvnoCvcc CvcvCvcvCvccno CvccnoCvccCvcv CvccCvccnoCvcv " +
      "CvccCvccCvcvno CvcvnoCvccCvcc CvcvCvccnoCvcc CvcvCvccCvccno CvccnoCvcvCvcc CvccCvcvnoCvcc CvccCvcvCvccno"
    ).split(" "),
  ],
  ["medium", ["CvcnoCvc", "CvcCvcno"]],
  ["short", ["Cvcn"]],
  ["basic", ["aaanaaan", "aannaaan", "aaannaaa"]],
  ["pin", ["nnnn"]],
]);

const VOWELS = "aeiou";
const CONSONANTS = "bcdfghjklmnpqrstvwxyz";
const LETTERS = VOWELS.toUpperCase() + VOWELS + CONSONANTS.toUpperCase() + CONSONANTS;
const DIGITS = "0123456789";

const CHARACTERS: Readonly<Record<string, string>> = {
  V: VOWELS.toUpperCase(),
  C: CONSONANTS.toUpperCase(),
  v: VOWELS,
  c: CONSONANTS,
  a: LETTERS,
  n: DIGITS,
  o: "@&%?,=[]_:-+*$#!'^~;()/.",
  x: `${LETTERS}${DIGITS}!@#$%^&*()`,
};

/** @param crypto node:crypto, which costs too much to be loaded by everyone */
export function derivePassword(
  { counter, type, password, user, site }: Site,
  crypto: Pick<typeof Crypto, "createHmac" | "scryptSync">,
): Bytes {
  const templates = TEMPLATES.get(type);
  if (templates === undefined) return `cannot find password template ${type}`;
  const salt = Buffer.from(NAMESPACE + word(user.length) + user, "latin1");
  const key = crypto.scryptSync(Buffer.from(password, "latin1"), salt, 64, {
    N: 32768,
    r: 8,
    p: 2,
    maxmem: 128 * 1024 * 1024,
  });
  const message = Buffer.from(NAMESPACE + word(site.length) + site + word(counter), "latin1");
  const seed = crypto.createHmac("sha256", key).update(message).digest();
  const template = templates[(seed[0] ?? 0) % templates.length] ?? "";
  return Array.from(template, (place, index) => {
    const characters = CHARACTERS[place] ?? "";
    return characters[(seed[index + 1] ?? 0) % characters.length] ?? "";
  }).join("");
}

/** A 32-bit number, most significant byte first. */
function word(value: number): Bytes {
  return String.fromCharCode((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}
