import type { Matcher, Rule } from "../traefik/rules/rule.ts";

/** What a request needs to be taken by a rule; what is not named may be anything. */
export interface Sample {
  readonly method?: string;
  readonly host?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly from?: string;
  readonly alpn?: string;
}

/** So many requests are tried for one rule. */
const MOST = 32;

/** Requests that all of some rules most likely take, the plainest first. Whether they do must be asked. */
export function sampleRequests(rules: readonly Rule[]): readonly Sample[] {
  let samples: readonly Sample[] = [{}];
  for (const rule of rules) {
    const next = ofRule(rule);
    samples = samples.flatMap((before) => next.map((sample) => join(before, sample))).slice(0, MOST);
  }
  return samples;
}

function ofRule(rule: Rule): readonly Sample[] {
  if (rule.kind === "and") return sampleRequests(rule.operands);
  if (rule.kind === "or") return rule.operands.flatMap(ofRule).slice(0, MOST);
  if (rule.kind !== "matcher" || rule.negated) return [{}];
  return ofMatcher(rule);
}

/** A longer path is within a shorter one. */
function join(before: Sample, next: Sample): Sample {
  const longer = (before.path?.length ?? 0) > (next.path?.length ?? 0) ? before.path : next.path;
  return {
    ...before,
    ...next,
    ...(longer === undefined ? {} : { path: longer }),
    headers: { ...before.headers, ...next.headers },
    ...(before.query !== undefined && next.query !== undefined
      ? { query: `${before.query}&${next.query}` }
      : {}),
  };
}

function ofMatcher({ name, args }: Matcher): readonly Sample[] {
  const values = args.map(({ value }) => value);
  const [first = "", second = ""] = values;
  const each = (make: (value: string) => Sample): readonly Sample[] => values.map(make);
  switch (name) {
    case "Host":
    case "HostHeader":
    case "HostSNI":
      return each((host) => ({
        host: host.replace(/^\*(?:\.|$)/, (star) => (star === "*" ? "any.example.com" : "any.")),
      }));
    case "HostRegexp":
    case "HostSNIRegexp":
      return each((pattern) => ({ host: literalOf(pattern) || "any.example.com" }));
    case "Path":
    case "PathPrefix":
      return each((path) => ({ path: literalOf(path) }));
    case "PathRegexp":
      return [{ path: literalOf(first) }];
    case "Method":
      return each((method) => ({ method: method.toUpperCase() }));
    case "Header":
    case "Headers":
      return [{ headers: { [first]: second } }];
    case "HeaderRegexp":
    case "HeadersRegexp":
      return [{ headers: { [first]: literalOf(second) } }];
    case "Query":
    case "QueryRegexp":
      return [
        {
          query: first.includes("=")
            ? first
            : `${encode(first)}=${encode(name === "Query" ? second : literalOf(second))}`,
        },
      ];
    case "ClientIP":
      return each((range) => ({ from: range.replace(/\/.*$/, "") }));
    case "ALPN":
      return each((alpn) => ({ alpn }));
    default:
      return [{}];
  }
}

/** A text that a simple expression (or a template of v2) matches: its first alternative without what may be missing. */
function literalOf(pattern: string): string {
  return pattern
    .replace(/\{[A-Za-z_]\w*(?::([^{}]*))?\}/g, (_, inner?: string) => inner ?? "a")
    .replace(/\((?:\?[:i]*)?([^()|]*)(?:\|[^()]*)?\)[*?]?/g, "$1")
    .replace(/\[(?:\^)?([^\]\\]|\\.)[^\]]*\]/g, (_, one: string) =>
      one.startsWith("\\") ? classSample(one) : one,
    )
    .replace(/\\([dws])/g, (escape) => classSample(escape))
    .replace(/(?:\\.|[^\\])[*?]/g, "")
    .replace(/\.\+/g, "a")
    .replace(/(?<!\\)[\^$+]/g, "")
    .replace(/(\\.|[^\\])\{(\d{1,3})(?:,\d*)?\}/g, (_, one: string, times: string) =>
      one.repeat(Number(times)),
    )
    .replace(/\\(.)/g, "$1");
}

function classSample(escape: string): string {
  return { "\\d": "1", "\\w": "a", "\\s": " " }[escape] ?? escape.slice(1);
}

function encode(text: string): string {
  return encodeURIComponent(text);
}
