import { quote } from "../../go/strconv.ts";
import { behaves } from "../behaviour.ts";
import { ipArguments, regexpArgument, type MatcherCheck, type MatcherFault } from "./matcher-fault.ts";
import { isAscii } from "../../go/utf8.ts";
import { templateError } from "./mux-template.ts";

/** The matchers of TCP rules, v3. */
export const TCP_MATCHERS: Readonly<Record<string, MatcherCheck>> = {
  ALPN: single(([protocol = ""]) => alpn(protocol, 0, "ALPN")),
  ClientIP: single((args) =>
    ipArguments(args, (text) => `initializing IP checker for ClientIP matcher: ${text}`),
  ),
  HostSNI: single(([host = ""], version) => {
    if (host === "*" || hostName(version, true).test(host)) return null;
    return notAHost(`invalid value for HostSNI matcher, ${quote(host)} is not a valid hostname`, host, 0);
  }),
  HostSNIRegexp: single((args, version) => {
    const [regexp = ""] = args;
    if (!isAscii(regexp))
      return notAHost(
        `invalid value for HostSNIRegexp matcher, ${quote(regexp)} is not a valid hostname`,
        regexp,
        0,
      );
    return regexpArgument(args, 0, version, (text) => `compiling HostSNIRegexp matcher: ${text}`);
  }),
};

/** The matchers of TCP rules in the syntax of Traefik v2. */
export const TCP_MATCHERS_V2: Readonly<Record<string, MatcherCheck>> = {
  ALPN: (args) => first(args, (protocol, argument) => alpn(protocol, argument, '"ALPN"')),
  ClientIP: (args) =>
    ipArguments(args, (text) => `could not initialize IP Checker for "ClientIP" matcher: ${text}`),
  HostSNI: (args, version) =>
    first(args, (host, argument) => {
      if (host === "*" || hostName(version, false).test(host)) return null;
      const text = `invalid value for "HostSNI" matcher, ${quote(host)} is not a valid hostname or IP`;
      return notAHost(text, host, argument);
    }),
  HostSNIRegexp: (args, version) =>
    first(args, (template, argument) => {
      const reason = templateError(template, "sni", version);
      if (reason === null) return null;
      const isRegexp = reason.startsWith("error parsing regexp");
      const text = isRegexp
        ? reason
        : `invalid pattern value for "HostSNIRegexp" matcher, ${quote(template)} is not a valid pattern: ${reason}`;
      return { rule: isRegexp ? "invalid-regexp" : "rule-matcher", text, argument, says: reason };
    }),
};

function single(check: MatcherCheck): MatcherCheck {
  return (args, version) => {
    if (args.length === 1) return check(args, version);
    return {
      rule: "rule-matcher",
      text: `unexpected number of parameters; got ${args.length}, expected 1`,
      says: `takes 1 argument, not ${args.length}`,
      hint: "join several of it with ||, one argument each",
    };
  };
}

function first(
  args: readonly string[],
  check: (value: string, argument: number) => MatcherFault | null,
): MatcherFault | null {
  for (const [argument, value] of args.entries()) {
    const found = check(value, argument);
    if (found) return found;
  }
  return null;
}

function alpn(protocol: string, argument: number, matcher: string): MatcherFault | null {
  if (protocol !== "acme-tls/1") return null;
  return {
    rule: "rule-matcher",
    text: `invalid protocol value for ${matcher} matcher, ${quote(protocol)} is not allowed`,
    argument,
    says: "acme-tls/1 belongs to Traefik's own certificate challenges",
  };
}

/** What may stand in HostSNI beside `*`. */
function hostName(version: string, wildcards: boolean): RegExp {
  const word = behaves(version, "underscoreInHostSni") ? "A-Za-z0-9_" : "A-Za-z0-9";
  const wildcard = wildcards && behaves(version, "wildcardHostSni") ? String.raw`(?:\*\.)?` : "";
  return new RegExp(`^${wildcard}[${word}.:-]+$`);
}

function notAHost(text: string, host: string, argument: number): MatcherFault {
  const hint = host.startsWith("*.")
    ? `HostSNIRegexp(\`^[^.]+${host.slice(1).replaceAll(".", "\\.")}$\`)`
    : null;
  return { rule: "rule-matcher", text, argument, says: `"${host}" is not the name of a host`, hint };
}
