/** Rules of HTTP routers and of TCP routers know different matchers. */
export type RuleFamily = "http" | "tcp";
/** `ruleSyntax: v2` exactly is v2; anything else, or nothing, is v3. */
export type RuleSyntax = "v2" | "v3";

/** The matchers of each family and syntax, as Traefik 3.0 to 3.7 name them. */
export const MATCHER_NAMES = {
  http: {
    v3: [
      "ClientIP",
      "Method",
      "Host",
      "HostRegexp",
      "Path",
      "PathRegexp",
      "PathPrefix",
      "Header",
      "HeaderRegexp",
      "Query",
      "QueryRegexp",
    ],
    v2: [
      "Host",
      "HostHeader",
      "HostRegexp",
      "ClientIP",
      "Path",
      "PathPrefix",
      "Method",
      "Headers",
      "HeadersRegexp",
      "Query",
    ],
  },
  tcp: {
    v3: ["ALPN", "ClientIP", "HostSNI", "HostSNIRegexp"],
    v2: ["ALPN", "ClientIP", "HostSNI", "HostSNIRegexp"],
  },
} as const satisfies Record<RuleFamily, Record<RuleSyntax, readonly string[]>>;

/** @param ruleSyntax a router's field of that name */
export function ruleSyntaxOf(ruleSyntax: string | undefined): RuleSyntax {
  return ruleSyntax === "v2" ? "v2" : "v3";
}

/** The four spellings of a name: as it is, in lower case, in upper case, and with only its first letter upper. */
export function spellings(name: string): readonly string[] {
  const lower = name.toLowerCase();
  return [name, lower, name.toUpperCase(), lower.charAt(0).toUpperCase() + lower.slice(1)];
}
