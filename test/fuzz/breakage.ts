import type { Random } from "./random.ts";

/** One way to break a text; null where the text has no such place. */
type Breakage = (text: string, random: Random, names: readonly string[]) => string | null;

/** Odd values, one of each kind that a decoder treats in a way of its own. */
const VALUES = [
  "", "~", "null", "true", "True", "yes", "false", "0", "1", "-1", "5", "'5'", "007", "08", "0x1f", "1e3", "3.5", "1_000",
  "99999999999999999999", "9223372036854775807", "2001-12-14", "5s", "1m30s", "-5s", "1d", ".5h", "abc", "'a b'", '"a,b"',
  '""', "' '", "[]", "[a]", "[a, b]", "[1, 2]", "[null]", "[[a]]", "[{a: b}]", "{}", "{a: b}", "{name: v1}", "{1: b}",
  "|\n  x", "*x", "&x a", "!!str 5", "!!int x", "!foo 5", "@x", "`x`", "%x", "a: b", "a # b", "'unclosed", "é", "\u00a0",
  "http://10.0.0.1:80", "10.0.0.1:80", "http://a b", "http://[::1", "http://x:port", "10.0.0.0/33", "::1", "1.2.3.4/24",
  "VersionTLS99", "wrr", "hrw", "v2", "v3", "noop@internal", "v1@file", "500-5xx", "(", "a**", "(?=x)", "^ok$",
]; // prettier-ignore

const KEYS = [
  "rule", "service", "middlewares", "tls", "priority", "servers", "url", "address", "weight", "name", "sticky", "cookie",
  "passHostHeader", "healthCheck", "options", "plugin", "chain", "headers", "stripPrefix", "ipWhiteList", "weighted",
  "loadBalancer", "mirroring", "failover", "redirectScheme", "entryPoints", "parentRefs", "compress", "x-custom", "<<",
]; // prettier-ignore

const CHARACTERS = [
  ...Array.from("{}[]:,-#&*!|>'\"%@`?=.()\\/ \t\n0aZ~^$\u00e9\u2028\u0085\u0000\ufeff<"),
  "- ",
  ": ",
  " #",
  "---\n",
  "...\n",
  "{{",
  "}}",
];

const ACTIONS = [
  "{{ . }}", '{{ env "HOME_X" }}', '{{ "a" | upper }}', "{{ nope }}", "{{ $x }}", "{{ if }}", "{{ end }}", "{{ .Values.x }}",
  "{{/* ok */}}", "{{ /* bad */ }}", "{{- 3 }}", "{{ 3.5 }}", "{{ true }}", "{{ nil }}", '{{ index (list 1 2) 5 }}', "{{", "}}",
  '{{ if . }}x: y{{ end }}', '{{ range until 2 }}{{ . }}{{ end }}', '{{ printf "%d" "x" }}', '{{ eq 1 "1" }}', "{{ (dict).a }}",
  '{{ default "d" "" }}', '{{ `raw` | quote }}', '{{ list "a" "b" | join "," }}', '{{ split "a,b" "," }}', '{{ add 1 2 }}',
]; // prettier-ignore

