import { quote } from "../go/strconv.ts";
import { isAscii } from "../go/utf8.ts";
import { reads } from "./behaviour.ts";
import {
  all,
  anything,
  asciiCheck,
  complaint,
  faultOf,
  ipCheck,
  only,
  regexpCheck,
  type ArgumentCheck,
  type MatcherCheck,
} from "./matcher-check.ts";
import type { MATCHER_NAMES } from "./matcher-names.ts";

const pathCheck: ArgumentCheck = (value) =>
  value.startsWith("/")
    ? undefined
    : complaint(`path ${quote(value)} does not start with a '/'`, "a path must begin with /");

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
  const name = reads(version, "wildcardHostSni") ? value.replace(/^\*\./, "") : value;
  const hostname = reads(version, "underscoreInHostSni") ? /^[\w.:-]+$/ : /^[A-Za-z\d.:-]+$/;
  return hostname.test(name) ? undefined : notAHostname("HostSNI", value);
};

const hostSniRegexp: ArgumentCheck = (value) =>
  isAscii(value) ? undefined : notAHostname("HostSNIRegexp", value);

function notAHostname(matcher: string, value: string): ReturnType<ArgumentCheck> {
  const text = `invalid value for ${matcher} matcher, ${quote(value)} is not a valid hostname`;
  return complaint(text, `"${value}" is not the name of a host`);
}

/** What the matchers of TCP routers, syntax v3, have against their arguments. */
export const TCP_V3 = {
  ALPN: takesOne(
    only(0, (value) =>
      value === "acme-tls/1"
        ? complaint(
            `invalid protocol value for ALPN matcher, ${quote(value)} is not allowed`,
            "acme-tls/1 belongs to Traefik's own certificate challenges",
          )
        : undefined,
    ),
  ),
  ClientIP: takesOne(only(0, ipCheck("initializing IP checker for ClientIP matcher"))),
  HostSNI: takesOne(only(0, hostSni)),
  HostSNIRegexp: takesOne(only(0, all(hostSniRegexp, regexpCheck("compiling HostSNIRegexp matcher: ")))),
} as const satisfies Record<(typeof MATCHER_NAMES.tcp.v3)[number], MatcherCheck>;

function takes(numbers: readonly number[], check: MatcherCheck): MatcherCheck {
  return limited(numbers, `one of [${numbers.join(" ")}]`, check);
}

function takesOne(check: MatcherCheck): MatcherCheck {
  return limited([1], "1", check);
}

function limited(numbers: readonly number[], expected: string, check: MatcherCheck): MatcherCheck {
  return (matcher, version) => {
    const { length } = matcher.args;
    if (numbers.includes(length)) return check(matcher, version);
    const text = `unexpected number of parameters; got ${length}, expected ${expected}`;
    const says = `takes ${numbers.join(" or ")} argument${numbers.at(-1) === 1 ? "" : "s"}, not ${length}`;
    return faultOf(matcher, complaint(text, says));
  };
}
