import type * as Crypto from "node:crypto";
import { nodeCrypto } from "../../../node-crypto.ts";
import { toLower } from "../../go/fold.ts";
import { addressText, parseAddr } from "../../go/netip.ts";
import { pemBlocks, type PemBlock } from "./pem.ts";

/** Whether a text holds at least one certificate that can be trusted. */
export function holdsCertificate(text: string): boolean {
  return pemBlocks(text).some(
    (block) => block.type === "CERTIFICATE" && !block.headers && certificateOf(block) !== null,
  );
}

/**
 * Why a certificate and a key do not make a pair, in the words of Go's tls.X509KeyPair; null where they do.
 * Of the certificate only the first block counts.
 */
export function keyPairError(certificate: string, key: string): string | null {
  const certificateBlocks = pemBlocks(certificate);
  const first = certificateBlocks.find(({ type }) => type === "CERTIFICATE");
  if (!first) return noCertificate(certificateBlocks);
  const keyBlocks = pemBlocks(key);
  const keyBlock = keyBlocks.find(({ type }) => type === "PRIVATE KEY" || type.endsWith(" PRIVATE KEY"));
  if (!keyBlock) return noKey(keyBlocks);
  const leaf = certificateOf(first);
  if (leaf === null) return "x509: malformed certificate";
  const privateKey = privateKeyOf(keyBlock);
  if (privateKey === null) return "tls: failed to parse private key";
  if (leaf.publicKey.asymmetricKeyType !== privateKey.asymmetricKeyType)
    return "tls: private key type does not match public key type";
  return leaf.checkPrivateKey(privateKey) ? null : "tls: private key does not match public key";
}

/**
 * The names by which Traefik finds a certificate, of which only the first block counts: its common name, DNS names and
 * addresses, in lower case.
 */
export function certificateNames(certificate: string): readonly string[] {
  const first = pemBlocks(certificate).find(({ type }) => type === "CERTIFICATE");
  const leaf = first && certificateOf(first);
  if (!leaf) return [];
  const common: unknown = leaf.toLegacyObject().subject.CN;
  // of several the last counts
  const names: unknown[] = [Array.isArray(common) ? common.at(-1) : common];
  const alternatives = /(DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/g;
  for (const [, kind, written = ""] of (leaf.subjectAltName ?? "").matchAll(alternatives)) {
    const name: unknown = written.startsWith('"') ? JSON.parse(written) : written;
    const address = kind === "DNS" ? null : parseAddr(String(name));
    names.push(address?.ok ? addressText(address.value) : name);
  }
  return names.flatMap((name) => (typeof name === "string" && name !== "" ? [toLower(name)] : []));
}

function noCertificate(skipped: readonly PemBlock[]): string {
  const [first] = skipped;
  if (!first) return "tls: failed to find any PEM data in certificate input";
  if (skipped.length === 1 && first.type.endsWith("PRIVATE KEY"))
    return "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched";
  return `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: ${list(skipped)}`;
}

function noKey(skipped: readonly PemBlock[]): string {
  const [first] = skipped;
  if (!first) return "tls: failed to find any PEM data in key input";
  if (skipped.length === 1 && first.type === "CERTIFICATE")
    return "tls: found a certificate rather than a key in the PEM for the private key";
  return `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: ${list(skipped)}`;
}

function list(blocks: readonly PemBlock[]): string {
  return `[${blocks.map(({ type }) => type).join(" ")}]`;
}

function certificateOf({ der }: PemBlock): Crypto.X509Certificate | null {
  return attempt(() => new (nodeCrypto().X509Certificate)(der));
}

/** A key in any of the three forms that Go tries; never an encrypted one. */
function privateKeyOf({ der }: PemBlock): Crypto.KeyObject | null {
  for (const type of ["pkcs1", "pkcs8", "sec1"] as const) {
    const key = attempt(() => nodeCrypto().createPrivateKey({ key: der, format: "der", type }));
    if (key) return key;
  }
  return null;
}

function attempt<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}