const KEY_PLACE = /(^|[{,\n]\s*(?:- )?|- )([A-Za-z][A-Za-z0-9-]*)(?=\s*[:=])/g;
const VALUE_PLACE = /([:=][ \t]+)([^\n{}[\]|>&*]+?)(?=[ \t]*(?:\n|[,}\]]|$))/g;
const REFERENCE_PLACE =
  /((?:service|name|fallback|serversTransport|options|resolver)\s*[:=]\s*"?)([A-Za-z0-9@-]+)/g;
const RULE_PLACE =
  /((?:rule|expression|Expression|regex)\s*[:=]\s*>?-?\s*)([^\n]+(?:\n\s+[^\n:]*(?:&&|\|\|)[^\n]*)*)/g;

const BREAKAGES: Readonly<Record<string, Breakage>> = {
  character: (text, random) => {
    const at = random.below(text.length);
    const drop = random.chance(0.5) ? 1 : 0;
    const add = drop === 0 || random.chance(0.3) ? random.pick(CHARACTERS) : "";
    return text.slice(0, at) + add + text.slice(at + drop);
  },
  line: (text, random) => {
    const lines = text.split("\n");
    const at = random.below(lines.length);
    const line = lines[at] ?? "";
    const changed = random.pick([
      [],
      [line, line],
      [` ${line}`],
      [`  ${line}`],
      [`\t${line}`],
      [line.replace(/^ {1,2}/, "")],
      [line.trimStart()],
      [`${line} # comment`],
      [line.replace(/["'`]/, "")],
      [`${line}\\`],
      [lines[at + 1] ?? "", line],
      [`# ${line}`],
    ]);
    lines.splice(at, 1, ...changed);
    return lines.join("\n");
  },
  key: (text, random) =>
    replaceOne(text, KEY_PLACE, random, (name) => {
      const at = random.below(name.length);
      const letter = name[at] ?? "";
      return random.pick([
        name.slice(0, at) + name.slice(at + 1),
        name.slice(0, at) + letter + name.slice(at),
        name.toUpperCase(),
        name.toLowerCase(),
        name.slice(0, at) + letter.toUpperCase() + name.slice(at + 1),
        `${name}s`,
        `"${name}"`,
        random.pick(KEYS),
        random.pick(["1", "true", "~", "''", "2001-12-14", "[a]", "é", "ſ", "a b"]),
        name.replace("s", "ſ").replace("k", "\u212a"),
      ]);
    }),
  value: (text, random) => replaceOne(text, VALUE_PLACE, random, () => random.pick(VALUES)),
  section: (text, random) => {
    // Empties a section: what stands below it goes.
    const lines = text.split("\n");
    const at = random.below(lines.length);
    const indent = /^ */.exec(lines[at] ?? "")?.[0].length ?? 0;
    let end = at + 1;
    while (end < lines.length && (/^ */.exec(lines[end] ?? "")?.[0].length ?? 0) > indent) end++;
    const instead = random.pick([[], [lines[at] ?? ""], [`${(lines[at] ?? "").trimEnd()} ${random.pick(VALUES)}`]]);
    lines.splice(at, end - at, ...instead);
    return lines.join("\n");
  },
  reference: (text, random, names) =>
    replaceOne(text, REFERENCE_PLACE, random, (name) =>
      random.pick([random.pick(names), random.pick(names), `${name}x`, `${name}@file`, name.toUpperCase(), "api@internal", "x@internal", "''"]),
    ),
  rule: (text, random) => replaceOne(text, RULE_PLACE, random, (rule) => breakRule(rule, random)),
  template: (text, random) => {
    const action = random.pick(ACTIONS);
    if (random.chance(0.6)) return replaceOne(text, VALUE_PLACE, random, () => action);
    const at = random.below(text.length);
    return text.slice(0, at) + action + text.slice(at);
  },
}; // prettier-ignore

const MATCHERS = ["Host", "HostRegexp", "Path", "PathPrefix", "PathRegexp", "Method", "Header", "Headers", "HeadersRegexp", "Query", "QueryRegexp", "ClientIP", "HostSNI", "HostHeader", "host", "METHOD", "pathPrefix", "ALPN"]; // prettier-ignore
const RULE_PARTS = ["`", "(", ")", "!", "&&", "||", "&", ",", "`a`", '"a"', "'a'", "``", "{x:[a-z]+}", "\\", "*", "`/x`", "...", " ", "\n", "#", "5", ">", "1.0", "//"]; // prettier-ignore

function breakRule(rule: string, random: Random): string {
  const matcher = /[A-Za-z]+(?=\()/g;
  const at = random.below(rule.length + 1);
  return random.pick([
    () => rule.slice(0, at) + rule.slice(at + 1),
    () => rule.slice(0, at) + random.pick(RULE_PARTS) + rule.slice(at),
    () => replaceOne(rule, /()([A-Za-z]+)(?=\()/g, random, () => random.pick(MATCHERS)) ?? rule,
    () => replaceOne(rule, /(`)([^`]*)(?=`)/g, random, () => random.pick(["", "*", "é", "a b", "/a", "a", "(", "[a-", "10.0.0.0/8", "10.0.0.0/99", "*.a", "^/x$"])) ?? rule,
    () => `${rule} && ${random.pick(MATCHERS)}(\`${random.pick(["a", "/a", "10.0.0.1", "(?!x)"])}\`)`,
    () => rule.replace(matcher, (name) => name.toLowerCase()),
  ])(); // prettier-ignore
}

function replaceOne(
  text: string,
  place: RegExp,
  random: Random,
  change: (found: string) => string,
): string | null {
  const found = [...text.matchAll(place)];
  if (found.length === 0) return null;
  const match = random.pick(found);
  const start = match.index + (match[1] ?? "").length;
  const old = match[2] ?? "";
  return text.slice(0, start) + change(old) + text.slice(start + old.length);
}

export type Files = Readonly<Record<string, string>>;

/** Breaks valid files in one to three places; says how. */
export function breakFiles(valid: Files, random: Random): { files: Files; how: string } {
  const files: Record<string, string> = { ...valid };
  const names = [
    ...new Set(Object.values(valid).flatMap((text) => [...text.matchAll(KEY_PLACE)].map((m) => m[2] ?? ""))),
  ];
  const how: string[] = [];
  const times = random.chance(0.7) ? 1 : random.chance(0.7) ? 2 : 3;
  while (how.length < times) {
    const file = random.pick(Object.keys(files));
    const kind = random.pick(Object.keys(BREAKAGES));
    const broken = BREAKAGES[kind]?.(files[file] ?? "", random, names);
    if (broken === null || broken === undefined || broken === files[file]) continue;
    files[file] = broken;
    how.push(`${kind} in ${file}`);
  }
  return { files, how: how.join(", ") };
}
