import { toLower } from "../go/fold.ts";
import { trimSpace } from "../go/mime.ts";
import { compileRegexp } from "../go/regexp-match.ts";
import { goVersionOf } from "../go/version.ts";
import type { MATCHER_NAMES, RuleSyntax } from "../rules/matcher-names.ts";
import { muxPattern } from "../rules/mux-template.ts";
import type { Rule } from "../rules/rule.ts";
import { minorNumber, type TraefikVersion } from "../versions.ts";
import { domainMatches } from "./host-match.ts";
import { ipChecker } from "./ip-match.ts";
import { compileRule, type Match, type MatcherBuilder, type RuleTest } from "./match.ts";

/** What Traefik knows of a TCP connection before it routes it. */
export interface Connection {
  /** the name in the ClientHello, empty without TLS or name */
  readonly serverName: string;
  readonly alpnProtocols: readonly string[];
  /** an IP address, without port */
  readonly clientIp: string;
}

type Builder = MatcherBuilder<Connection>;

/** Makes the test of a TCP rule that Traefik accepts. */
export function compileTcpRule(
  rule: Rule,
  syntax: RuleSyntax,
  version: TraefikVersion,
): RuleTest<Connection> {
  const builders: ReadonlyMap<string, Builder> = syntax === "v2" ? V2 : V3;
  const builderOf = (name: string): Builder => {
    const builder = builders.get(name);
    if (builder === undefined) throw new Error(`no matcher ${name} in syntax ${syntax}`);
    return builder;
  };
  return compileRule(rule, builderOf, goVersionOf(minorNumber(version)));
}

const TCP_V3 = {
  ALPN: alpn,
  ClientIP: clientIp,
  HostSNI: ([host = ""]) => {
    if (host === "*") return () => true;
    const expression = host.replace(/\.$/, "");
    return (connection) => {
      const name = canonicalName(connection);
      return name !== "" && domainMatches(name, expression);
    };
  },
  HostSNIRegexp: ([pattern = ""], go) => {
    const test = compileRegexp(pattern, go);
    return (connection) => test(canonicalName(connection));
  },
} as const satisfies Record<(typeof MATCHER_NAMES.tcp.v3)[number], Builder>;

const TCP_V2 = {
  ALPN: alpn,
  ClientIP: clientIp,
  HostSNI: (hosts) => {
    const wanted = new Set(hosts.flatMap((host) => [toLower(host), toLower(host).replace(/\.$/, "")]));
    // a `*` that is not the first needs a name
    return (connection) => {
      const name = canonicalName(connection);
      return hosts[0] === "*" || (name !== "" && (wanted.has("*") || wanted.has(name)));
    };
  },
  HostSNIRegexp: (templates, go) => {
    const tests = templates.map((template) => {
      const pattern = muxPattern(template, "host");
      return pattern.ok ? compileRegexp(pattern.value, go) : () => false;
    });
    return (connection) => tests.some((test) => test(canonicalName(connection)));
  },
} as const satisfies Record<(typeof MATCHER_NAMES.tcp.v2)[number], Builder>;

const V3: ReadonlyMap<string, Builder> = new Map(Object.entries(TCP_V3));
const V2: ReadonlyMap<string, Builder> = new Map(Object.entries(TCP_V2));

/** The name as matchers compare it. */
export function canonicalName({ serverName }: Connection): string {
  return toLower(trimSpace(serverName));
}

function alpn(protocols: readonly string[]): Match<Connection> {
  return (connection) => connection.alpnProtocols.some((protocol) => protocols.includes(protocol));
}

function clientIp(ranges: readonly string[]): Match<Connection> {
  const holds = ipChecker(ranges);
  return (connection) => holds(connection.clientIp);
}
