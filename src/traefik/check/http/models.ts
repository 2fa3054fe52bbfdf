import type { EntryPointFacts, StaticFacts } from "../../static/facts.ts";
import { variant, type HttpRouter, type RouterTls, wantedOptions } from "./router.ts";

/**
 * What the entry points' own settings make of the root routers: on an entry point that has middlewares, tls,
 * encodedCharacters or observability (on every one with core.defaultRuleSyntax) a router on several entry points
 * lives under the name `<entry point>-<name>`. Children follow their parents.
 */
export function applyModels(
  routers: ReadonlyMap<string, HttpRouter>,
  facts: StaticFacts,
): ReadonlyMap<string, HttpRouter> {
  const models = modelsOf(facts);
  if (models.size === 0) return routers;
  const applied = new Map<string, HttpRouter>();
  const renamed = new Map<string, string[]>();
  for (const [name, router] of routers) {
    if (router.parents !== null) {
      applied.set(name, router);
      continue;
    }
    const ruleSyntax = router.ruleSyntax || facts.defaultRuleSyntax;
    const plain = router.entryPoints.filter((point) => !models.has(point));
    if (plain.length > 0) applied.set(name, variant(router, { ruleSyntax, entryPoints: plain }));
    for (const point of router.entryPoints) {
      const model = models.get(point);
      if (!model) continue;
      const split = router.entryPoints.length > 1;
      const modelled = split ? `${point}-${name}` : name;
      if (split) renamed.set(name, [...(renamed.get(name) ?? []), modelled]);
      applied.set(
        modelled,
        variant(router, {
          name: modelled,
          ruleSyntax,
          entryPoints: [point],
          tls: router.tls ?? tlsOf(model, modelled),
          middlewares: [
            ...model.middlewares.map((middleware) => ({ name: middleware })),
            ...router.middlewares,
          ],
        }),
      );
    }
  }
  for (const [name, router] of applied) {
    if (router.parents === null) continue;
    const parents = router.parents.flatMap((parent) => [
      ...(applied.has(parent.name) ? [parent] : []),
      ...(renamed.get(parent.name) ?? []).map((variantName) => ({ ...parent, name: variantName })),
    ]);
    // a parent that does not exist at all is forgotten here, unlike where no entry point has settings of its own
    applied.set(name, variant(router, { parents: parents.length > 0 ? parents : null }));
  }
  return applied;
}

function modelsOf(facts: StaticFacts): Map<string, EntryPointFacts> {
  const settles = (point: EntryPointFacts): boolean =>
    point.middlewares.length > 0 ||
    point.tls !== null ||
    point.observability ||
    point.encodedCharacters !== null ||
    facts.defaultRuleSyntax !== "";
  return new Map([...facts.entryPoints].filter(([, point]) => settles(point)));
}

function tlsOf({ tls }: EntryPointFacts, name: string): RouterTls | null {
  if (tls === null) return null;
  const options = { name: tls.options };
  return { options, certResolver: { name: tls.certResolver }, resolved: wantedOptions(name, options) };
}
