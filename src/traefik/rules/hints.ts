import { domainToASCII } from "node:url";
import { nearest } from "../../nearest.ts";
import { rangeHint } from "../ip-range.ts";
import type { Fault } from "./fault.ts";
import { MATCHER_NAMES, type RuleFamily, type RuleSyntax } from "./matcher-names.ts";
import { enumerate, matcherSuggestion } from "./matcher-suggestion.ts";
import { regexpHint } from "../go/regexp-hints.ts";
import { quotedCall, splitCall } from "./rewrite.ts";

interface Context {
  readonly text: string;
  readonly fault: Fault;
  readonly family: RuleFamily;
  readonly syntax: RuleSyntax;
}

type Hint = (match: readonly string[], context: Context) => string | undefined;

/** What to write instead, by Go's and Traefik's words for the fault; the first that has something to say. */
const HINTS: readonly (readonly [RegExp, Hint])[] = [
  [/error parsing regexp: (.*)$/s, ([, reason = ""]) => regexpHint(reason)],
  [/illegal character U\+0024/, shellVariable],
  [/illegal character U\+0023/, () => "a comment begins with //"],
  [
    /illegal character U\+(?:00A0|200B|200C|200D|2060|3000)|illegal byte order mark/,
    () => "take the invisible character away",
  ],
  [/illegal character U\+FF0[89]/, () => "write an ASCII parenthesis"],
  [/illegal character U\+005C/, () => "take the backslash away"],
  [/expected 'EOF', found ':'/, firstVersion],
  [/curly quotation mark/, unquoted],
  [/'CHAR'|rune literal/, singleQuotes],
  [/escape sequence/, escapeInQuotes],
  [/string literal not terminated/, () => "close the quoted value"],
  [/comment not terminated/, () => "close the comment with */"],
  [/found '(&&|\|\|)'/, operatorHint],
  [/expected 'EOF', found '\)'/, () => "there is one closing parenthesis too many"],
  [
    /expected 'EOF', found (and|or)\b/i,
    ([, word = ""]) => `write ${/and/i.test(word) ? "&&" : "||"} instead of ${word}`,
  ],
  [/expected 'EOF', found ('[,;]'|newline|[A-Z])/, joinHint],
  [
    /expected '==', found '='|found '\{'|is not defined|as type string in Call|failed to parse argument/,
    unquoted,
  ],
  [/^(\w+) is not defined$/, bareName],
  [/found '=='|Call using string as type rules|^no matcher$/, bareValue],
  [/missing ',' in argument list/, missingComma],
  [/expected operand, found 'EOF'/, missingOperand],
  [/in argument list|expected operand|illegal character|expected type|not supported/, unquoted],
  [/expected '\)', found|missing ',' before newline/, parenthesisHint],
  [/^([&|]) is not supported/, ([, operator = ""]) => `write ${operator}${operator}`],
  [
    /unsupported function: (.*)$/s,
    ([, name = ""], { family, syntax }) => matcherSuggestion(name, family, syntax),
  ],
  [/unexpected number of parameters/, arity],
  [
    /no args for matcher|empty args for matcher/,
    () => "give the matcher a value; a template's variable may be unset",
  ],
  [/does not start with a '\/'|path must start with a slash/, missingSlash],
  [/non-ASCII characters are not allowed/, punycode],
  [/is not a valid hostname/, sniHint],
  [/invalid CIDR address: (.*)$/s, ([, address = ""]) => rangeHint(address)],
  [/mux: unbalanced braces/, () => "close every brace"],
  [/mux: missing name or pattern/, () => "name the variable: {name} or {name:pattern}"],
  [/mux: number of parameters must be multiple of 2/, () => "give a name and a value, in turn"],
];

/** What to write instead of the part of a rule that a fault blames. */
export function hintFor(
  fault: Fault,
  text: string,
  family: RuleFamily,
  syntax: RuleSyntax,
): string | undefined {
  for (const [pattern, hint] of HINTS) {
    const match = pattern.exec(fault.text);
    const words = match === null ? undefined : hint(match, { text, fault, family, syntax });
    if (words !== undefined) return words;
  }
  return undefined;
}

/** The same for the expressions of circuit breakers and retries. */
export function hintForExpression(fault: Fault, text: string, names: readonly string[]): string | undefined {
  const blamed = text.slice(fault.span.start, fault.span.end);
  const unknown = /^unsupported function: (.*)$/s.exec(fault.text)?.[1];
  if (unknown !== undefined) {
    const meant = nearest(unknown, names);
    return meant === null ? `use ${enumerate(names)}` : `did you mean ${meant}?`;
  }
  const bare = /^(\w+) is not defined$/.exec(fault.text)?.[1];
  if (bare !== undefined) {
    const meant = names.includes(bare) ? bare : nearest(bare, names);
    return meant === null ? `use ${enumerate(names)}` : `functions have brackets: ${meant}()`;
  }
  if (/(?:expected int, got int|expected float64, got int)/.test(fault.text))
    return "write a number with a point: 1.0";
  if (fault.text === "reflect: Call using int as type float64") return `write ${blamed}.0`;
  if (/unsupported argument: (?:int|float64|string)$/.test(fault.text))
    return "write the function left of the operator";
  if (/^[&|] is not supported/.test(fault.text)) return `write ${blamed}${blamed}`;
  if (fault.text === "! is not supported") return "turn the comparison round instead";
  if (/as type \w+\.hpredicate|expected predicate/.test(fault.text))
    return "compare the function with a number";
  return undefined;
}

function singleQuotes(_match: readonly string[], { text, fault }: Context): string {
  const value = /^'([^'`\n]*)'/.exec(text.slice(fault.span.start))?.[1] ?? "example.com";
  return `quote values with backticks: \`${value}\``;
}

