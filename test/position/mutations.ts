import { replaced, type Case } from "./case.ts";

/** One way to break a file: every place where it can be done makes a case. */
interface Mutation {
  readonly name: string;
  /** group 1 is what stands before the part that is replaced, group 2 is that part */
  readonly place: RegExp;
  readonly instead: (part: string, index: number) => string;
  /** where in the new part the mistake begins; 0 when it is not given */
  readonly shift?: (part: string) => number;
  readonly inTemplates?: boolean;
  /** above which key, or below which, the place does not count */
  readonly unless?: (context: Context) => boolean;
}

interface Context {
  readonly path: string;
  readonly line: string;
  readonly part: string;
}

/** Maps whose keys are names: another name is no mistake of its own. */
const NAMED =
  /(?:^|\.)(?:routers|services|middlewares|serversTransports|options|stores|custom\w+Headers|entryPoints|certificatesResolvers|plugins|plugin|labels|\d+)$/;

const isName = ({ path }: Context): boolean => path === "" || NAMED.test(path) || /\.plugin\./.test(path);

const SLIPS: readonly ((name: string) => string)[] = [
  (name) => `${name}x`,
  (name) => name.slice(0, 1) + name.slice(2),
  (name) => `${name.slice(0, 2)}-${name.slice(2)}`,
  (name) => `${name.slice(0, 1)}z${name.slice(1)}`,
];
const slip = (name: string, index: number): string => SLIPS[index % SLIPS.length]?.(name) ?? name;

const YAML_KEY = /^( *(?:- )?)([A-Za-z][\w-]*)(?=:(?: |$))/gm;
const YAML_VALUE = /^( *(?:- )?[A-Za-z][\w-]*: )((?:\d+(?:ms|s|m|h)?|true|false))$/gm;
const RULE_LINE = /[Rr]ule|&&|\|\||Host|Path/;

