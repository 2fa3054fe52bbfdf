import type { ScalarKind } from "../../../src/traefik/load/type.ts";

/** Right and wrong values by what a field's name tells of them; the first that fits. */
const BY_NAME: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(service|fallback)$/, ["s0", "s1", "s1", "s1@file", "nope", "noop@internal", "api@internal", "''"]],
  [/^name$/, ["s0", "s1", "s1", "nope", "c", "'a b'", "''"]],
  [/^middlewares$/, ["m0", "m1", "m1", "nope", "m1@file", "x@internal"]],
  [/^serversTransport$/, ["t0", "t0", "nope", "default@internal", "t0@file"]],
  [/^url$/, ["http://10.0.0.1", "http://10.0.0.2:80", "http://[::1]:80", "'http://a b'", "http://a:b", "10.0.0.1:80", "a", "''", "h2c://10.0.0.1", "http://10.0.0.1/%zz", "'://'", "unix:///x"]],
  [/^address$/, ["10.0.0.1:80", "http://10.0.0.1/auth", "'10.0.0.1'", "'[::1]:80'", "'::1'", "a:b", "':80'", "''", "http://a:b:c"]],
  [/regex|Regex/, ["^/(.*)$", "'('", "(?=x)", "'[a-'", "\\d+", "a**", "'a{2000}'", "''", "(?i)x", "\\pN", "\\p{x}"]],
  [/[pP]refix(es)?$|^path$/, ["/a", "a", "''", "/", "'/a b'", "'/{x}'", "//"]],
  [/sourceRange|trustedIPs|excludedIPs/, ["10.0.0.0/8", "127.0.0.1", "'::1'", "10.0.0.0/33", "10.0.0", "x", "''", "10.0.0.1/255.0.0.0"]],
  [/^statusRewrites$|^percent$|^weight$|priority|depth|ipv6Subnet/, ["1", "0", "-1", "100", "101", "64", "129", "500"]],
  [/^status$|rejectStatusCode/, ["500-599", "'404'", "404", "5xx", "500-", "'-500'", "600", "'500,502'", "499-400", "abc", "''"]],
  [/[eE]xpression$/, ["NetworkErrorRatio() > 0.5", "LatencyAtQuantileMS(50.0) > 100", "ResponseCodeRatio(500, 600, 0, 600) > 0.25", "IsNetworkError() && Attempts() < 2", "Attempts() <", "x", "''", "'NetworkErrorRatio() > 1'", "Host(`a`)"]],
  [/^users$/, ["'a:$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/'", "a:b", "a", "'a:b:c'", "''", "'a:$2y$05$x'"]],
  [/usersFile|certFile|keyFile|^ca$|^cert$|^key$|rootCAs|caFiles/, ["/nope", "x", "''", "'-----BEGIN CERTIFICATE-----'"]],
  [/[eE]ncodings?$/, ["gzip", "br", "zstd", "deflate", "''", "GZIP"]],
  [/ContentTypes$/, ["text/html", "text/*", "text", "'text/html; charset=utf-8'", "/x", "'a/b;c'", "''"]],
  [/^(min|max)Version$/, ["VersionTLS12", "VersionTLS13", "VersionTLS10", "VersionTLS99", "TLS1.2", "''"]],
  [/cipherSuites/, ["TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_FALLBACK_SCSV", "NOPE", "''"]],
  [/curvePreferences/, ["X25519", "CurveP256", "secp521r1", "X25519MLKEM768", "P256", "''"]],
  [/clientAuthType/, ["NoClientCert", "RequireAndVerifyClientCert", "RequireAnyClientCert", "VerifyClientCertIfGiven", "nope", "''"]],
  [/sameSite/, ["none", "lax", "strict", "Lax", "x", "''"]],
  [/strategy/, ["wrr", "p2c", "hrw", "leasttime", "WRR", "x", "''"]],
  [/^mode$/, ["http", "grpc", "tcp", "x", "''"]],
  [/scheme/, ["http", "https", "h2c", "ftp", "''"]],
  [/^port$/, ["80", "'443'", "0", "-1", "70000", "x"]],
  [/spiffeIDs|trustDomain/, ["spiffe://a/b", "spiffe://a/b/", "a", "''", "a.b", "spiffe://A/b"]],
  [/SANs$|^names$/, ["a.example.com", "''", "é"]],
  [/^version$/, ["1", "2", "0", "3", "-1"]],
  [/requestHeaderName|Header$|headerField/, ["X-A", "'X A'", "''", "'X:A'"]],
]; // prettier-ignore

const BY_KIND: Readonly<Record<ScalarKind, readonly string[]>> = {
  string: ["abc", "'a b'", "''", "5", "true", "/x", "'a,b'", "é", "'~'", "~"],
  bool: ["true", "false", "'true'", "yes", "1", "x", "''"],
  int32: ["1", "0", "-1", "'5'", "x", "1e3"],
  int64: ["1", "0", "-1", "100", "'5'", "5.5", "9223372036854775807", "9223372036854775808", "x", "''"],
  float64: ["1", "0.5", "'x'"],
  duration: [
    "5s",
    "5",
    "0",
    "0s",
    "-1s",
    "1ns",
    "1m30s",
    "'5 s'",
    "5d",
    "abc",
    "''",
    "100ms",
    "9223372036854775807",
  ],
  nanoseconds: ["5s", "5", "0"],
};

/** Values for a field, most of them right. */
export function valuesOf(name: string, kind: ScalarKind, known: readonly string[]): readonly string[] {
  const named = BY_NAME.find(([pattern]) => pattern.test(name))?.[1];
  if (named !== undefined)
    return [...named, named[0] ?? "x", named[0] ?? "x", named[1] ?? "x", named[1] ?? "x"];
  const plain = BY_KIND[kind];
  return [
    ...plain,
    plain[0] ?? "x",
    plain[0] ?? "x",
    plain[1] ?? "x",
    plain[1] ?? "x",
    kind === "string" ? (known[0] ?? "x") : (plain[0] ?? "x"),
  ];
}
