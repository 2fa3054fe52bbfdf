import { compareBytes } from "../../environment/byte-order.ts";
import type { EntryPointFacts } from "../static/facts.ts";
import type { Gateway, Router } from "../model/gateway.ts";
import type { RuleFamily, RuleSyntax } from "../rules/matcher-names.ts";
import type { Rule } from "../rules/rule.ts";
import type { TraefikVersion } from "../versions.ts";
import { compileHttpRule } from "./http-matchers.ts";
import { indexByHost, type HostIndex } from "./host-index.ts";
import type { RoutedRequest } from "./http-request.ts";
import { comparePriority, type Route } from "./route.ts";
import { compileTcpRule, type Connection } from "./tcp-matchers.ts";
import { tlsHostsOf, type TlsHosts } from "./tls-hosts.ts";

/** Which routers each entry point has, in the order in which it tries them. */
export interface RoutingTable {
  readonly gateway: Gateway;
  /** those for TCP, which is HTTP too */
  readonly entryPoints: ReadonlyMap<string, EntryPointTable>;
}

export interface EntryPointTable {
  readonly name: string;
  readonly facts: EntryPointFacts;
  readonly version: TraefikVersion;
  readonly http: HttpRoutes;
  readonly https: HttpRoutes;
  /** TCP routers without tls */
  readonly tcp: readonly Route<Connection>[];
  /** TCP routers with tls, those that pass it on included */
  readonly tcpTls: readonly Route<Connection>[];
  /** by which name in the ClientHello a connection is HTTPS, and with which TLS options */
  readonly tlsHosts: TlsHosts;
}

export interface HttpRoutes {
  /** in the order in which they are tried */
  readonly routes: readonly Route<RoutedRequest>[];
  /** those that a request with this host could match, in the same order */
  readonly near: (host: string) => readonly Route<RoutedRequest>[];
}

/** Sorts what Traefik runs by entry point and by the order in which it is tried. */
export function routingTableOf(gateway: Gateway): RoutingTable {
  const names = [...gateway.facts.entryPoints].filter(([, { protocol }]) => protocol === "tcp");
  const byKey = new Map(gateway.routers.map((router) => [router.key, router]));
  const http = cached((rule, syntax) =>
    compileHttpRule(parsed(gateway, rule, syntax, "http"), syntax, gateway.version),
  );
  const tcp = cached((rule, syntax) =>
    compileTcpRule(parsed(gateway, rule, syntax, "tcp"), syntax, gateway.version),
  );
  const precedence = precedences(gateway);
  // one below several parents is below each of them, and they may be below several too
  const routesBelow = new Map<Router, readonly Route<RoutedRequest>[]>();
  const below = (parent: Router, depth: number): readonly Route<RoutedRequest>[] => {
    if (parent.children.length === 0 || depth > MAX_DEPTH) return [];
    const known = routesBelow.get(parent);
    if (known !== undefined) return known;
    const children = parent.children.flatMap((key) => byKey.get(key) ?? []).filter(isReached);
    const routes = inOrder(gateway, children).map((child) => httpRoute(child, depth + 1));
    routesBelow.set(parent, routes);
    return routes;
  };
  const httpRoute = (router: Router, depth = 0): Route<RoutedRequest> => ({
    router,
    precedence: precedence(router),
    test: () => http(router),
    children: below(router, depth),
  });
  const tcpRoute = (router: Router): Route<Connection> => ({
    router,
    precedence: precedence(router),
    test: () => tcp(router),
    children: [],
  });

  const tables = names.map(([name, facts]): readonly [string, EntryPointTable] => {
    const present = gateway.routers.filter(({ entryPoints }) => entryPoints.includes(name));
    const reached = inOrder(gateway, present.filter(isReached));
    const of = (protocol: Router["protocol"], tls: boolean): readonly Router[] =>
      reached.filter((router) => router.protocol === protocol && (router.tls !== null) === tls);
    const table = {
      name,
      facts,
      version: gateway.version,
      http: httpRoutes(of("http", false).map((router) => httpRoute(router))),
      https: httpRoutes(of("http", true).map((router) => httpRoute(router))),
      tcp: of("tcp", false).map(tcpRoute),
      tcpTls: of("tcp", true).map(tcpRoute),
      tlsHosts: tlsHostsOf(gateway, present),
    };
    return [name, table];
  });
  return { gateway, entryPoints: new Map(tables) };
}

function httpRoutes(routes: readonly Route<RoutedRequest>[]): HttpRoutes {
  let index: HostIndex<Route<RoutedRequest>> | undefined;
  return {
    routes,
    near: (host) => {
      index ??= indexByHost(routes, ({ test }) => test().rule);
      return index.near(host);
    },
  };
}

/** Deeper trees of routers are not followed, as when they are judged. */
const MAX_DEPTH = 400;

function isReached({ does }: Router): boolean {
  return does !== "nothing";
}

/**
 * By priority, then by the precedence of their providers. Where both are equal Traefik's order is chance; here it is
 * that of their names.
 */
function inOrder(gateway: Gateway, routers: readonly Router[]): readonly Router[] {
  const precedence = precedences(gateway);
  return routers.toSorted(
    (a, b) => comparePriority(b, a) || precedence(b) - precedence(a) || compareBytes(a.name, b.name),
  );
}

/** Where `providers.precedence` does not name a provider, its routers and Traefik's own come in no order. */
function precedences({ facts }: Gateway): (router: Router) => number {
  const ofFile = facts.precedence.toReversed().indexOf("file");
  return ({ source }) => (source === null ? -1 : ofFile);
}

/** A router with and one without tls often have the same rule, and so do those of several entry points. */
function cached<Test>(compile: (rule: string, syntax: RuleSyntax) => Test): (router: Router) => Test {
  const known = { v2: new Map<string, Test>(), v3: new Map<string, Test>() };
  return ({ rule, syntax }) => {
    const tests = known[syntax];
    const before = tests.get(rule);
    if (before !== undefined) return before;
    const test = compile(rule, syntax);
    tests.set(rule, test);
    return test;
  };
}

/** Routers that are reached have a rule that can be parsed. */
function parsed({ readRule }: Gateway, rule: string, syntax: RuleSyntax, family: RuleFamily): Rule {
  const found = readRule(rule, family, syntax);
  if (!found.ok) throw new Error(`a router's rule was judged to be one: ${rule}`);
  return found.rule;
}
