import type { LoadedObject, Struct } from "../../load/configuration.ts";
import { inOrder, type Bench } from "../bench.ts";
import { defaultEntryPoints, entryPointsOf, resolveEntryPoints } from "../entry-points.ts";
import { fault, type Fault } from "../fault.ts";
import { DEFAULT_OPTIONS, listed } from "../http/router.ts";
import type { Subject } from "../ledger.ts";
import { lostField } from "../lost-field.ts";
import { buildList } from "../middleware-list.ts";
import { qualify } from "../names.ts";
import { checkPriority } from "../priority.ts";
import { checkTcpMatchers, judgeTcpRule, nonAsciiHosts } from "../rules/tcp-rule.ts";
import type { StreamBench } from "../stream/bench.ts";
import { referToStreamService } from "../stream/service.ts";
import { judgeOptions } from "../tls/options.ts";
import { flagOf, structOf, textOf, textsOf } from "../values.ts";
import { referToTcpMiddleware, unknownTcpMiddleware } from "./middleware.ts";

/** What a TCP router does with the connections it gets; null: it gets none. */
type Service = "serves" | "closes" | null;

/**
 * TCP routers: entry points, then everything once for every entry point.
 *
 * @returns those that connections can reach
 */
export function buildTcpRouters(bench: Bench): ReadonlyMap<string, "serves" | "closes"> {
  const stream: StreamBench = { ...bench, protocol: "tcp", outcomes: new Map(), circles: [] };
  const existing = entryPointsOf(bench.facts, "tcp");
  const defaults = defaultEntryPoints(bench.facts);
  const reached = new Map<string, "serves" | "closes">();
  for (const router of bench.chance.order([...bench.subjects["tcp.routers"].values()])) {
    if (router.source === null) continue;
    const named = textsOf(router.source.value, "entryPoints");
    const points = resolveEntryPoints(bench, router, named.length > 0 ? named : defaults, existing);
    for (const _ of new Set(points)) {
      const does = build(stream, router, router.source);
      if (does !== null) reached.set(router.name, does);
    }
  }
  return reached;
}

function build(bench: StreamBench, router: Subject, owner: LoadedObject): Service {
  const fail = (faults: readonly Fault[]): void => {
    for (const found of faults) bench.ledger.fail(router, found);
  };
  const tls = structOf(owner.value, "tls");
  const first = inOrder(
    () => checkPresence(owner),
    () => judgeTcpRule(bench, owner),
    () => checkPriority(owner),
  );
  fail(first);
  if (first.length > 0) return null;
  if (tls !== undefined && !flagOf(tls, "passthrough")) {
    fail(nonAsciiHosts(bench, owner));
    const options = checkTlsOptions(bench, router, owner, tls);
    if (options.length > 0) {
      const matchers = checkTcpMatchers(bench, owner);
      fail([...options, ...matchers]);
      return matchers.length === 0 ? "closes" : null;
    }
  }
  const target = checkTarget(bench, router, owner);
  fail(target);
  return target.length === 0 ? "serves" : null;
}

function checkPresence(owner: LoadedObject): readonly Fault[] {
  if (textOf(owner.value, "service") === "") {
    const text = "the service is missing on the router";
    return [fault(text, { rule: "missing-service", owner, says: "it has no service", ...lostField(owner) })];
  }
  if (textOf(owner.value, "rule") !== "") return [];
  const found = {
    rule: "rule-syntax",
    owner,
    says: "it has no rule",
    hint: "everything is HostSNI(`*`)",
  } as const;
  return [fault("router has no rule", found)];
}

/** The options of a router that terminates TLS; where those fail it is still routed to, and cuts the connection. */
function checkTlsOptions(
  bench: StreamBench,
  router: Subject,
  owner: LoadedObject,
  tls: Struct,
): readonly Fault[] {
  const reference = { name: textOf(tls, "options"), at: [tls, "options"] as const };
  const name =
    reference.name === "" || reference.name === DEFAULT_OPTIONS
      ? DEFAULT_OPTIONS
      : qualify(reference.name, router.name);
  return judgeOptions(bench, owner, reference, name);
}

function checkTarget(bench: StreamBench, router: Subject, owner: LoadedObject): readonly Fault[] {
  const holder = { owner, name: router.name };
  const service = { name: textOf(owner.value, "service"), at: [owner.value, "service"] as const };
  return inOrder(
    () => referToStreamService(bench, holder, service, []),
    () =>
      buildList(
        bench,
        listed(owner.value, "middlewares"),
        (middleware) => referToTcpMiddleware(bench, holder, middleware),
        (middleware) => unknownTcpMiddleware(bench, holder, middleware),
      ),
    () => checkTcpMatchers(bench, owner),
  );
}
