import { globPattern } from "../../rules/glob.ts";
import type { RuleSyntax } from "../../rules/matcher-names.ts";

/** What a rule makes of hosts. */
export interface HostReading {
  /** `*` is any host, and `*.` any first label */
  readonly wildcards: boolean;
  /** the syntax that hints are for */
  readonly syntax: RuleSyntax;
}

/** No host is longer: what is said of one is bounded as well. */
const LONGEST = 300;

/** Why no request can have a host; null where one can. */
export function impossibleHost(
  written: string,
  { wildcards, syntax }: HostReading,
): { readonly says: string; readonly hint: string } | null {
  const host = written.slice(0, LONGEST);
  if (host.includes("/")) {
    const bare = host.replace(/^[A-Za-z][A-Za-z\d+.-]*:\/\//, "").replace(/\/.*$/s, "");
    return {
      says: "a host has neither a scheme nor a path",
      hint: `Host(\`${bare}\`), and PathPrefix for a path`,
    };
  }
  if (/\s/.test(host))
    return { says: "a host has no blanks", hint: `Host(\`${host.trim().split(/\s/, 1)[0]}\`)` };
  if (host.includes(","))
    return {
      says: "a matcher takes one host",
      hint: host
        .split(",")
        .map((one) => `Host(\`${one.trim()}\`)`)
        .join(" || "),
    };
  const port = /^([^:]*):\d+$/.exec(host)?.[1];
  if (port !== undefined)
    return { says: "Traefik compares hosts without their port", hint: `Host(\`${port}\`)` };
  if (host.startsWith(".") && !REGEXP.test(host))
    return {
      says: "a host does not begin with a dot",
      hint: hostRegexp(globPattern(`*${host}`, "."), syntax),
    };
  const says = patternIn(host, wildcards, syntax);
  if (says === null) return null;
  return { says, hint: host === "*" ? "everything is PathPrefix(`/`)" : hostRegexp(regexpOf(host), syntax) };
}

/** What a regular expression has, and a host has not; an IPv6 address has brackets. */
const REGEXP = /[()|^\\+?]|^\.\*|\$$|\[(?![\da-f:.]*\])/i;

/** Why a host is a pattern that Traefik takes as it is. */
function patternIn(host: string, wildcards: boolean, syntax: RuleSyntax): string | null {
  // variables have a warning of their own
  if (/\{|\$[A-Za-z_]/.test(host)) return null;
  if (REGEXP.test(host)) return "Host takes no pattern: every character stands for itself";
  if (!host.includes("*") || (wildcards && /^\*(?:\.[^*]*)?$/.test(host))) return null;
  if (wildcards) return "a wildcard in Host is the whole first label, and no other";
  return syntax === "v2"
    ? "in the syntax of v2 a wildcard in Host is taken as it is"
    : "before Traefik 3.7 a wildcard in Host is taken as it is";
}

/** The regular expression that was meant, without its ends. */
function regexpOf(host: string): string {
  if (!REGEXP.test(host)) return globPattern(host, ".");
  return host
    .replace(/^\^/, "")
    .replace(/\$$/, "")
    .replaceAll(/(?<!\\)\.(?![*+?])/g, "\\.");
}

function hostRegexp(pattern: string, syntax: RuleSyntax): string {
  if (syntax === "v3") return `HostRegexp(\`^${pattern}$\`)`;
  // a template of v2 is matched as a whole, and its groups have to be none
  return `HostRegexp(\`{host:${pattern.replaceAll(/(?<!\\)\((?!\?)/g, "(?:")}}\`)`;
}
