import { quote } from "../../go/strconv.ts";
import { ipArguments, regexpArgument, type MatcherCheck, type MatcherFault } from "./matcher-fault.ts";
import { isAscii } from "../../go/utf8.ts";

/** The matchers of HTTP rules, v3. */
export const HTTP_MATCHERS: Readonly<Record<string, MatcherCheck>> = {
  ClientIP: withArity([1], (args) =>
    ipArguments(args, (text) => `initializing IP checker for ClientIP matcher: ${text}`),
  ),
  Method: withArity([1], () => null),
  Host: withArity([1], (args) => asciiHost(args, "Host")),
  HostRegexp: withArity(
    [1],
    (args, version) =>
      asciiHost(args, "HostRegexp") ??
      regexpArgument(args, 0, version, (text) => `compiling HostRegexp matcher: ${text}`),
  ),
  Path: withArity([1], leadingSlash),
  // its own text names the wrong matcher
  PathRegexp: withArity([1], (args, version) =>
    regexpArgument(args, 0, version, (text) => `compiling PathPrefix matcher: ${text}`),
  ),
  PathPrefix: withArity([1], leadingSlash),
  Header: withArity([2], () => null),
  HeaderRegexp: withArity([2], (args, version) =>
    regexpArgument(args, 1, version, (text) => `compiling HeaderRegexp matcher: ${text}`),
  ),
  Query: withArity([1, 2], () => null),
  QueryRegexp: withArity([1, 2], (args, version) =>
    regexpArgument(args, 1, version, (text) => `compiling QueryRegexp matcher: ${text}`),
  ),
};

function withArity(allowed: readonly number[], check: MatcherCheck): MatcherCheck {
  return (args, version) => {
    if (allowed.includes(args.length)) return check(args, version);
    return {
      rule: "rule-matcher",
      text: `unexpected number of parameters; got ${args.length}, expected one of [${allowed.join(" ")}]`,
      says: `takes ${allowed.join(" or ")} argument${allowed.at(-1) === 1 ? "" : "s"}, not ${args.length}`,
      hint: args.length > 1 && allowed.at(-1) === 1 ? "join several of it with ||, one argument each" : null,
    };
  };
}

function asciiHost([host = ""]: readonly string[], matcher: string): MatcherFault | null {
  if (isAscii(host)) return null;
  return {
    rule: "rule-matcher",
    text: `invalid value ${quote(host)} for ${matcher} matcher, non-ASCII characters are not allowed`,
    argument: 0,
    says: "a host must be ASCII",
    hint: "write international names in their xn-- form",
  };
}

function leadingSlash([path = ""]: readonly string[]): MatcherFault | null {
  if (path.startsWith("/")) return null;
  return {
    rule: "rule-matcher",
    text: `path ${quote(path)} does not start with a '/'`,
    argument: 0,
    says: "a path must begin with /",
    hint: `write \`/${path}\``,
  };
}