/** The whole literal in backticks, where a backslash is only a backslash. */
function escapeInQuotes(_match: readonly string[], { text, fault }: Context): string {
  const open = text.lastIndexOf('"', fault.span.start);
  const close = text.indexOf('"', fault.span.start);
  const value = open >= 0 && close > open ? text.slice(open + 1, close) : "";
  if (value === "" || /[`\n]/.test(value)) return "quote regular expressions with backticks";
  return `quote it with backticks: \`${value}\``;
}

function operatorHint([, operator = ""]: readonly string[], { text, fault }: Context): string | undefined {
  const before = text.slice(0, fault.span.start);
  if (/\n[ \t\r]*$/.test(before) && !/(?:&&|\|\|)\s*$/.test(before))
    return `end the line before with ${operator}, or fold the rule with >-`;
  return undefined;
}

function joinHint([, found = ""]: readonly string[], { text, fault }: Context): string {
  if (/\bnot\s*$/i.test(text.slice(0, fault.span.start))) return "write ! instead of not";
  if (found === "';'" && text.slice(fault.span.end).trim() === "") return "take the semicolon away";
  return "join matchers with && or ||";
}

function parenthesisHint(_match: readonly string[], { text, fault }: Context): string {
  const isEnd = text.slice(fault.span.start).trim() === "";
  return isEnd ? "close the parenthesis" : "let the line not end before an operator or a closing parenthesis";
}

/** `Host:a.example.com;PathPrefix:/b` of Traefik 1 */
function firstVersion(_match: readonly string[], { text }: Context): string {
  const parts = text.split(";").map((part) => /^\s*(\w+):(.*)$/s.exec(part));
  const calls = parts.map((part) => `${part?.[1] ?? "Host"}(\`${part?.[2]?.trim() ?? ""}\`)`);
  return `write ${calls.join(" && ")}`;
}

function missingOperand(_match: readonly string[], { text }: Context): string {
  if (/(?:&&|\|\||!|\()\s*$/.test(text))
    return "write a matcher after the operator, or take the operator away";
  return "write a rule, such as Host(`example.com`)";
}

function bareName([, name = ""]: readonly string[], { family }: Context): string | undefined {
  const known: readonly string[] = [...MATCHER_NAMES[family].v3, ...MATCHER_NAMES[family].v2];
  return known.includes(name) ? `give it a value: ${name}(\`…\`)` : undefined;
}

function bareValue(_match: readonly string[], { text, fault, family }: Context): string | undefined {
  const value = text.slice(fault.span.start, fault.span.end);
  return /^[`"]/.test(value)
    ? `write a matcher around it: ${family === "tcp" ? "HostSNI" : "Host"}(${value})`
    : undefined;
}

function missingComma(match: readonly string[], context: Context): string | undefined {
  const { text, fault } = context;
  if (/^[`"]/.test(text.slice(fault.span.start))) return "put a comma between the values";
  return unquoted(match, context);
}

function shellVariable(_match: readonly string[], { text, fault }: Context): string | undefined {
  const name = /^\$\{?(\w+)/.exec(text.slice(fault.span.start))?.[1];
  return name === undefined ? undefined : `Traefik replaces no $ variables: write \`{{ env "${name}" }}\``;
}

function unquoted(_match: readonly string[], { text, fault }: Context): string | undefined {
  const call = quotedCall(text, fault.span.start);
  return call === undefined ? undefined : `quote values with backticks: ${call}`;
}

function arity(_match: readonly string[], { text, fault }: Context): string | undefined {
  const source = text.slice(fault.span.start, fault.span.end);
  const call = splitCall(source);
  if (call === undefined) return undefined;
  const { name, args } = call;
  if (/^Header/i.test(name)) return `give a name and a value: ${name}(\`X-Name\`, \`…\`)`;
  if (/^Query/i.test(name) || args.length > 20) return `repeat the matcher for each value`;
  const rewritten = args.map((arg) => `${name}(${arg})`).join(" || ");
  return `write ${source.length === text.trim().length ? rewritten : `(${rewritten})`}`;
}

function missingSlash(_match: readonly string[], { text, fault }: Context): string | undefined {
  const literal = text.slice(fault.span.start, fault.span.end);
  if (/^[`"]\s+\//.test(literal)) return "take the blanks away";
  if (/^[`"]\^\//.test(literal)) return missingRegexp(literal);
  return /^[`"]/.test(literal) ? `write ${literal.slice(0, 1)}/${literal.slice(1)}` : undefined;
}

/** A path is no pattern, and needs none of its ends. */
function missingRegexp(literal: string): string {
  const path = literal.slice(2, -1).replace(/\$$/, "");
  const quoted = literal.slice(0, 1);
  return /[*+?()|[\]{}\\$]/.test(path)
    ? "write PathRegexp, which takes a pattern"
    : `write ${quoted}${path}${quoted}`;
}

function punycode(_match: readonly string[], { text, fault }: Context): string | undefined {
  const name = text.slice(fault.span.start + 1, fault.span.end - 1);
  const ascii = domainToASCII(name);
  return ascii === "" ? undefined : `write the name in its ASCII form: \`${ascii}\``;
}

function sniHint(match: readonly string[], context: Context): string {
  const { text, fault, syntax } = context;
  const value = text.slice(fault.span.start + 1, fault.span.end - 1);
  if (/[^\0-\x7f]/.test(value)) return punycode(match, context) ?? "give a host name";
  if (/^\[.*\]$/.test(value)) return "take the brackets away";
  if (value.includes("/")) return "give the host name alone";
  if (value.includes("*") && syntax === "v3")
    return "a wildcard stands for a whole first label; else use HostSNIRegexp";
  if (value.includes("*")) return "use HostSNIRegexp for wildcards";
  return "give a host name";
}
