import type { LoadedObject } from "../../load/configuration.ts";
import { ruleSyntaxOf } from "../../rules/matcher-names.ts";
import { matchersOf } from "../../rules/rule.ts";
import type { Bench } from "../bench.ts";
import { placeOf } from "../fault.ts";
import type { HttpRouter } from "../http/router.ts";
import { describe, qualify } from "../names.ts";
import { isLoopback } from "../../static/loopback.ts";
import { find } from "../references.ts";
import { structOf, textOf, textsOf } from "../values.ts";
import { childrenOf } from "./children.ts";

/** Services of Traefik's own that are nobody's business outside. */
const PRIVATE = new Set(["api@internal", "dashboard@internal", "rest@internal"]);

/** Middlewares that keep strangers out. */
const GUARDS = ["basicAuth", "digestAuth", "forwardAuth", "ipAllowList", "ipWhiteList"];

/** Routers that offer Traefik's API or dashboard to whoever can reach their entry points. */
export function adviseExposed(bench: Bench, routers: ReadonlyMap<string, HttpRouter>): void {
  for (const router of routers.values()) {
    const { source, service, status } = router;
    if (!source || status === "disabled") continue;
    const offered = offeredBy(bench, service.name, router.name);
    if (offered === null) continue;
    const ancestors = lineage(router, routers);
    const open = ancestors
      .flatMap(({ entryPoints }) => entryPoints)
      .filter((point) => isPublic(bench, point));
    if (open.length === 0 || ancestors.some((ancestor) => isGuarded(bench, ancestor))) continue;
    bench.ledger.remark("exposed-api", {
      place: placeOf(source, service.at),
      object: source,
      message: `${describe(source)} offers ${offered} to everybody who reaches entry point ${open[0]}`,
      hint: "add a middleware that asks who is there: basicAuth, forwardAuth, ipAllowList",
    });
  }
}

/** Whichever of those services a name leads to, be it by way of others that no middleware guards; null: none. */
function offeredBy(bench: Bench, service: string, holder: string): string | null {
  const names = new Set([qualify(service, holder)]);
  // a set hands out what is added while it is walked
  for (const name of names) {
    if (PRIVATE.has(name)) return name;
    const value = find(bench, "http.services", name)?.source?.value;
    if (!value || textsOf(value, "middlewares").some((guard) => guards(bench, qualify(guard, name))))
      continue;
    for (const child of childrenOf(value)) if (child !== "") names.add(qualify(child, name));
  }
  return null;
}

/** A router and the parents above it. */
function lineage(router: HttpRouter, routers: ReadonlyMap<string, HttpRouter>): readonly HttpRouter[] {
  const found = new Set([router]);
  for (const each of found) {
    for (const { name } of each.parents ?? []) {
      const parent = routers.get(name);
      if (parent) found.add(parent);
    }
  }
  return [...found];
}

/** Whether more than this machine reaches an entry point; the address decides, for all that can be known. */
function isPublic({ facts }: Bench, point: string): boolean {
  return !isLoopback(facts.entryPoints.get(point)?.address ?? "");
}

function isGuarded(bench: Bench, router: HttpRouter): boolean {
  const { middlewares, name, tls, entryPoints } = router;
  const ofEntryPoints = entryPoints.flatMap((point) => bench.facts.entryPoints.get(point)?.middlewares ?? []);
  const names = [...middlewares.map((middleware) => middleware.name), ...ofEntryPoints];
  if (names.some((middleware) => guards(bench, qualify(middleware, name)))) return true;
  if (tls && asksForCertificate(bench, tls.resolved)) return true;
  const parsed = bench.readRule(router.rule, "http", ruleSyntaxOf(router.ruleSyntax));
  return parsed.ok && matchersOf(parsed.rule).some((matcher) => matcher.name === "ClientIP");
}

/** Whether a middleware, or one in its chain, keeps strangers out; of those that are not known here it is assumed. */
function guards(bench: Bench, middleware: string): boolean {
  const names = new Set([middleware]);
  for (const name of names) {
    if (name.endsWith("@internal")) continue;
    const source = find(bench, "http.middlewares", name)?.source;
    if (!source) return true;
    if ("plugin" in source.value || GUARDS.some((type) => structOf(source.value, type))) return true;
    const chain = structOf(source.value, "chain");
    if (chain) for (const member of textsOf(chain, "middlewares")) names.add(qualify(member, name));
  }
  return false;
}

function asksForCertificate(bench: Bench, options: string): boolean {
  const source: LoadedObject | null | undefined = find(bench, "tls.options", options)?.source;
  const auth = source && structOf(source.value, "clientAuth");
  return (
    !!auth && (textOf(auth, "clientAuthType").startsWith("Require") || textsOf(auth, "caFiles").length > 0)
  );
}
