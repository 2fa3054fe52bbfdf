import type { Span } from "../load/node.ts";
import { parseMuxTemplate, quoteMeta } from "./mux-template.ts";
import { matchersOf, type Matcher, type Rule } from "./rule.ts";

/** A rule that Traefik takes, but that does not mean what it seems to. */
export interface Suspicion {
  readonly message: string;
  readonly span: Span;
  readonly hint: string;
}

/** What looks like syntax v2 in a v3 rule of an HTTP or TCP router: accepted, and never matching what was meant. */
export function suspicionsOf(rule: Rule): Suspicion[] {
  return [...matchersOf(rule)].flatMap((matcher) => suspicionOf(matcher) ?? []);
}

function suspicionOf(matcher: Matcher): Suspicion | undefined {
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
        message: `${name} takes \`${first.value}\` literally: its braces are no variable`,
        span,
        hint: `write PathRegexp(\`^${pattern}${name === "Path" ? "$" : ""}\`)`,
      };
    }
    case "HostRegexp":
    case "HostSNIRegexp": {
      if (!hasVariable(first.value)) return undefined;
      return {
        message: `${name} takes the braces of \`${first.value}\` literally: they are no variable`,
        span,
        hint: `write ${name}(\`^${patternOf(first.value, "[^.]+")}$\`)`,
      };
    }
    case "Query": {
      const equals = first.value.indexOf("=");
      if (args.length !== 1 || equals < 1) return undefined;
      const [key, value] = [first.value.slice(0, equals), first.value.slice(equals + 1)];
      return {
        message: `Query looks for a parameter of the name \`${first.value}\``,
        span,
        hint: `write Query(\`${key}\`, \`${value}\`)`,
      };
    }
    case "Host": {
      const { value } = first;
      if (/:\/\/|\//.test(value))
        return { message: `no host is called \`${value}\``, span, hint: "give the host name alone" };
      if (/:\d+$/.test(value) && !value.slice(0, value.lastIndexOf(":")).includes(":"))
        return {
          message: `Host never sees the port of \`${value}\``,
          span,
          hint: `write Host(\`${value.slice(0, value.lastIndexOf(":"))}\`)`,
        };
      return undefined;
    }
    default:
      return undefined;
  }
}

/** `{name}` or `{name:pattern}`, but not a repetition such as `{2,3}`. */
function hasVariable(value: string): boolean {
  return /\{[A-Za-z_][\w-]*(?::[^{}]|\})/.test(value);
}

/** A v2 template as a regular expression of v3. */
function patternOf(template: string, anyValue: string): string {
  const parsed = parseMuxTemplate(template);
  if (!parsed.ok) return quoteMeta(template);
  const variables = parsed.value.variables.map(
    ({ before, pattern }) => quoteMeta(before) + (pattern === undefined ? anyValue : grouped(pattern)),
  );
  return variables.join("") + quoteMeta(parsed.value.rest);
}

/** Alternatives keep to themselves. */
function grouped(pattern: string): string {
  return pattern.includes("|") ? `(${pattern})` : pattern;
}
