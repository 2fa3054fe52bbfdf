import type { LiveObjects } from "../traefik/api.ts";

const ROUTER = "http.routers.";

/**
 * Whether an object that Traefik lists may be one of these, as they are written: a router `shop` of two entry points
 * that give something to their routers is listed as `web-shop` and `websecure-shop`.
 */
export function isAmong(names: ReadonlySet<string>, listed: string): boolean {
  if (names.has(listed)) return true;
  if (names.size === 0 || !listed.startsWith(ROUTER)) return false;
  for (let dash = listed.indexOf("-"); dash !== -1; dash = listed.indexOf("-", dash + 1))
    if (names.has(ROUTER + listed.slice(dash + 1))) return true;
  return false;
}

/** The names under which Traefik lists objects that it has; what it lists under none is left out. */
export function listedAs(written: readonly string[], live: LiveObjects): string[] {
  const others = new Set(written.filter((name) => !live.has(name)));
  const split = others.size === 0 ? [] : [...live.keys()].filter((name) => isAmong(others, name));
  return [...written.filter((name) => live.has(name)), ...split];
}
