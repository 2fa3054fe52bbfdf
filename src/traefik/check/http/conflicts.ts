import { DEFAULT_OPTIONS, variant, type HttpRouter } from "./router.ts";

/**
 * Options can be chosen by the name that the client asks for alone, so on one entry point a host can have only one
 * set. Since 3.7 every router of a host with two of them, and every router with options whose rule has no host, is
 * taken off that entry point and put back as `<entry point>-conflicted-<name>` with the default options.
 *
 * @param hosts the hosts that a rule names, null for a rule that cannot be parsed
 */
export function resolveConflicts(
  routers: ReadonlyMap<string, HttpRouter>,
  hosts: (rule: string) => readonly string[] | null,
): ReadonlyMap<string, HttpRouter> {
  const conflicting = new Map<string, Set<string>>();
  for (const [point, present] of byEntryPoint(routers)) {
    conflicting.set(point, conflictsAmong(present, hosts));
  }
  const isCalm = [...conflicting.values()].every(({ size }) => size === 0);
  if (isCalm && [...routers.values()].every(({ entryPoints }) => entryPoints.length > 0)) return routers;
  const resolved = new Map<string, HttpRouter>();
  for (const [name, router] of routers) {
    const isConflicting = (point: string): boolean => conflicting.get(point)?.has(name) ?? false;
    const conflicted = router.entryPoints.filter(isConflicting);
    if (conflicted.length === 0 && router.entryPoints.length > 0) {
      resolved.set(name, router);
      continue;
    }
    const kept = router.entryPoints.filter((point) => !isConflicting(point));
    // a router with tls and no entry point at all vanishes here
    if (kept.length > 0 || router.tls === null) resolved.set(name, variant(router, { entryPoints: kept }));
    for (const point of conflicted) {
      const moved = `${point}-conflicted-${name}`;
      const tls = router.tls && { ...router.tls, resolved: DEFAULT_OPTIONS };
      resolved.set(moved, variant(router, { name: moved, entryPoints: [point], tls, isConflicted: true }));
    }
  }
  return resolved;
}

/** The routers with tls on each entry point. */
export function byEntryPoint(routers: ReadonlyMap<string, HttpRouter>): Map<string, HttpRouter[]> {
  const points = new Map<string, HttpRouter[]>();
  for (const router of routers.values()) {
    if (router.tls === null) continue;
    for (const point of new Set(router.entryPoints)) {
      const present = points.get(point);
      if (present) present.push(router);
      else points.set(point, [router]);
    }
  }
  return points;
}

function conflictsAmong(
  routers: readonly HttpRouter[],
  hosts: (rule: string) => readonly string[] | null,
): Set<string> {
  const conflicting = new Set<string>();
  // of routers that all have the default options nobody has to know the hosts
  if (routers.every(({ tls }) => tls?.resolved === DEFAULT_OPTIONS)) return conflicting;
  for (const router of routers) {
    const named = hosts(router.rule);
    if (named?.length === 0 && router.tls?.resolved !== DEFAULT_OPTIONS) conflicting.add(router.name);
  }
  for (const present of byHost(routers, hosts).values()) {
    if (new Set(present.map(({ tls }) => tls?.resolved)).size < 2) continue;
    for (const router of present) conflicting.add(router.name);
  }
  return conflicting;
}

/** The routers that name each host. */
export function byHost(
  routers: readonly HttpRouter[],
  hosts: (rule: string) => readonly string[] | null,
): Map<string, HttpRouter[]> {
  const named = new Map<string, HttpRouter[]>();
  for (const router of routers) {
    for (const host of new Set(hosts(router.rule))) {
      const present = named.get(host);
      if (present) present.push(router);
      else named.set(host, [router]);
    }
  }
  return named;
}
