/** Odd values, one of each kind that a decoder or a check treats in a way of its own. */
export const VALUES = [
  "", "~", "null", "true", "True", "yes", "false", "0", "1", "-1", "5", "'5'", "007", "08", "0x1f", "1e3", "3.5", "1_000",
  "99999999999999999999", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "2147483648", "2001-12-14",
  "5s", "1m30s", "-5s", "1d", ".5h", "5 s", "1h1", "100µs", "'5'", "+5", "0o17", "0b11", "1:30", ".inf", "-.INF", ".nan",
  "abc", "'a b'", '"a,b"', '""', "''", "' '", "[]", "[a]", "[a, b]", "[1, 2]", "[null]", "[[a]]", "[{a: b}]", "{}", "{a: b}",
  "{name: v1}", "{1: b}", "{? a}", "[a: b]", "|\n  x", "*x", "&x a", "!!str 5", "!!int x", "!!bool yes", "!!binary YQ==",
  "!!null x", "!!float 5", "!foo 5", "@x", "`x`", "%x", "a: b", "a # b", "a#b", "'unclosed", "'it''s'", "\"\\x41\"", "\"\\q\"",
  "é", "\u00a0", "\u2028", "\ufeff", "'║24║a║b'", "TRUE", "t", "F", "on", "off", "<<", "=", "-", "?", "- a", ">-\n    x\n    y",
  "http://10.0.0.1:80", "10.0.0.1:80", "http://a b", "http://[::1", "http://x:port", "https://a:99999", "h2c://a", "//a/b",
  "://x", "a:b:c", "http://a/%zz", "http://user:p@ss@a", "10.0.0.0/33", "::1", "1.2.3.4/24", "fd00::/129", "01.2.3.4",
  "VersionTLS99", "VersionTLS11", "wrr", "hrw", "p2c", "leasttime", "WRR", "v2", "v3", "noop@internal", "v1@file", "x@docker",
  "500-5xx", "500-599", "abc-500", "(", "a**", "(?=x)", "^ok$", "\\d", "[a-", "'a\\.b'", "application/json", "none", "lax",
  "RequireAndVerifyClientCert", "GET", "https", "websecure", "le", "X-A", "gzip", "user:pass", "/x", "404",
]; // prettier-ignore

/** Names of fields, valid somewhere and mostly not here. */
export const KEYS = [
  "rule", "service", "middlewares", "tls", "priority", "servers", "url", "address", "weight", "name", "sticky", "cookie",
  "passHostHeader", "healthCheck", "options", "plugin", "chain", "headers", "stripPrefix", "ipWhiteList", "weighted",
  "loadBalancer", "mirroring", "failover", "redirectScheme", "entryPoints", "parentRefs", "compress", "x-custom", "<<",
  "ruleSyntax", "observability", "certResolver", "domains", "passthrough", "serversTransport", "strategy", "interval",
  "sourceRange", "ipAllowList", "basicAuth", "users", "rateLimit", "average", "errors", "status", "query", "highestRandomWeight",
  "http", "tcp", "udp", "routers", "services", "models", "certificates", "stores", "terminationDelay", "proxyProtocol", "depth",
]; // prettier-ignore

export const CHARACTERS = [
  ...Array.from("{}[]:,-#&*!|>'\"%@`?=.()\\/ \t\r\n0aZ~^$\u00e9\u2028\u0085\u0000\u007f\ufeff\u00a0<"),
  "- ", ": ", " #", "---\n", "...\n", "{{", "}}", "\n\n", "\t", "? ", "\r\n", "👍", "&a ", "*a", "!!str ",
]; // prettier-ignore
