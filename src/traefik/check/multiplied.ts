import type { LoadedObject } from "../load/configuration.ts";
import type { Bench } from "./bench.ts";
import { defaultEntryPoints, entryPointsOf } from "./entry-points.ts";
import { fault } from "./fault.ts";
import type { HttpBench } from "./http/bench.ts";
import type { HttpRouter } from "./http/router.ts";
import { qualify } from "./names.ts";
import { structOf, structsOf, textOf, textsOf } from "./values.ts";

/**
 * What one router may build, and what all of them may: twice that is in memory while one configuration follows another.
 * Of 520,000 middlewares in nested chains Traefik needs 2 GB and gives no answer in a hundred seconds. Three million TCP
 * services within each other are served after some seconds with 1.7 GB, and take 3.7 GB at the next change; of UDP it
 * takes four times as many.
 */
const MOST = {
  http: { byOne: 500_000, byAll: 5_000_000 },
  tcp: { byOne: 3_000_000, byAll: 3_000_000 },
  udp: { byOne: 12_000_000, byAll: 12_000_000 },
};

/** Something that is made of others, each of which is built at every place anew. */
interface Parts {
  /** what is built of it beside those */
  readonly own: number;
  /** stored names */
  readonly names: readonly string[];
}

/** An object that has others built for it, by their stored names. */
interface Use {
  readonly owner: LoadedObject;
  readonly names: readonly string[];
  readonly times: number;
}

/**
 * Finds what is built so many times over that Traefik dies of it. It keeps the HTTP services that it has built, but
 * neither middlewares nor TCP and UDP services: a chain that names another twice doubles all that is in that one.
 */
export function checkMultiplied(
  bench: HttpBench,
  routers: ReadonlyMap<string, HttpRouter>,
  served: ReadonlySet<string>,
): void {
  const chains: Use[] = [];
  for (const { name, source, middlewares } of routers.values()) {
    if (source === null || !served.has(name)) continue;
    const names = middlewares.map((middleware) => qualify(middleware.name, name));
    chains.push({ owner: source, names, times: 1 });
  }
  for (const name of bench.done.services) {
    const source = bench.subjects["http.services"].get(name)?.source;
    if (source) chains.push({ owner: source, names: qualified(source, "middlewares", name), times: 1 });
  }
  judge(bench, "http", chains);
  for (const protocol of ["tcp", "udp"] as const) judge(bench, protocol, streamUses(bench, protocol));
}

/** The services of TCP or UDP routers: each is built once for every entry point of its router. */
function streamUses({ subjects, facts }: Bench, protocol: "tcp" | "udp"): Use[] {
  const existing = entryPointsOf(facts, protocol);
  const defaults = protocol === "tcp" ? defaultEntryPoints(facts) : existing;
  const uses: Use[] = [];
  for (const { name, source: owner, status } of subjects[`${protocol}.routers`].values()) {
    if (owner === null || status === "disabled") continue;
    const named = textsOf(owner.value, "entryPoints");
    const points = (named.length > 0 ? named : defaults).filter((point) => existing.includes(point));
    const names = [qualify(textOf(owner.value, "service"), name)];
    uses.push({ owner, names, times: new Set(points).size });
  }
  return uses;
}

function judge(bench: Bench, protocol: keyof typeof MOST, uses: readonly Use[]): void {
  const kind = protocol === "http" ? "http.middlewares" : (`${protocol}.services` as const);
  const counts = new Map<string, number>();
  const partsOf = (name: string): Parts => {
    const source = bench.subjects[kind].get(name)?.source;
    if (!source) return { own: 1, names: [] };
    return protocol === "http" ? partsOfMiddleware(source, name) : partsOfService(source, name);
  };
  let total = 0;
  let most = { owner: uses[0]?.owner, count: 0 };
  for (const { owner, names, times } of uses) {
    const count = times * names.reduce((sum, name) => sum + countOf(name, partsOf, counts), 0);
    total += count;
    if (count > most.count) most = { owner, count };
  }
  const { byOne, byAll } = MOST[protocol];
  const bound = most.count > byOne ? byOne : byAll;
  if (total <= bound || most.owner === undefined) return;
  const [innermost] = [...counts].filter(([, count]) => count > bound).sort(([, a], [, b]) => a - b);
  const source = innermost && bench.subjects[kind].get(innermost[0])?.source;
  const what = protocol === "http" ? "middlewares" : `${protocol.toUpperCase()} services and servers`;
  const many = `more than ${bound.toLocaleString("en")} ${what}`;
  const { cause } = fault("", {
    rule: "built-too-often",
    owner: source ?? most.owner,
    says: source
      ? `what it names is built at every place anew, which comes to ${many}: Traefik dies of it`
      : `it has the most of ${many} that are built for all routers: Traefik dies of them`,
    hint:
      protocol === "http"
        ? "name each middleware once"
        : "name each service once, with the sum of its weights",
  });
  bench.ledger.note(cause);
}

function partsOfMiddleware(middleware: LoadedObject, name: string): Parts {
  const chain = structOf(middleware.value, "chain");
  if (!chain) return { own: 1, names: [] };
  return { own: 1, names: textsOf(chain, "middlewares").map((member) => qualify(member, name)) };
}

function partsOfService({ value }: LoadedObject, name: string): Parts {
  const balancer = structOf(value, "loadBalancer");
  if (balancer) return { own: 1 + structsOf(balancer, "servers").length, names: [] };
  const weighted = structOf(value, "weighted");
  const children = weighted ? structsOf(weighted, "services") : [];
  return { own: 1, names: children.map((child) => qualify(textOf(child, "name"), name)) };
}

function qualified({ value }: LoadedObject, field: string, holder: string): string[] {
  return textsOf(value, field).map((name) => qualify(name, holder));
}

/**
 * How much is built for one use of an object. What is within itself counts for nothing there, since it is told
 * elsewhere. The stack is kept by hand: these may be nested deeper than the checks follow them.
 */
function countOf(name: string, partsOf: (name: string) => Parts, counts: Map<string, number>): number {
  const opened = new Map<string, Parts>();
  const open = [name];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const parts = opened.get(top);
    if (parts === undefined && !counts.has(top)) {
      const found = partsOf(top);
      opened.set(top, found);
      for (const part of found.names) if (!opened.has(part)) open.push(part);
      continue;
    }
    open.pop();
    if (parts === undefined || counts.has(top)) continue;
    counts.set(
      top,
      parts.names.reduce((sum, part) => sum + (counts.get(part) ?? 0), parts.own),
    );
  }
  return counts.get(name) ?? 0;
}
