import { INTERNAL_ENTRY_POINT } from "../entry-points.ts";
import { placeOf } from "../fault.ts";
import { qualify } from "../names.ts";
import { find } from "../references.ts";
import type { StaticFacts } from "../../static/facts.ts";
import type { HttpBench } from "./bench.ts";
import { redirections } from "./internal-middlewares.ts";
import { buildMiddleware } from "./middleware.ts";

/**
 * Traefik's own routers are built like any other, with the middlewares of their entry point: one that is broken is
 * found out even where no router of a file uses it.
 */
export function buildInternalRouters(bench: HttpBench): void {
  for (const point of entryPointsWithInternalRouters(bench.facts)) {
    const { middlewares = [] } = bench.facts.entryPoints.get(point) ?? {};
    for (const name of middlewares.toReversed()) {
      const middleware = find(bench, "http.middlewares", qualify(name, "@internal"));
      if (!middleware?.source) break;
      const { source } = middleware;
      if (buildMiddleware(bench, middleware, [], () => placeOf(source)).length > 0) break;
    }
  }
}

function entryPointsWithInternalRouters(facts: StaticFacts): ReadonlySet<string> {
  const points = redirections(facts).map(({ from }) => from);
  if (facts.api?.insecure || facts.rest?.insecure) points.push(INTERNAL_ENTRY_POINT);
  if (facts.ping && !facts.ping.manualRouting) points.push(facts.ping.entryPoint);
  if (facts.prometheus && !facts.prometheus.manualRouting) points.push(facts.prometheus.entryPoint);
  for (const { httpChallenge } of facts.certResolvers.values()) if (httpChallenge) points.push(httpChallenge);
  return new Set(points);
}