/** Ways that YAML and TOML share: rules and references look alike in both. */
const IN_TEXTS: readonly Mutation[] = [
  {
    name: "a matcher misspelt",
    place:
      /()\b(Host|HostSNI|HostRegexp|Header|HeaderRegexp|Query|Path|PathPrefix|PathRegexp|Method|ClientIP)(?=\()/g,
    instead: slip,
  },
  {
    name: "a matcher of Traefik 2",
    place: /()\b(Header|HeaderRegexp)(?=\()/g,
    instead: (name) => ({ Header: "Headers", HeaderRegexp: "HeadersRegexp" })[name] ?? "",
  },
  {
    name: "a matcher with an argument too many",
    place: /()\b(Host|HostSNI|PathPrefix|Path|Header)(?=\()/g,
    instead: (name) => `${name}(\`/a\`, \`/b\`, \`/c\`) || ${name}`,
  },
  { name: "a path without its slash", place: /(\bPath(?:Prefix)?\()(`\/)/g, instead: () => "`" },
  {
    name: "a regular expression with lookahead",
    place: /(Regexp\((?:`[^`]*`, )?)(`)(?=[^`]*`\))/g,
    instead: () => "`(?!x)",
  },
  { name: "and for &&", place: /(`\) )(&&)(?= )/g, instead: () => "and" },
  { name: "or for ||", place: /(`\) )(\|\|)(?= )/g, instead: () => "or" },
  { name: "one & too few", place: /(`\) )(&&)(?= )/g, instead: () => "&" },
  { name: "a rule that closes a bracket too many", place: /(`\))()(?=["']?$)/gm, instead: () => ")" },
];

const IN_YAML: readonly Mutation[] = [
  { name: "a field misspelt", place: YAML_KEY, instead: slip, unless: isName },
  {
    name: "text for a number, a truth or a duration",
    place: YAML_VALUE,
    instead: () => "lots",
    unless: isName,
  },
  {
    name: "a list for a number, a truth or a duration",
    place: YAML_VALUE,
    instead: (value) => `[[${value}]]`,
    shift: () => 1,
    unless: isName,
  },
  { name: "a date", place: YAML_VALUE, instead: () => "2001-12-14", unless: isName },
  {
    name: "a service that does not exist",
    place: /^( *(?:- )?(?:service|name): )([a-z][\w-]*)$/gm,
    instead: (name) => `${name}-x`,
    unless: ({ path }) => path.includes("cookie"),
  },
  {
    name: "a middleware that does not exist",
    place: /(middlewares: \[|(?<=middlewares: \[[^\]]*), )([a-z][\w-]*)/g,
    instead: (name) => `no-${name}`,
  },
  {
    name: "a middleware of a chain that does not exist",
    place: /^( {10}- )([a-z][\w-]*)$/gm,
    instead: (name) => `${name}s`,
  },
  {
    name: "an entry point that does not exist",
    place: /(entryPoints: \[)(\w+)/g,
    instead: (name) => `${name}x`,
  },
  { name: "TLS options that do not exist", place: /^( {8}options: )(\w+)$/gm, instead: () => "modern" },
  {
    name: "a key given twice",
    place: /^( *)([a-z]\w+: [^\n[{&>|]+\n)/gm,
    instead: (line) => line,
    shift: (line) => line.length,
  },
  { name: "a tab for indentation", place: /^()( {6,})(?=[a-z])/gm, instead: () => "\t" },
  {
    name: "an unknown function",
    inTemplates: true,
    place: YAML_VALUE,
    instead: () => "{{ secret }}",
    shift: () => 3,
    unless: isName,
  },
  {
    name: "data that no template has",
    inTemplates: true,
    place: YAML_VALUE,
    instead: () => "{{ .Values.x }}",
    shift: () => 3,
    unless: isName,
  },
  {
    name: "an action without its end",
    inTemplates: true,
    place: /^( *(?:rule|url|address): )(?=[A-Za-z"])()/gm,
    instead: () => '{{ env "X" }',
    shift: () => 11,
  },
  { name: "an anchor that does not exist", place: YAML_VALUE, instead: () => "*nowhere", unless: isName },
  { name: "a reserved character", place: YAML_VALUE, instead: () => "@5", unless: isName },
];

const IN_TOML: readonly Mutation[] = [
  { name: "a field misspelt", place: /^()([A-Za-z]\w*)(?= = )/gm, instead: slip, unless: isName },
  {
    name: "text for a number or a truth",
    place: /^(\w+ = )(\d+|true|false)$/gm,
    instead: () => '"lots"',
    unless: isName,
  },
  { name: "a date", place: /^(\w+ = )(\d+|true|false)$/gm, instead: () => "2001-12-14", unless: isName },
  {
    name: "a service that does not exist",
    place: /^((?:service|name) = ")([a-z][\w-]*)(?=")/gm,
    instead: (name) => `${name}-x`,
    shift: () => -1,
    unless: ({ path }) => path.includes("cookie"),
  },
  {
    name: "an entry point that does not exist",
    place: /(entryPoints = \[ ?")(\w+)/g,
    instead: (name) => `${name}x`,
    shift: () => -1,
  },
  {
    name: "a key given twice",
    place: /^()(\w+ = [^\n[{]+\n)/gm,
    instead: (line) => line + line,
    shift: (line) => line.length,
  },
  {
    name: "a text without quotes",
    place: /^((?:service|rule|url|address|name) = )("[^"\n]*")$/gm,
    instead: (text) => text.slice(1, -1),
  },
  {
    name: "an unknown function",
    inTemplates: true,
    place: /^(\w+ = )(\d+|true|false)$/gm,
    instead: () => "{{ secret }}",
    shift: () => 3,
    unless: isName,
  },
];

/** Every case that the mutations make of some valid files, at most so many of one kind in one file. */
export function mutationsOf(what: string, files: Case["files"], most = 4): Case[] {
  return Object.entries(files).flatMap(([file, text]) => {
    const own = file.endsWith(".toml") ? IN_TOML : IN_YAML;
    return [...own, ...IN_TEXTS].flatMap((mutation) => {
      const found = [...text.matchAll(mutation.place)].filter((match) => counts(mutation, text, match, file));
      return found.slice(0, most).map((match, index) => {
        const [, before = "", part = ""] = match;
        const start = match.index + before.length;
        const instead =
          mutation.name === "a key given twice" && !file.endsWith(".toml")
            ? twice(text, start, part)
            : mutation.instead(part, index);
        const shift =
          mutation.name === "a key given twice" && !file.endsWith(".toml")
            ? instead.length - part.length
            : (mutation.shift?.(part) ?? 0);
        const name = `${mutation.name}: ${what} ${file} #${index + 1}`;
        return replaced(name, files, file, start, part.length, instead, shift);
      });
    });
  });
}

/** The line once more, as far in as it stands. */
function twice(text: string, start: number, line: string): string {
  const indent = start - (text.lastIndexOf("\n", start - 1) + 1);
  return line + " ".repeat(indent) + line;
}

function counts(
  { inTemplates, unless, place }: Mutation,
  text: string,
  match: RegExpMatchArray,
  file: string,
): boolean {
  const start = (match.index ?? 0) + (match[1]?.length ?? 0);
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const line = text.slice(lineStart, (text.indexOf("\n", start) + text.length + 1) % (text.length + 1));
  if (/^\s*#/.test(line)) return false;
  // the static configuration is no template
  if (inTemplates && file.startsWith("traefik.")) return false;
  if (IN_TEXTS.some((shared) => shared.place === place) && !RULE_LINE.test(line)) return false;
  const path = file.endsWith(".toml") ? tomlPath(text, start) : yamlPath(text, lineStart);
  return !unless?.({ path, line, part: match[2] ?? "" });
}

/** The keys above a line of block YAML, joined by dots. */
function yamlPath(text: string, lineStart: number): string {
  const lines = text.slice(0, lineStart).split("\n").slice(0, -1);
  const own = text.slice(lineStart).match(/^ */)?.[0].length ?? 0;
  const path: string[] = [];
  let indent = /^ *- /.test(text.slice(lineStart)) ? own + 1 : own;
  for (const line of lines.toReversed()) {
    const [, blanks = "", dash = "", key] = /^( *)(- )?([\w.-]+):/.exec(line) ?? [];
    if (key === undefined || /^\s*#/.test(line)) continue;
    const depth = blanks.length + dash.length;
    if (depth >= indent) continue;
    if (dash !== "" && depth < indent) indent = blanks.length + 1;
    else indent = depth;
    if (dash !== "") continue;
    path.unshift(key);
  }
  return path.join(".");
}

/** The table that a line of TOML stands in. */
function tomlPath(text: string, start: number): string {
  return [...text.slice(0, start).matchAll(/^\[+([^\]\n]+)\]+$/gm)].at(-1)?.[1] ?? "";
}
