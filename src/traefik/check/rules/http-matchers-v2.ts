import { quote } from "../../go/strconv.ts";
import { ipArguments, regexpArgument, type MatcherCheck, type MatcherFault } from "./matcher-fault.ts";
import { isAscii } from "../../go/utf8.ts";
import { templateError, templateNames } from "./mux-template.ts";

/** The matchers of HTTP rules in the syntax of Traefik v2. */
export const HTTP_MATCHERS_V2: Readonly<Record<string, MatcherCheck>> = {
  Host: hosts,
  HostHeader: hosts,
  HostRegexp: (args, version) =>
    each(args, (host) => nonAscii(host, "HostRegexp") ?? templateError(host, "host", version)),
  ClientIP: (args) =>
    ipArguments(args, (text) => `could not initialize IP Checker for "ClientIP" matcher: ${text}`),
  Path: (args, version) => each(args, (path) => noSlash(path) ?? templateError(path, "path", version)),
  PathPrefix: (args, version) =>
    each(args, (path) => noSlash(path) ?? templateError(path, "prefix", version)),
  Method: () => null,
  Headers: pairs,
  HeadersRegexp: (args, version) => pairs(args) ?? headerRegexps(args, version),
  Query: queries,
};

function hosts(args: readonly string[]): MatcherFault | null {
  return each(args, (host) => nonAscii(host, '"Host"'));
}

function each(args: readonly string[], check: (argument: string) => string | null): MatcherFault | null {
  for (const [argument, value] of args.entries()) {
    const text = check(value);
    if (text !== null) return described(text, argument);
  }
  return null;
}

function described(text: string, argument?: number): MatcherFault {
  const says = text.replace(/^mux: |^error parsing regexp: /, "");
  const rule = text.startsWith("error parsing regexp") ? "invalid-regexp" : "rule-matcher";
  return argument === undefined ? { rule, text, says } : { rule, text, says, argument };
}

function nonAscii(host: string, matcher: string): string | null {
  return isAscii(host)
    ? null
    : `invalid value ${quote(host)} for ${matcher} matcher, non-ASCII characters are not allowed`;
}

function noSlash(path: string): string | null {
  return path.startsWith("/") ? null : `mux: path must start with a slash, got ${quote(path)}`;
}

function pairs(args: readonly string[]): MatcherFault | null {
  if (args.length % 2 === 0) return null;
  return described(`mux: number of parameters must be multiple of 2, got [${args.join(" ")}]`);
}

function headerRegexps(args: readonly string[], version: string): MatcherFault | null {
  for (let argument = 1; argument < args.length; argument += 2) {
    const found = regexpArgument(args, argument, version, (text) => text);
    if (found) return found;
  }
  return null;
}

/** Each argument is split at its first `=`; what comes of all of them are pairs of a name and a template. */
function queries(args: readonly string[], version: string): MatcherFault | null {
  const parts = args.flatMap((arg) => splitOnce(arg));
  const odd = pairs(parts);
  if (odd) return odd;
  const names: string[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const template = `${parts[index]}=${parts[index + 1]}`;
    const text = templateError(template, "query", version);
    if (text !== null) return described(text);
    const own = templateNames(template);
    const double = own.find((name) => names.includes(name));
    if (double !== undefined) return described(`mux: duplicated route variable ${quote(double)}`);
    names.push(...own);
  }
  return null;
}

function splitOnce(text: string): readonly string[] {
  const at = text.indexOf("=");
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
