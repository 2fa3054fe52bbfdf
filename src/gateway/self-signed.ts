import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** Tags of ASN.1 (X.690), as far as a certificate needs them. */
const TAG = {
  integer: 2,
  bits: 3,
  octets: 4,
  oid: 6,
  text: 12,
  utcTime: 23,
  time: 24,
  sequence: 48,
  set: 49,
};
/** `[0]` and `[3]` around what is optional in a certificate, `[2]` for a DNS name */
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
const DNS_NAME = 0x82;

/** Object identifiers, in DER. */
const OID = {
  ecdsaWithSha256: "2a8648ce3d040302",
  commonName: "550403",
  subjectAltName: "551d11",
  extKeyUsage: "551d25",
  serverAuth: "2b06010505070301",
};

/**
 * Makes a key (ECDSA, P-256) and a certificate for it that it signs itself, as RFC 5280 has them.
 *
 * @param name the subject, and the one DNS name
 * @returns both in PEM
 */
export function selfSigned(name: string, from: Date, to: Date): string {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  const subject = sequence(der(TAG.set, sequence(oid(OID.commonName), der(TAG.text, Buffer.from(name)))));
  const names = sequence(der(DNS_NAME, Buffer.from(name)));
  const uses = sequence(oid(OID.serverAuth));
  const signed = sequence(
    der(VERSION, der(TAG.integer, Buffer.from([2]))),
    // positive, and not shorter than it looks
    der(TAG.integer, Buffer.concat([Buffer.from([0x40]), randomBytes(15)])),
    algorithm,
    subject,
    sequence(time(from), time(to)),
    subject,
    publicKey.export({ type: "spki", format: "der" }),
    der(
      EXTENSIONS,
      sequence(
        sequence(oid(OID.extKeyUsage), der(TAG.octets, uses)),
        sequence(oid(OID.subjectAltName), der(TAG.octets, names)),
      ),
    ),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign("sha256", signed, privateKey)]);
  const certificate = sequence(signed, algorithm, der(TAG.bits, signature));
  return `${pem("CERTIFICATE", certificate)}${privateKey.export({ type: "pkcs8", format: "pem" }).toString()}`;
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(TAG.sequence, ...parts);
}

function oid(hex: string): Buffer {
  return der(TAG.oid, Buffer.from(hex, "hex"));
}

/** Two digits of a year mean one before 2050. */
function time(date: Date): Buffer {
  const digits = date.toISOString().replaceAll(/[-:T]|\.\d+/g, "");
  return date.getUTCFullYear() < 2050
    ? der(TAG.utcTime, Buffer.from(digits.slice(2)))
    : der(TAG.time, Buffer.from(digits));
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}
