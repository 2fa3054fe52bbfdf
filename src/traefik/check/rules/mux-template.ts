import { goOf } from "../behaviour.ts";
import { regexpFault } from "../../go/regexp.ts";
import { quote } from "../../go/strconv.ts";

/** What a template of Traefik v2 stands for: its variables match different texts where they have no pattern. */
export type TemplateKind = "host" | "path" | "prefix" | "query" | "sni";

const DEFAULT_PATTERN: Readonly<Record<TemplateKind, string>> = {
  host: "[^.]+",
  path: "[^/]+",
  prefix: "[^/]+",
  query: ".*",
  sni: "[^.]+",
};

/**
 * What gorilla/mux (in Traefik's fork) says of a template with `{name}` and `{name:pattern}` in it; null where it
 * can be compiled.
 */
export function templateError(template: string, kind: TemplateKind, version: string): string | null {
  const variables = variablesOf(template);
  if (variables === null) return `mux: unbalanced braces in ${quote(template)}`;
  const go = goOf(version);
  let whole = kind === "host" || kind === "sni" ? "(?i)^" : "^";
  let end = 0;
  for (const [index, variable] of variables.entries()) {
    const pattern = variable.pattern ?? DEFAULT_PATTERN[kind];
    if (variable.name === "" || pattern === "")
      return `mux: missing name or pattern in ${quote(template.slice(variable.start, variable.end))}`;
    if (kind !== "sni") {
      const alone = regexpFault(`^${pattern}$`, go);
      if (alone) return alone.text;
    }
    whole += `${quoteMeta(template.slice(end, variable.start))}(?P<v${index}>${pattern})`;
    end = variable.end;
  }
  whole += quoteMeta(template.slice(end));
  if (kind === "query" && template.endsWith("=") && template.indexOf("=") === template.length - 1)
    whole += DEFAULT_PATTERN.query;
  return regexpFault(kind === "prefix" ? whole : `${whole}$`, go)?.text ?? null;
}

/** The names of a well-formed template's variables. */
export function templateNames(template: string): readonly string[] {
  return (variablesOf(template) ?? []).map(({ name }) => name);
}

interface Variable {
  readonly name: string;
  readonly pattern: string | undefined;
  /** of the braces around it */
  readonly start: number;
  readonly end: number;
}

/** The outermost pairs of braces; null where they are unbalanced. */
function variablesOf(template: string): readonly Variable[] | null {
  const variables: Variable[] = [];
  let level = 0;
  let start = 0;
  for (let index = 0; index < template.length; index++) {
    const character = template[index];
    if (character === "{" && ++level === 1) start = index;
    if (character !== "}") continue;
    if (--level < 0) return null;
    if (level > 0) continue;
    const inner = template.slice(start + 1, index);
    const colon = inner.indexOf(":");
    variables.push({
      name: colon < 0 ? inner : inner.slice(0, colon),
      pattern: colon < 0 ? undefined : inner.slice(colon + 1),
      start,
      end: index + 1,
    });
  }
  return level === 0 ? variables : null;
}

function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&");
}
