import { quote } from "../go/strconv.ts";
import { isAscii } from "../go/utf8.ts";
import { isAtLeast } from "../versions.ts";
import {
  all,
  anything,
  asciiCheck,
  faultOf,
  ipCheck,
  only,
  regexpCheck,
  type ArgumentCheck,
  type MatcherCheck,
} from "./matcher-check.ts";
import type { MATCHER_NAMES } from "./matcher-names.ts";

const pathCheck: ArgumentCheck = (value) =>
  value.startsWith("/") ? undefined : `path ${quote(value)} does not start with a '/'`;

/** What the matchers of HTTP routers, syntax v3, have against their arguments. */
export const HTTP_V3 = {
  ClientIP: takes([1], only(0, ipCheck("initializing IP checker for ClientIP matcher"))),
  Method: takes([1], anything),
  // `*` is any host, but is ASCII anyway
  Host: takes([1], only(0, asciiCheck("Host"))),
  HostRegexp: takes(
    [1],
    only(0, all(asciiCheck("HostRegexp"), regexpCheck("compiling HostRegexp matcher: "))),
  ),
  Path: takes([1], only(0, pathCheck)),
  PathPrefix: takes([1], only(0, pathCheck)),
  // Traefik says PathPrefix
  PathRegexp: takes([1], only(0, regexpCheck("compiling PathPrefix matcher: "))),
  Header: takes([2], anything),
  HeaderRegexp: takes([2], only(1, regexpCheck("compiling HeaderRegexp matcher: "))),
  Query: takes([1, 2], anything),
  QueryRegexp: takes([1, 2], only(1, regexpCheck("compiling QueryRegexp matcher: "))),
} as const satisfies Record<(typeof MATCHER_NAMES.http.v3)[number], MatcherCheck>;

const hostSni: ArgumentCheck = (value, version) => {
  if (value === "*") return undefined;
  const name = value.replace(isAtLeast(version, "3.7") ? /^\*\./ : /^$/, "");
  const hostname = isAtLeast(version, "3.3") ? /^[\w.:-]+$/ : /^[A-Za-z\d.:-]+$/;
  return hostname.test(name)
    ? undefined
    : `invalid value for HostSNI matcher, ${quote(value)} is not a valid hostname`;
};

const hostSniRegexp: ArgumentCheck = (value) =>
  isAscii(value)
    ? undefined
    : `invalid value for HostSNIRegexp matcher, ${quote(value)} is not a valid hostname`;

/** What the matchers of TCP routers, syntax v3, have against their arguments. */
export const TCP_V3 = {
  ALPN: takesOne(
    only(0, (value) =>
      value === "acme-tls/1"
        ? `invalid protocol value for ALPN matcher, ${quote(value)} is not allowed`
        : undefined,
    ),
  ),
  ClientIP: takesOne(only(0, ipCheck("initializing IP checker for ClientIP matcher"))),
  HostSNI: takesOne(only(0, hostSni)),
  HostSNIRegexp: takesOne(only(0, all(hostSniRegexp, regexpCheck("compiling HostSNIRegexp matcher: ")))),
} as const satisfies Record<(typeof MATCHER_NAMES.tcp.v3)[number], MatcherCheck>;

function takes(numbers: readonly number[], check: MatcherCheck): MatcherCheck {
  return (matcher, version) => {
    const { length } = matcher.args;
    if (numbers.includes(length)) return check(matcher, version);
    const expected = `expected one of [${numbers.join(" ")}]`;
    return faultOf(matcher, `unexpected number of parameters; got ${length}, ${expected}`);
  };
}

function takesOne(check: MatcherCheck): MatcherCheck {
  return (matcher, version) => {
    const { length } = matcher.args;
    if (length === 1) return check(matcher, version);
    return faultOf(matcher, `unexpected number of parameters; got ${length}, expected 1`);
  };
}
