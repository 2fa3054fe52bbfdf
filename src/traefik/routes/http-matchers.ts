import { toLower } from "../go/fold.ts";
import { canonicalHeaderKey } from "../go/header.ts";
import { compileRegexp } from "../go/regexp-match.ts";
import { goVersionOf, type GoVersion } from "../go/version.ts";
import type { MATCHER_NAMES, RuleSyntax } from "../rules/matcher-names.ts";
import { muxPattern, type MuxKind } from "../rules/mux-template.ts";
import type { Rule } from "../rules/rule.ts";
import { minorNumber, type TraefikVersion } from "../versions.ts";
import { domainMatches } from "./host-match.ts";
import type { RoutedRequest } from "./http-request.ts";
import { ipChecker } from "./ip-match.ts";
import { compileRule, type Match, type MatcherBuilder, type RuleTest } from "./match.ts";

type Builder = MatcherBuilder<RoutedRequest>;

/** Makes the test of an HTTP rule that Traefik accepts. */
export function compileHttpRule(
  rule: Rule,
  syntax: RuleSyntax,
  version: TraefikVersion,
): RuleTest<RoutedRequest> {
  const builders: ReadonlyMap<string, Builder> = syntax === "v2" ? V2 : V3;
  const builderOf = (name: string): Builder => {
    const builder = builders.get(name);
    if (builder === undefined) throw new Error(`no matcher ${name} in syntax ${syntax}`);
    return builder;
  };
  return compileRule(rule, builderOf, goVersionOf(minorNumber(version)));
}

const HTTP_V3 = {
  ClientIP: clientIp,
  Method: ([wanted = ""]) => {
    const method = wanted.toUpperCase();
    return (request) => request.method === method;
  },
  Host: ([host = ""]) => {
    if (host === "*") return () => true;
    const expression = host.toLowerCase();
    // a last dot on either side makes no difference
    const withoutDot = expression.replace(/\.$/, "");
    return (request) =>
      request.host !== "" &&
      (domainMatches(request.host, expression) ||
        domainMatches(request.host, withoutDot) ||
        (request.host.endsWith(".") && domainMatches(request.host.slice(0, -1), expression)));
  },
  HostRegexp: ([pattern = ""], go) => {
    const test = compileRegexp(pattern, go);
    // the empty name is that of the flattened CNAME, which is looked at too
    return (request) => test(request.host) || test("");
  },
  Path: ([path = ""]) => {
    return (request) => request.path === path;
  },
  PathPrefix: ([prefix = ""]) => {
    return (request) => request.path.startsWith(prefix);
  },
  PathRegexp: ([pattern = ""], go) => {
    const test = compileRegexp(pattern, go);
    return (request) => test(request.path);
  },
  Header: ([name = "", value = ""]) => {
    const key = canonicalHeaderKey(name);
    return (request) => request.headers().get(key)?.includes(value) ?? false;
  },
  HeaderRegexp: ([name = "", pattern = ""], go) => {
    const key = canonicalHeaderKey(name);
    const test = compileRegexp(pattern, go);
    return (request) =>
      request
        .headers()
        .get(key)
        ?.some((value) => test(value)) ?? false;
  },
  Query: query,
  QueryRegexp: (args, go) => {
    const [key = "", pattern] = args;
    if (pattern === undefined) return query(args);
    const test = compileRegexp(pattern, go);
    return (request) =>
      request
        .query()
        .get(key)
        ?.some((value) => test(value)) ?? false;
  },
} as const satisfies Record<(typeof MATCHER_NAMES.http.v3)[number], Builder>;

const HTTP_V2 = {
  Host: anyHost,
  HostHeader: anyHost,
  HostRegexp: (hosts, go) => {
    const tests = hosts.map((host) => template(host, "host", go));
    return (request) => tests.some((test) => test(request.writtenHost));
  },
  ClientIP: clientIp,
  Path: (paths, go) => anyPath(paths, "path", go),
  PathPrefix: (paths, go) => anyPath(paths, "prefix", go),
  Method: (methods) => {
    const wanted = new Set(methods.map((method) => method.toUpperCase()));
    return (request) => wanted.has(request.method);
  },
  Headers: (args) => {
    const wanted = pairs(args).map(([name, value]) => [canonicalHeaderKey(name), value] as const);
    return (request) => wanted.every(([key, value]) => request.headers().get(key)?.includes(value) ?? false);
  },
  HeadersRegexp: (args, go) => {
    const wanted = pairs(args).map(
      ([name, pattern]) => [canonicalHeaderKey(name), compileRegexp(pattern, go)] as const,
    );
    return (request) => wanted.every(([key, test]) => request.headers().get(key)?.some(test) ?? false);
  },
  Query: (args, go) => {
    const parts = args.flatMap((arg) => arg.split(/=(.*)/s, 2));
    const wanted = inTwos(parts).map(([key, value]) => {
      const whole = `${key}=${value}`;
      return [key.split("=", 1)[0] ?? "", template(whole, "query", go)] as const;
    });
    return (request) =>
      wanted.every(([key, test]) => {
        const [first] = request.query().get(key) ?? [];
        return test(first === undefined ? "" : `${key}=${first}`);
      });
  },
} as const satisfies Record<(typeof MATCHER_NAMES.http.v2)[number], Builder>;

const V3: ReadonlyMap<string, Builder> = new Map(Object.entries(HTTP_V3));
const V2: ReadonlyMap<string, Builder> = new Map(Object.entries(HTTP_V2));

function clientIp(ranges: readonly string[]): Match<RoutedRequest> {
  const holds = ipChecker(ranges);
  return (request) => holds(request.clientIp);
}

/** One of the parameter's values is the one wanted; none wanted is the empty one. */
function query([key = "", value = ""]: readonly string[]): Match<RoutedRequest> {
  return (request) => request.query().get(key)?.includes(value) ?? false;
}

function anyHost(hosts: readonly string[]): Match<RoutedRequest> {
  const wanted = new Set(hosts.flatMap((host) => [toLower(host), toLower(host).replace(/\.$/, "")]));
  return ({ host }) =>
    host !== "" && (wanted.has(host) || (host.endsWith(".") && wanted.has(host.slice(0, -1))));
}

function anyPath(paths: readonly string[], kind: MuxKind, go: GoVersion): Match<RoutedRequest> {
  const tests = paths.map((path) => template(path, kind, go));
  return (request) => tests.some((test) => test(request.path));
}

function template(text: string, kind: MuxKind, go: GoVersion): (value: string) => boolean {
  const pattern = muxPattern(text, kind);
  return pattern.ok ? compileRegexp(pattern.value, go) : () => false;
}

/** Name and value in turn; of two values for one name the later counts. */
function pairs(args: readonly string[]): (readonly [string, string])[] {
  return [...new Map(inTwos(args))];
}

function inTwos(args: readonly string[]): (readonly [string, string])[] {
  const twos: (readonly [string, string])[] = [];
  for (let i = 0; i + 1 < args.length; i += 2) twos.push([args[i] ?? "", args[i + 1] ?? ""]);
  return twos;
}
