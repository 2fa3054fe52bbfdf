import { redirections } from "../check/http/internal-middlewares.ts";
import type { Struct } from "../load/configuration.ts";
import { portOf, type StaticFacts } from "../static/facts.ts";

/** The HTTP middlewares that Traefik makes for itself: type and configuration by qualified name. */
export function internalMiddlewareConfigs(
  facts: StaticFacts,
): ReadonlyMap<string, { readonly type: string; readonly config: Struct }> {
  const found = new Map<string, { readonly type: string; readonly config: Struct }>();
  for (const { from, name } of redirections(facts)) {
    const redirection = facts.entryPoints.get(from)?.redirection;
    if (!redirection) continue;
    const { to, scheme, permanent } = redirection;
    const port = portOf(to) ?? facts.entryPoints.get(to)?.port;
    const config = { scheme, port: port === undefined || port === null ? "" : String(port), permanent };
    found.set(`redirect-${name}@internal`, { type: "redirectScheme", config });
  }
  if (facts.api?.insecure && facts.api.dashboard) {
    const regex = String.raw`^(http:\/\/(\[[\w:.]+\]|[\w\._-]+)(:\d+)?)\/$`;
    const redirect = { regex, replacement: "${1}/dashboard/", permanent: true };
    found.set("dashboard_redirect@internal", { type: "redirectRegex", config: redirect });
    const strip = { prefixes: ["/dashboard/", "/dashboard"] };
    found.set("dashboard_stripprefix@internal", { type: "stripPrefix", config: strip });
  }
  return found;
}
