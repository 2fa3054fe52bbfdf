import { regexpFault } from "../go/regexp.ts";
import { regexpReason } from "../go/regexp-hints.ts";
import { quote } from "../go/strconv.ts";
import { isAscii } from "../go/utf8.ts";
import { goVersionOf } from "../go/version.ts";
import { rangeError } from "../ip-range.ts";
import type { Span } from "../load/node.ts";
import { minorNumber, type TraefikVersion } from "../versions.ts";
import type { RuleFault } from "./fault.ts";
import type { Matcher } from "./rule.ts";

/** What is wrong with a matcher or with one of its arguments. */
export type MatcherFault = Omit<RuleFault, "status">;

/** What a matcher has against its arguments, of which there is at least one and none is empty. */
export type MatcherCheck = (matcher: Matcher, version: TraefikVersion) => MatcherFault | undefined;

/** What is wrong with an argument, wherever it stands. */
export type Complaint = Omit<MatcherFault, "span">;

export type ArgumentCheck = (value: string, version: TraefikVersion) => Complaint | undefined;

/** Applies a check to each argument, from the left. */
export function each(check: ArgumentCheck): MatcherCheck {
  return ({ args }, version) => {
    for (const arg of args) {
      const found = check(arg.value, version);
      if (found !== undefined) return faultOf(arg, found);
    }
    return undefined;
  };
}

/** Applies a check to one argument, if it is given. */
export function only(index: number, check: ArgumentCheck): MatcherCheck {
  return ({ args }, version) => {
    const arg = args[index];
    const found = arg === undefined ? undefined : check(arg.value, version);
    return arg === undefined || found === undefined ? undefined : faultOf(arg, found);
  };
}

export function anything(): undefined {
  return undefined;
}

export function faultOf({ start, end }: Span, complaint: Complaint): MatcherFault {
  return { ...complaint, span: { start, end } };
}

/** @param says the same for people, where Traefik's words are not for them */
export function complaint(text: string, says = text.replace(/^mux: /, "")): Complaint {
  return { rule: "rule-matcher", text, says };
}

/** @param text of `regexp.Compile`, maybe with a matcher's words before it */
export function regexpComplaint(text: string, context = ""): Complaint {
  const says = `not a regular expression as Go reads them: ${regexpReason(text)}`;
  return { rule: "invalid-regexp", text: context + text, says };
}

/** `regexp.Compile` and what the matcher says around its error. */
export function regexpCheck(context: string): ArgumentCheck {
  return (value, version) => {
    const fault = regexpFault(value, goVersionOf(minorNumber(version)));
    return fault === undefined ? undefined : regexpComplaint(fault.text, context);
  };
}

/** Traefik's ip.NewChecker of one address or network. */
export function ipCheck(context: string): ArgumentCheck {
  return (value) => {
    const error = rangeError(value);
    if (error === null) return undefined;
    const says = `"${value}" is neither an IP address nor a CIDR range`;
    return { rule: "invalid-cidr", text: `${context}: ${error}`, says };
  };
}

export function asciiCheck(name: string): ArgumentCheck {
  return (value) =>
    isAscii(value)
      ? undefined
      : complaint(
          `invalid value ${quote(value)} for ${name} matcher, non-ASCII characters are not allowed`,
          "a host must be ASCII",
        );
}

/** The first of several complaints. */
export function all(...checks: readonly ArgumentCheck[]): ArgumentCheck {
  return (value, version) => {
    for (const check of checks) {
      const found = check(value, version);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}
