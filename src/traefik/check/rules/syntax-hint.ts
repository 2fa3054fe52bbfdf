import { nearest } from "../../../nearest.ts";
import { MATCHER_NAMES, type RuleFamily, type RuleSyntax } from "../../rules/matcher-names.ts";

/** v2's matchers that v3 calls otherwise. */
const SUCCESSORS: Readonly<Record<string, string>> = {
  Headers: "Header(`name`, `value`)",
  HeadersRegexp: "HeaderRegexp(`name`, `expression`)",
  HostHeader: "Host(`name`)",
};

/** What a rule that cannot be parsed was probably meant to be. */
export function syntaxHint(
  text: string,
  reason: string,
  family: RuleFamily,
  syntax: RuleSyntax,
): string | null {
  const name = /^unsupported function: (\S+)$/.exec(reason)?.[1];
  if (name !== undefined) return matcherHint(name, family, syntax);
  if (reason.includes("unknown escape sequence")) return "write it in backticks, where \\ needs no escape";
  if (reason.includes("illegal rune literal") || reason.includes("'CHAR'"))
    return "texts stand in backticks or double quotes, not in single ones";
  if (/curly quotation mark/.test(reason)) return "texts stand in backticks or plain double quotes";
  if (/found and\b|found or\b|found AND\b|found OR\b/.test(reason)) return "and is &&, or is ||";
  if (/illegal character U\+0040/.test(reason) || reason.endsWith(" is not defined"))
    return "the arguments of a matcher stand in backticks";
  if (/before newline|found newline/.test(reason))
    return "end a line with its operator, never begin the next one with it";
  if (reason === "1:1: expected operand, found 'EOF'")
    return "a router needs a rule, as in Host(`example.com`)";
  if (/[;,]\s*(?:Host|Path)/.test(text)) return "matchers are joined by && and ||";
  return null;
}

function matcherHint(name: string, family: RuleFamily, syntax: RuleSyntax): string | null {
  const { v2, v3 } = MATCHER_NAMES[family];
  const known: readonly string[] = syntax === "v2" ? v2 : v3;
  const successor = Object.hasOwn(SUCCESSORS, name) ? SUCCESSORS[name] : undefined;
  if (successor !== undefined && syntax === "v3") return `since Traefik v3 it is ${successor}`;
  const otherFamily: readonly string[] = MATCHER_NAMES[family === "http" ? "tcp" : "http"].v3;
  const near = nearest(name, known);
  if (near !== null) return `did you mean ${near}?`;
  if (otherFamily.includes(name)) return `${name} is for ${family === "http" ? "TCP" : "HTTP"} routers`;
  return `matchers: ${known.toSorted().join(", ")}`;
}
