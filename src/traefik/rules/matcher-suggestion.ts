import { nearest } from "../../nearest.ts";
import { MATCHER_NAMES, type RuleFamily, type RuleSyntax } from "./matcher-names.ts";

/** Matchers of another family, syntax or major version, and what does their work here. */
const ELSEWHERE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "http v3": {
    hostsni: "Host",
    hostsniregexp: "HostRegexp",
    methods: "Method",
    queries: "Query",
  },
  "http v2": {
    header: "Headers",
    headerregexp: "HeadersRegexp",
    pathregexp: "Path(`/{name:pattern}`)",
    queryregexp: "Query(`name={value:pattern}`)",
    hostsni: "Host",
    methods: "Method",
    queries: "Query",
  },
  tcp: { host: "HostSNI", hostregexp: "HostSNIRegexp", hostheader: "HostSNI" },
};

/** v2's matchers that v3 calls otherwise. */
const SUCCESSORS: Readonly<Record<string, string>> = {
  headers: "Header(`name`, `…`)",
  headersregexp: "HeaderRegexp(`name`, `…`)",
  hostheader: "Host(`name`)",
};

const V1_MODIFIERS: Readonly<Record<string, string>> = {
  pathstrip: "stripPrefix",
  pathprefixstrip: "stripPrefix",
  pathstripregex: "stripPrefixRegex",
  pathprefixstripregex: "stripPrefixRegex",
  addprefix: "addPrefix",
  replacepath: "replacePath",
  replacepathregex: "replacePathRegex",
};

/** What to write instead of a matcher's name that is unknown here. */
export function matcherSuggestion(written: string, family: RuleFamily, syntax: RuleSyntax): string {
  const name = written.toLowerCase();
  const elsewhere = ELSEWHERE[family === "tcp" ? "tcp" : `http ${syntax}`] ?? {};
  const known: readonly string[] = MATCHER_NAMES[family][syntax];
  const modifier = Object.hasOwn(V1_MODIFIERS, name) ? V1_MODIFIERS[name] : undefined;
  if (modifier !== undefined) return `that is a middleware: ${modifier}`;
  const successor = Object.hasOwn(SUCCESSORS, name) ? SUCCESSORS[name] : undefined;
  if (successor !== undefined && family === "http" && syntax === "v3")
    return `since Traefik v3 it is ${successor}`;
  const same = known.find((candidate) => candidate.toLowerCase() === name);
  const counterpart = Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined;
  const meant = same ?? counterpart ?? nearest(written, known);
  if (meant !== null) return `did you mean ${meant}?`;
  return `${family === "tcp" ? "TCP" : "HTTP"} rules know ${enumerate(known)}`;
}

/** `a, b and c` */
export function enumerate(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
