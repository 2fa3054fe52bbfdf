import type { Span } from "../load/node.ts";
import { parseMuxTemplate, quoteMeta } from "./mux-template.ts";
import { matchersOf, type Matcher, type Rule } from "./rule.ts";
import { takenLiterally } from "./taken-literally.ts";

/** A rule that Traefik takes, but that does not mean what it seems to. */
export interface Suspicion {
  readonly rule: "v2-rule" | "taken-literally";
  readonly message: string;
  readonly span: Span;
  readonly hint: string;
}

/**
 * What looks like syntax v2, like a pattern, or like a variable in a v3 rule of an HTTP or TCP router: accepted, and
 * never matching what was meant.
 */
export function suspicionsOf(rule: Rule): Suspicion[] {
  return matchersOf(rule).flatMap((matcher) => {
    const isOdd = LITERAL.has(matcher.name) ? ODD : VALUED.has(matcher.name) ? ODD_VALUE : VARIABLE;
    const literal = matcher.args.some(({ value }) => isOdd.test(value)) ? takenLiterally(matcher) : undefined;
    return literal ?? leftoverOf(matcher) ?? [];
  });
}

/** Matchers that take their argument as it is, what hardly ever is in one, and what is in none of any matcher. */
const LITERAL: ReadonlySet<string> = new Set(["Host", "HostSNI", "Path", "PathPrefix"]);
const ODD = /[$*[\\|]|\.\+/;
const VALUED: ReadonlySet<string> = new Set(["Header", "Query"]);
const ODD_VALUE = /\.[*+]|^\^|\$\{[A-Za-z_]/;
const VARIABLE = /\$\{[A-Za-z_]/;

function leftoverOf(matcher: Matcher): Suspicion | undefined {
  const { name, args } = matcher;
  const [first] = args;
  if (first === undefined) return undefined;
  const span = { start: first.start, end: first.end };
  switch (name) {
    case "Path":
    case "PathPrefix": {
      if (!hasVariable(first.value)) return undefined;
      const pattern = patternOf(first.value, "[^/]+");
      return {
        rule: "v2-rule",
        message: bracesMeanNothing(name),
        span,
        hint: `write PathRegexp(\`^${pattern}${name === "Path" ? "$" : ""}\`)`,
      };
    }
    case "Host":
    case "HostRegexp":
    case "HostSNIRegexp":
    case "PathRegexp": {
      if (!hasVariable(first.value)) return undefined;
      return {
        rule: "v2-rule",
        message: bracesMeanNothing(name),
        span,
        hint: `write ${name === "Host" ? "HostRegexp" : name}(\`${regexpOf(first.value, name)}\`)`,
      };
    }
    case "Query": {
      const equals = first.value.indexOf("=");
      if (args.length !== 1 || equals < 1) return undefined;
      const key = first.value.slice(0, equals);
      return {
        rule: "v2-rule",
        message: `Query takes name and value as two arguments since Traefik v3: this is the name "${key}=…"`,
        span,
        hint: `write Query(\`${key}\`, \`…\`)`,
      };
    }
    default:
      return undefined;
  }
}

function bracesMeanNothing(name: string): string {
  return `{name:pattern} means nothing since Traefik v3: ${name} takes the braces as they are`;
}

/** `{name}` or `{name:pattern}`, but neither a repetition such as `{2,3}` nor a class such as `\p{Greek}`. */
function hasVariable(value: string): boolean {
  return /(?<!\\[pPx])\{[A-Za-z_][\w-]*(?::[^{}]|\})/.test(value);
}

/** Variables in what is written as v3 has it leave the rest, its ends included; a template of v2 is matched as a whole. */
function regexpOf(text: string, name: string): string {
  if (name === "PathRegexp" || (name !== "Host" && /^\^|\\|\$$/.test(text)))
    return patternOf(text, name === "PathRegexp" ? "[^/]+" : "[^.]+", (between) => between);
  return `^${patternOf(text, "[^.]+")}$`;
}

/**
 * A v2 template as a regular expression of v3.
 *
 * @param between what becomes of the text beside variables
 */
function patternOf(template: string, anyValue: string, between = quoteMeta): string {
  const parsed = parseMuxTemplate(template);
  if (!parsed.ok) return quoteMeta(template);
  const variables = parsed.value.variables.map(
    ({ before, pattern }) => between(before) + (pattern === undefined ? anyValue : grouped(pattern)),
  );
  return variables.join("") + between(parsed.value.rest);
}

/** Alternatives keep to themselves. */
function grouped(pattern: string): string {
  return pattern.includes("|") ? `(${pattern})` : pattern;
}
