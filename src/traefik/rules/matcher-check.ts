import { parseCidr, parseIp } from "../go/net.ts";
import { regexpFault } from "../go/regexp.ts";
import { quote } from "../go/strconv.ts";
import { isAscii } from "../go/utf8.ts";
import { goVersionOf } from "../go/version.ts";
import type { Span } from "../load/node.ts";
import { minorNumber, type TraefikVersion } from "../versions.ts";
import type { Fault } from "./fault.ts";
import type { Argument, Matcher } from "./rule.ts";

/** What a matcher has against its arguments, of which there is at least one and none is empty. */
export type MatcherCheck = (matcher: Matcher, version: TraefikVersion) => Fault | undefined;

/** A check of one argument: the text of its fault. */
export type ArgumentCheck = (value: string, version: TraefikVersion) => string | undefined;

/** Applies a check to each argument, from the left. */
export function each(check: ArgumentCheck): MatcherCheck {
  return ({ args }, version) => {
    for (const arg of args) {
      const text = check(arg.value, version);
      if (text !== undefined) return faultOf(arg, text);
    }
    return undefined;
  };
}

/** Applies a check to one argument, if it is given. */
export function only(index: number, check: ArgumentCheck): MatcherCheck {
  return ({ args }, version) => {
    const arg = args[index];
    const text = arg === undefined ? undefined : check(arg.value, version);
    return arg === undefined || text === undefined ? undefined : faultOf(arg, text);
  };
}

export function anything(): undefined {
  return undefined;
}

export function faultOf({ start, end }: Span | Argument, text: string): Fault {
  return { text, span: { start, end } };
}

/** `regexp.Compile` and what the matcher says around its error. */
export function regexpCheck(context: string): ArgumentCheck {
  return (value, version) => {
    const fault = regexpFault(value, goVersionOf(minorNumber(version)));
    return fault === undefined ? undefined : context + fault.text;
  };
}

/** Traefik's ip.NewChecker of one address or network. */
export function ipCheck(context: string): ArgumentCheck {
  return (value) => {
    if (parseIp(value) !== undefined) return undefined;
    const network = parseCidr(value);
    return network.ok ? undefined : `${context}: parsing CIDR trusted IPs <nil>: ${network.error}`;
  };
}

export function asciiCheck(name: string): ArgumentCheck {
  return (value) =>
    isAscii(value)
      ? undefined
      : `invalid value ${quote(value)} for ${name} matcher, non-ASCII characters are not allowed`;
}

/** The first of several complaints. */
export function all(...checks: readonly ArgumentCheck[]): ArgumentCheck {
  return (value, version) => {
    for (const check of checks) {
      const text = check(value, version);
      if (text !== undefined) return text;
    }
    return undefined;
  };
}
