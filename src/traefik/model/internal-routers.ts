import { qualify } from "../check/names.ts";
import { redirections } from "../check/http/internal-middlewares.ts";
import type { HttpRouter } from "../check/http/router.ts";
import { INTERNAL_ENTRY_POINT } from "../check/entry-points.ts";
import type { Integer } from "../go/result.ts";
import type { StaticFacts } from "../static/facts.ts";

const MAX_PRIORITY = 9_223_372_036_854_775_807n;

/** The HTTP routers that Traefik makes for itself from its static configuration (pkg/provider/traefik/internal.go). */
export function internalRouters(facts: StaticFacts): readonly HttpRouter[] {
  const routers: HttpRouter[] = [];
  const add = (
    name: string,
    entryPoint: string,
    rule: string,
    service: string,
    priority: Integer,
    middlewares: readonly string[] = [],
  ): void => {
    routers.push(internalRouter(`${name}@internal`, entryPoint, rule, service, priority, middlewares));
  };
  const { api, ping, prometheus, rest, certResolvers, entryPoints } = facts;
  if (api?.insecure) {
    add("api", INTERNAL_ENTRY_POINT, "PathPrefix(`/api`)", "api", MAX_PRIORITY - 1n);
    if (api.dashboard)
      add("dashboard", INTERNAL_ENTRY_POINT, "PathPrefix(`/`)", "dashboard", MAX_PRIORITY - 2n, [
        "dashboard_redirect",
        "dashboard_stripprefix",
      ]);
    if (api.debug) add("debug", INTERNAL_ENTRY_POINT, "PathPrefix(`/debug`)", "api", MAX_PRIORITY - 1n);
  }
  if (ping && !ping.manualRouting) add("ping", ping.entryPoint, "PathPrefix(`/ping`)", "ping", MAX_PRIORITY);
  if (rest?.insecure) add("rest", INTERNAL_ENTRY_POINT, "PathPrefix(`/api/providers`)", "rest", MAX_PRIORITY);
  if (prometheus && !prometheus.manualRouting)
    add("prometheus", prometheus.entryPoint, "PathPrefix(`/metrics`)", "prometheus", MAX_PRIORITY);
  const challenged = new Set([...certResolvers.values()].map(({ httpChallenge }) => httpChallenge ?? ""));
  for (const point of challenged) {
    if (point === "") continue;
    const byPass = entryPoints.get(point)?.allowAcmeByPass ?? false;
    const name = byPass ? "acme-http-bypass" : "acme-http";
    add(name, point, "PathPrefix(`/.well-known/acme-challenge/`)", "acme-http", byPass ? 0 : MAX_PRIORITY);
  }
  for (const { from, name } of redirections(facts)) {
    const { redirection = null, allowAcmeByPass = false } = entryPoints.get(from) ?? {};
    const rule = allowAcmeByPass
      ? "HostRegexp(`^.+$`) && !PathPrefix(`/.well-known/acme-challenge/`)"
      : "HostRegexp(`^.+$`)";
    add(name, from, rule, "noop", redirection?.priority ?? 0, [`redirect-${name}`]);
  }
  return routers;
}

function internalRouter(
  name: string,
  entryPoint: string,
  rule: string,
  service: string,
  priority: Integer,
  middlewares: readonly string[],
): HttpRouter {
  return {
    name,
    source: null,
    status: "enabled",
    texts: [],
    causes: [],
    entryPoints: [entryPoint],
    rule,
    // neither v2 nor empty: the entry points' default does not apply
    ruleSyntax: "default",
    priority,
    service: { name: `${service}@internal` },
    middlewares: middlewares.map((middleware) => ({ name: qualify(middleware, name) })),
    tls: null,
    parents: null,
    observability: false,
    isConflicted: false,
  };
}
