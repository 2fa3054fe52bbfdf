import type { LoadedObject } from "../../load/configuration.ts";
import { inOrder } from "../bench.ts";
import { behaves } from "../behaviour.ts";
import { entryPointsOf, resolveEntryPoints } from "../entry-points.ts";
import { fault, type Fault } from "../fault.ts";
import { lostField } from "../lost-field.ts";
import { checkPriority } from "../priority.ts";
import { referToMiddlewares } from "../middleware-list.ts";
import { judgeHttpRule } from "../rules/http-rule.ts";
import { judgeOptions } from "../tls/options.ts";
import { MAX_DEPTH, type HttpBench } from "./bench.ts";
import { tooDeep } from "./loops.ts";
import { wantedOptions, type HttpRouter } from "./router.ts";
import { DEAD_END, type Children } from "./tree.ts";
import { checkTlsRouters } from "./tls-pass.ts";

/**
 * Builds what every entry point serves: routers without tls, those with it, then a second look at the latter for
 * their TLS options. A router that was built for one entry point is not built again for the next.
 *
 * @returns the names of the routers that requests can reach
 */
export function buildHttpRouters(
  bench: HttpBench,
  routers: ReadonlyMap<string, HttpRouter>,
  children: Children,
): ReadonlySet<string> {
  const built = new Set<string>();
  const served = new Set<string>();
  for (const withTls of [false, true]) {
    const present = presentOn(bench, routers, withTls);
    for (const point of bench.chance.order([...present.keys()])) {
      for (const router of bench.chance.order(present.get(point) ?? [])) serve(router);
    }
    if (withTls) checkTlsRouters(bench, present);
  }
  return served;

  function serve(router: HttpRouter): void {
    const { source } = router;
    if (source === null) return;
    const faults = firstFaults(router, source);
    if (faults.length === 0 && router.parents === null) served.add(router.name);
    for (const found of faults) bench.ledger.fail(router, found);
  }

  /** In plain steps: there are many routers, and most have no fault. */
  function firstFaults(router: HttpRouter, source: LoadedObject): readonly Fault[] {
    let faults = checkPriority(source);
    if (faults.length === 0) faults = strictConflict(bench, router, source);
    if (faults.length > 0 || router.parents) return faults;
    faults = build(router, source);
    return faults.length > 0 ? faults : judgeHttpRule(bench, source, router);
  }

  /** A router's options, its children or its service, its middlewares from the last to the first. */
  function build(router: HttpRouter, owner: LoadedObject, depth = 0): readonly Fault[] {
    if (built.has(router.name)) return [];
    if (depth > MAX_DEPTH) return tooDeep(bench, owner);
    const { name, tls, middlewares } = router;
    let faults: readonly Fault[] = tls ? buildOptions(router, owner) : [];
    if (faults.length === 0) faults = buildTarget(router, owner, depth);
    if (faults.length === 0) faults = referToMiddlewares(bench, { owner, name }, middlewares, []);
    if (faults.length === 0) built.add(name);
    return faults;
  }

  function buildOptions({ name, tls }: HttpRouter, owner: LoadedObject): readonly Fault[] {
    if (!tls) return [];
    return judgeOptions(bench, owner, tls.options, wantedOptions(name, tls.options)).map((found) => ({
      ...found,
      text: `building router handler: ${found.text}`,
    }));
  }

  function buildTarget(router: HttpRouter, owner: LoadedObject, depth: number): readonly Fault[] {
    const below = children.get(router.name) ?? [];
    if (below.length > 0) return buildChildren(owner, below, depth + 1);
    const { name, service } = router;
    if (service.name !== "") return bench.referToService(bench, { owner, name }, service, []);
    return [behaves(bench.version, "routerTree") ? leadsNowhere(owner) : missesService(owner)];
  }

  /** The children without a fault so far, each like a root; a parent needs one that works. */
  function buildChildren(owner: LoadedObject, names: readonly string[], depth: number): readonly Fault[] {
    let some = false;
    for (const name of names) {
      const child = routers.get(name);
      if (!child?.source || child.texts.length > 0) continue;
      const { source } = child;
      const faults = inOrder(
        () => build(child, source, depth),
        () => judgeHttpRule(bench, source, child),
      );
      for (const found of faults) bench.ledger.fail(child, found);
      if (faults.length > 0) continue;
      served.add(name);
      some = true;
    }
    if (some) return [];
    const text = `building child routers muxer: no child routers could be added to muxer (${names.length} skipped)`;
    return [
      fault(text, {
        rule: "broken-children",
        owner,
        says: "none of the routers that name it as their parent works",
      }),
    ];
  }
}

/** The same mistake as the tree has told of by other words of Traefik's. */
function leadsNowhere(owner: LoadedObject): Fault {
  return fault("router must have either a service or child routers", {
    ...DEAD_END,
    ...lostField(owner),
    owner,
  });
}

function missesService(owner: LoadedObject): Fault {
  const { rule } = DEAD_END;
  const hint = "name a service; noop@internal is one for a router that only redirects";
  return fault("the service is missing on the router", { rule, owner, says: "it has no service", hint });
}

/** With core.strictTLSOptions there are no default options to fall back to. */
function strictConflict({ facts }: HttpBench, router: HttpRouter, owner: LoadedObject): readonly Fault[] {
  if (!router.isConflicted || !facts.strictTlsOptions) return [];
  const text =
    "router's TLSOptions configuration is conflicting with other routers on the same entrypoint and host";
  return [
    fault(text, {
      rule: "strict-tls-options",
      owner,
      at: router.tls?.options.at,
      says: "its TLS options conflict with those of another router on the same entry point and host, and core.strictTLSOptions forbids the default ones",
      hint: "one host, one set of TLS options",
    }),
  ];
}

/** The routers on each entry point that exists; tells routers of entry points that do not. */
function presentOn(
  bench: HttpBench,
  routers: ReadonlyMap<string, HttpRouter>,
  withTls: boolean,
): Map<string, HttpRouter[]> {
  const existing = entryPointsOf(bench.facts, "tcp");
  const present = new Map<string, HttpRouter[]>();
  for (const router of routers.values()) {
    if ((router.tls !== null) !== withTls) continue;
    const points = resolveEntryPoints(bench, router, router.entryPoints, existing, router.parents === null);
    for (const point of new Set(points)) {
      const there = present.get(point);
      if (there) there.push(router);
      else present.set(point, [router]);
    }
  }
  return present;
}
