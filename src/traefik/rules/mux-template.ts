import { regexpFault } from "../go/regexp.ts";
import { failure, success, type GoResult } from "../go/result.ts";
import { quote } from "../go/strconv.ts";
import type { GoVersion } from "../go/version.ts";

/** A template of gorilla/mux, `{name:pattern}.example.com`, as v2 rules have them. */
export interface MuxTemplate {
  readonly variables: readonly MuxVariable[];
  /** the text after the last variable */
  readonly rest: string;
}

interface MuxVariable {
  /** the text before it */
  readonly before: string;
  /** with its braces */
  readonly written: string;
  readonly name: string;
  /** a regular expression; undefined: the default of whatever is matched */
  readonly pattern: string | undefined;
}

/** What a template is matched against; `prefix` is the beginning of a path. */
export type MuxKind = "host" | "path" | "prefix" | "query";

const DEFAULT_PATTERNS: Readonly<Record<MuxKind, string>> = {
  host: "[^.]+",
  path: "[^/]+",
  prefix: "[^/]+",
  query: ".*",
};

/**
 * Takes a template apart. Braces inside a pattern must be balanced.
 *
 * @returns the parts, or `mux: unbalanced braces in "{a"`
 */
export function parseMuxTemplate(template: string): GoResult<MuxTemplate> {
  const variables: MuxVariable[] = [];
  let level = 0;
  let opening = 0;
  let end = 0;
  for (const { 0: brace, index } of template.matchAll(/[{}]/g)) {
    level += brace === "{" ? 1 : -1;
    if (level < 0) break;
    if (brace === "{" && level === 1) opening = index;
    if (brace === "{" || level > 0) continue;
    const written = template.slice(opening, index + 1);
    const [, name = "", pattern] = /^\{([^:]*)(?::(.*))?\}$/s.exec(written) ?? [];
    variables.push({ before: template.slice(end, opening), written, name, pattern });
    end = index + 1;
  }
  if (level !== 0) return failure(`mux: unbalanced braces in ${quote(template)}`);
  return success({ variables, rest: template.slice(end) });
}

/**
 * The regular expression of a template, unjudged.
 *
 * @param judgeVariable what else there is against the pattern of a variable, which is looked at right after its name
 * @returns the expression, or `mux: missing name or pattern in "{}"`
 */
export function muxPattern(
  template: string,
  kind: MuxKind,
  judgeVariable: (pattern: string) => string | undefined = () => undefined,
): GoResult<string> {
  const parsed = parseMuxTemplate(template);
  if (!parsed.ok) return parsed;
  const { variables, rest } = parsed.value;
  let pattern = kind === "host" ? "(?i)^" : "^";
  for (const [i, variable] of variables.entries()) {
    const own = variable.pattern ?? DEFAULT_PATTERNS[kind];
    if (variable.name === "" || own === "")
      return failure(`mux: missing name or pattern in ${quote(variable.written)}`);
    const fault = judgeVariable(own);
    if (fault !== undefined) return failure(fault);
    pattern += `${quoteMeta(variable.before)}(?P<v${i}>${own})`;
  }
  // a query parameter without a value may have any
  const anyValue = kind === "query" && /^[^=]*=$/s.test(template) ? DEFAULT_PATTERNS.query : "";
  return success(`${pattern}${quoteMeta(rest)}${anyValue}${kind === "prefix" ? "" : "$"}`);
}

/** The regular expression of a template as mux compiles it: each variable's own pattern, then the whole. */
export function muxRegexp(template: string, kind: MuxKind, go: GoVersion): GoResult<string> {
  const whole = muxPattern(template, kind, (pattern) => regexpFault(`^${pattern}$`, go)?.text);
  const fault = whole.ok ? regexpFault(whole.value, go) : undefined;
  return fault === undefined ? whole : failure(fault.text);
}

/** regexp.QuoteMeta */
export function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&");
}
