import { quote } from "../go/strconv.ts";
import { goVersionOf } from "../go/version.ts";
import { minorNumber, type TraefikVersion } from "../versions.ts";
import { reads } from "./behaviour.ts";
import {
  all,
  anything,
  asciiCheck,
  complaint,
  each,
  faultOf,
  ipCheck,
  regexpCheck,
  regexpComplaint,
  type ArgumentCheck,
  type MatcherCheck,
  type MatcherFault,
} from "./matcher-check.ts";
import type { MATCHER_NAMES } from "./matcher-names.ts";
import { muxPattern, muxRegexp, parseMuxTemplate, type MuxKind } from "./mux-template.ts";
import type { Argument, Matcher } from "./rule.ts";

const clientIp = each(ipCheck('could not initialize IP Checker for "ClientIP" matcher'));

/** What the matchers of HTTP routers, syntax v2, have against their arguments; each takes any number of them. */
export const HTTP_V2 = {
  Host: each(asciiCheck('"Host"')),
  HostHeader: each(asciiCheck('"Host"')),
  HostRegexp: each(all(asciiCheck("HostRegexp"), templateCheck("host"))),
  ClientIP: clientIp,
  Path: each(all(pathCheck, templateCheck("path"))),
  PathPrefix: each(all(pathCheck, templateCheck("prefix"))),
  Method: anything,
  Headers: checkPairs,
  HeadersRegexp(matcher, version) {
    const fault = checkPairs(matcher);
    if (fault !== undefined) return fault;
    const values = matcher.args.filter((_, i) => i % 2 === 1);
    return each(regexpCheck(""))({ ...matcher, args: values }, version);
  },
  Query: checkQuery,
} as const satisfies Record<(typeof MATCHER_NAMES.http.v2)[number], MatcherCheck>;

/** What the matchers of TCP routers, syntax v2, have against their arguments; each takes any number of them. */
export const TCP_V2 = {
  ALPN: each((value) =>
    value === "acme-tls/1"
      ? complaint(
          `invalid protocol value for "ALPN" matcher, ${quote(value)} is not allowed`,
          "acme-tls/1 belongs to Traefik's own certificate challenges",
        )
      : undefined,
  ),
  ClientIP: clientIp,
  HostSNI: each((value, version) => {
    const hostname = reads(version, "underscoreInHostSni") ? /^[\w.:-]+$/ : /^[A-Za-z\d.:-]+$/;
    if (value === "*" || hostname.test(value)) return undefined;
    const text = `invalid value for "HostSNI" matcher, ${quote(value)} is not a valid hostname or IP`;
    return complaint(text, `"${value}" is not the name of a host`);
  }),
  HostSNIRegexp: each((value, version) => {
    const pattern = muxPattern(value, "host");
    if (pattern.ok) return regexpCheck("")(pattern.value, version);
    const text = `invalid pattern value for "HostSNIRegexp" matcher, ${quote(value)} is not a valid pattern: ${pattern.error}`;
    return complaint(text, pattern.error);
  }),
} as const satisfies Record<(typeof MATCHER_NAMES.tcp.v2)[number], MatcherCheck>;

function pathCheck(value: string): ReturnType<ArgumentCheck> {
  if (value.startsWith("/")) return undefined;
  return complaint(`mux: path must start with a slash, got ${quote(value)}`);
}

function templateCheck(kind: MuxKind): ArgumentCheck {
  return (value, version) => {
    const regexp = muxRegexp(value, kind, goVersionOf(minorNumber(version)));
    if (regexp.ok) return undefined;
    return regexp.error.startsWith("mux: ") ? complaint(regexp.error) : regexpComplaint(regexp.error);
  };
}

function checkPairs(matcher: Matcher): MatcherFault | undefined {
  return unpaired(
    matcher,
    matcher.args.map(({ value }) => value),
  );
}

function unpaired(matcher: Matcher, values: readonly string[]): MatcherFault | undefined {
  if (values.length % 2 === 0) return undefined;
  return faultOf(
    matcher,
    complaint(
      `mux: number of parameters must be multiple of 2, got [${values.join(" ")}]`,
      `takes names and values in turn, which are not ${values.length}`,
    ),
  );
}

/** Every argument is split at its first `=`, then all of it is taken by twos; variables of two pairs must differ. */
function checkQuery(matcher: Matcher, version: TraefikVersion): MatcherFault | undefined {
  const parts = queryParts(matcher.args);
  const fault = unpaired(
    matcher,
    parts.map(({ value }) => value),
  );
  if (fault !== undefined) return fault;
  const seen: string[][] = [];
  for (let i = 0; i < parts.length; i += 2) {
    const [key, value] = [parts[i], parts[i + 1]];
    if (key === undefined || value === undefined) break;
    const template = `${key.value}=${value.value}`;
    const span = { start: key.start, end: value.end };
    const found = templateCheck("query")(template, version);
    if (found !== undefined) return faultOf(span, found);
    const parsed = parseMuxTemplate(template);
    const names = parsed.ok ? parsed.value.variables.map(({ name }) => name) : [];
    for (const earlier of seen) {
      const twice = names.find((name) => earlier.includes(name));
      if (twice !== undefined)
        return faultOf(span, complaint(`mux: duplicated route variable ${quote(twice)}`));
    }
    seen.push(names);
  }
  return undefined;
}

/** The keys and values of a v2 `Query`, in turn. */
export function queryParts(args: readonly Argument[]): Argument[] {
  return args.flatMap(({ value, start, end }) => {
    const equals = value.indexOf("=");
    const parts = equals < 0 ? [value] : [value.slice(0, equals), value.slice(equals + 1)];
    return parts.map((part) => ({ value: part, start, end }));
  });
}
