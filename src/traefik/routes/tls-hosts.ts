import { quote } from "../go/strconv.ts";
import type { Gateway, Router } from "../model/gateway.ts";
import { byteLength } from "../go/utf8.ts";
import { httpHosts } from "../rules/domains.ts";
import type { Rule } from "../rules/rule.ts";
import { judgeTcpRule } from "../rules/judge-rule.ts";
import { isAtLeast } from "../versions.ts";
import { indexByHost } from "./host-index.ts";
import type { RuleTest } from "./match.ts";
import { canonicalName, compileTcpRule, type Connection } from "./tcp-matchers.ts";

/** The names of an entry point's HTTPS routers, by which a connection is theirs before any request is read. */
export interface TlsHosts {
  readonly isEmpty: () => boolean;
  /** every connection has the default options, whatever name it asks for */
  readonly isUniform: boolean;
  /** the name that a connection asks for, null where none of them does */
  readonly find: (connection: Connection) => TlsHost | null;
  /** the options of a host, for the comparison with those of the connection before 3.7; empty: none of its own */
  readonly optionsOf: (host: string) => string;
}

export interface TlsHost {
  readonly host: string;
  /** qualified name; null: they are broken, and the connection is cut off */
  readonly options: string | null;
  /**
   * other options are as likely: `*` has those that Traefik comes by last, in no order; and a wildcard may be as long
   * as a name that it stands for
   */
  readonly isChance: boolean;
}

const DEFAULT = "default";

/**
 * Traefik's list of hosts of the routers with tls, in the order of its rules HostSNI("host"). Routers that are broken
 * otherwise count too.
 *
 * @param present all routers of the entry point
 */
export function tlsHostsOf(gateway: Gateway, present: readonly Router[]): TlsHosts {
  const routers = present.flatMap(({ protocol, rule, tls }) =>
    protocol === "http" && tls !== null ? [{ rule, options: optionsFor(gateway, tls) }] : [],
  );
  let made: HostList | undefined;
  const list = (): HostList => (made ??= listHosts(gateway, routers));
  return {
    isUniform: works(gateway, DEFAULT) && routers.every(({ options }) => options === DEFAULT),
    isEmpty: () => list().isEmpty(),
    find: (connection) => list().find(connection),
    optionsOf: (host) => list().optionsOf(host),
  };
}

type HostList = Pick<TlsHosts, "isEmpty" | "find" | "optionsOf">;

interface TlsRouter {
  readonly rule: string;
  readonly options: string;
}

function listHosts(gateway: Gateway, routers: readonly TlsRouter[]): HostList {
  const wanted = new Map<string, Set<string>>();
  for (const { rule, options: own } of routers) {
    const hosts = httpHosts(rule, gateway.version, gateway.readRule(rule, "http", "any"));
    if (!hosts.ok) continue;
    for (const host of hosts.hosts.length > 0 ? hosts.hosts : ["*"]) {
      const options = hosts.hosts.length > 0 ? own : DEFAULT;
      wanted.set(host, (wanted.get(host) ?? new Set()).add(options));
    }
  }
  // before 3.7 two sets of options for a host are the default ones
  const resolved = [...wanted].map(
    ([host, options]) => [host, options.size === 1 ? [...options][0]! : DEFAULT] as const,
  );
  const entries = resolved
    .map(([host, options]) => {
      const text = `HostSNI(${quote(host)})`;
      const rule = hostSni(host);
      return {
        host,
        options: works(gateway, options) ? options : null,
        priority: host === "*" ? -1 : byteLength(text),
        isChance: (wanted.get(host)?.size ?? 0) > 1 && isAtLeast(gateway.version, "3.7"),
        rule,
        test: testOf(gateway, rule, text),
      };
    })
    .toSorted((a, b) => b.priority - a.priority);
  const options = new Map(resolved);
  const { near } = indexByHost(entries, ({ rule }) => rule);
  return {
    isEmpty: () => entries.every(({ test }) => test() === null),
    find: (connection) => {
      const found = near(canonicalName(connection)).filter(({ test }) => test()?.matches(connection));
      const [first] = found;
      if (first === undefined) return null;
      const isTie = found.some(
        (other) => other.priority === first.priority && other.options !== first.options,
      );
      return { ...first, isChance: first.isChance || isTie };
    },
    optionsOf: (host) => options.get(host) ?? "",
  };
}

/** Made when it is first asked for; null: Traefik refuses such a name, and leaves it out. */
function testOf({ version }: Gateway, rule: Rule, text: string): () => RuleTest<Connection> | null {
  let made: RuleTest<Connection> | null | undefined;
  return () => {
    if (made !== undefined) return made;
    const judged = judgeTcpRule(text, "v3", version, { ok: true, rule });
    made = judged.ok ? compileTcpRule(judged.rule, "v3", version) : null;
    return made;
  };
}

/** The rule HostSNI("host"), without the way through its text. */
function hostSni(host: string): Rule {
  const span = { start: 0, end: 0 };
  const args = [{ value: host, ...span }];
  return { kind: "matcher", name: "HostSNI", nameSpan: span, args, negated: false, ...span };
}

function optionsFor({ version }: Gateway, tls: NonNullable<Router["tls"]>): string {
  return isAtLeast(version, "3.7") ? tls.resolvedOptions : tls.options;
}

/** Options that no file defines: those of other providers may work, `default` does. */
function works({ brokenOptions, tlsOptions }: Gateway, options: string): boolean {
  if (brokenOptions.has(options)) return false;
  return options === DEFAULT || !options.endsWith("@file") || tlsOptions.has(options);
}
