import { nodeCrypto } from "../../../../node-crypto.ts";
import type { Bytes } from "../bytes.ts";
import { CallError } from "../errors.ts";
import { spend, spendText } from "../run.ts";
import { fromBase32, fromBase64, toBase32, toBase64 } from "./base.ts";
import { define, type Functions } from "./define.ts";
import { derivePassword } from "./derive-password.ts";

/** Encodings and hashes. A text that cannot be decoded becomes the error's text, as sprig has it. */
export const ENCODING: Functions = {
  b64enc: define(["string"], ([text], run) => {
    spendText(run, text.length * 2);
    return toBase64(text);
  }),
  b64dec: define(["string"], ([text], run) => {
    spendText(run, text.length * 4);
    const { decoded, error } = fromBase64(text);
    return error ?? decoded;
  }),
  b32enc: define(["string"], ([text], run) => {
    spendText(run, text.length * 4);
    return toBase32(text);
  }),
  b32dec: define(["string"], ([text], run) => {
    spendText(run, text.length * 4);
    const { decoded, error } = fromBase32(text);
    return error ?? decoded;
  }),
  sha1sum: define(["string"], ([text], run) => {
    spendText(run, text.length);
    return nodeCrypto().createHash("sha1").update(text, "latin1").digest("hex");
  }),
  sha256sum: define(["string"], ([text], run) => {
    spendText(run, text.length);
    return nodeCrypto().createHash("sha256").update(text, "latin1").digest("hex");
  }),
  adler32sum: define(["string"], ([text], run) => {
    spendText(run, text.length * 2);
    return String(adler32(text));
  }),
  derivePassword: define(
    ["uint32", "string", "string", "string", "string"],
    ([counter, type, password, user, site], run) => {
      // a tenth of a second each
      spend(run, 300_000);
      return derivePassword({ counter: Number(counter), type, password, user, site }, nodeCrypto());
    },
  ),
  decryptAES: define(["string", "string"], ([password, text]) => decryptAes(password, text)),
};

function adler32(text: Bytes): number {
  let a = 1;
  let b = 0;
  for (let i = 0; i < text.length; i++) {
    a = (a + text.charCodeAt(i)) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}

/** AES-256-CBC, the initial vector first, the last byte saying how many to drop. */
function decryptAes(password: Bytes, text: Bytes): Bytes {
  if (text === "") return "";
  const { decoded, error } = fromBase64(text);
  if (error !== undefined) throw new CallError(error);
  const encrypted = Buffer.from(decoded, "latin1");
  if (encrypted.length < 16) {
    throw new CallError(`runtime error: slice bounds out of range [:16] with capacity ${encrypted.length}`);
  }
  if (encrypted.length % 16 !== 0) throw new CallError("crypto/cipher: input not full blocks");
  const key = Buffer.alloc(32);
  key.write(password, "latin1");
  const decipher = nodeCrypto()
    .createDecipheriv("aes-256-cbc", key, encrypted.subarray(0, 16))
    .setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(encrypted.subarray(16)), decipher.final()]);
  const padding = plain.at(-1);
  if (padding === undefined) throw new CallError("runtime error: index out of range [-1]");
  if (padding > plain.length) {
    throw new CallError(`runtime error: slice bounds out of range [:${plain.length - padding}]`);
  }
  return plain.subarray(0, plain.length - padding).toString("latin1");
}
