import { behaves } from "../behaviour.ts";

/** Cipher suites by the names that Traefik knows, in TLS options and in transports. */
export const CIPHER_SUITES: ReadonlySet<string> = new Set([
  "TLS_RSA_WITH_RC4_128_SHA",
  "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
  "TLS_RSA_WITH_AES_128_CBC_SHA",
  "TLS_RSA_WITH_AES_256_CBC_SHA",
  "TLS_RSA_WITH_AES_128_CBC_SHA256",
  "TLS_RSA_WITH_AES_128_GCM_SHA256",
  "TLS_RSA_WITH_AES_256_GCM_SHA384",
  "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA",
  "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
  "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
  "TLS_ECDHE_RSA_WITH_RC4_128_SHA",
  "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
  "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
  "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
  "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
  "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
  "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
  "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
  "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
  "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
  "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305",
  "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
  "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305",
  "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
  "TLS_AES_128_GCM_SHA256",
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "TLS_FALLBACK_SCSV",
]);

const CURVES = [
  "CurveP256",
  "CurveP384",
  "CurveP521",
  "secp256r1",
  "secp384r1",
  "secp521r1",
  "X25519",
  "x25519",
];
const HYBRID = ["X25519MLKEM768", "x25519mlkem768"];
const NIST_HYBRID = ["SecP256r1MLKEM768", "secp256r1mlkem768", "SecP384r1MLKEM1024", "secp384r1mlkem1024"];

/** Curves by the names that a Traefik knows. */
export function curves(version: string): readonly string[] {
  return [
    ...CURVES,
    ...(behaves(version, "hybridCurve") ? HYBRID : []),
    ...(behaves(version, "nistHybridCurves") ? NIST_HYBRID : []),
  ];
}

/** TLS versions from the oldest on. */
export const TLS_VERSIONS: readonly string[] = [
  "VersionTLS10",
  "VersionTLS11",
  "VersionTLS12",
  "VersionTLS13",
];

/** Who of `clientAuthType` asks for a certificate, and who verifies it. */
export const CLIENT_AUTH_TYPES: readonly string[] = [
  "NoClientCert",
  "RequestClientCert",
  "RequireAnyClientCert",
  "VerifyClientCertIfGiven",
  "RequireAndVerifyClientCert",
];
export const VERIFYING: readonly string[] = CLIENT_AUTH_TYPES.slice(3);
