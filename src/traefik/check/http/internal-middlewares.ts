import type { StaticFacts } from "../../static/facts.ts";

/** The middlewares that Traefik makes for itself, and that files may name. */
export function internalMiddlewares(facts: StaticFacts): ReadonlySet<string> {
  const names = redirections(facts).map(({ name }) => `redirect-${name}@internal`);
  if (facts.api?.insecure && facts.api.dashboard)
    names.push("dashboard_redirect@internal", "dashboard_stripprefix@internal");
  return new Set(names);
}

/** Entry points that send all they get to another; one to a name that is neither an entry point nor a port has none. */
export function redirections(facts: StaticFacts): { readonly from: string; readonly name: string }[] {
  return [...facts.entryPoints].flatMap(([from, { redirection }]) => {
    if (!redirection || redirection.to === "") return [];
    if (!facts.entryPoints.has(redirection.to) && !/^:\d+$/.test(redirection.to)) return [];
    const name = `${from}-to-${redirection.to}`
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean)
      .join("-");
    return [{ from, name }];
  });
}
