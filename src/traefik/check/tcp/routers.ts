import type { LoadedObject } from "../../load/configuration.ts";
import { inOrder, lastFirst, type Bench } from "../bench.ts";
import { defaultEntryPoints, entryPointsOf, resolveEntryPoints } from "../entry-points.ts";
import { fault, type Fault } from "../fault.ts";
import { DEFAULT_OPTIONS, listed } from "../http/router.ts";
import type { Subject } from "../ledger.ts";
import { qualify } from "../names.ts";
import { checkPriority } from "../priority.ts";
import { checkTcpMatchers, judgeTcpRule, nonAsciiHosts } from "../rules/tcp-rule.ts";
import type { StreamBench } from "../stream/bench.ts";
import { referToStreamService } from "../stream/service.ts";
import { judgeOptions } from "../tls/options.ts";
import { flagOf, structOf, textOf, textsOf } from "../values.ts";
import { referToTcpMiddleware } from "./middleware.ts";

/** TCP routers: entry points, then everything once for every entry point. */
export function buildTcpRouters(bench: Bench): void {
  const stream: StreamBench = { ...bench, protocol: "tcp", outcomes: new Map(), circles: [] };
  const existing = entryPointsOf(bench.facts, "tcp");
  const defaults = defaultEntryPoints(bench.facts);
  for (const router of bench.chance.order([...bench.subjects["tcp.routers"].values()])) {
    if (router.source === null) continue;
    const named = textsOf(router.source.value, "entryPoints");
    const points = resolveEntryPoints(bench, router, named.length > 0 ? named : defaults, existing);
    for (const _ of new Set(points)) build(stream, router, router.source);
  }
}

function build(bench: StreamBench, router: Subject, owner: LoadedObject): void {
  const tls = structOf(owner.value, "tls");
  const terminates = tls !== undefined && !flagOf(tls, "passthrough");
  const faults = inOrder(
    () => checkPresence(owner),
    () => judgeTcpRule(bench, owner),
    () => checkPriority(owner),
    () => (terminates ? checkTerminated(bench, router, owner) : checkTarget(bench, router, owner)),
  );
  for (const found of faults) bench.ledger.fail(router, found);
}

function checkPresence(owner: LoadedObject): readonly Fault[] {
  if (textOf(owner.value, "service") === "") {
    const text = "the service is missing on the router";
    return [fault(text, { rule: "missing-service", owner, says: "it has no service" })];
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

/** A router that terminates TLS: hosts, options; where those fail it is still routed to, and cuts the connection. */
function checkTerminated(bench: StreamBench, router: Subject, owner: LoadedObject): readonly Fault[] {
  const tls = structOf(owner.value, "tls")!;
  const hosts = nonAsciiHosts(bench, owner);
  const reference = { name: textOf(tls, "options"), at: [tls, "options"] as const };
  const name =
    reference.name === "" || reference.name === DEFAULT_OPTIONS
      ? DEFAULT_OPTIONS
      : qualify(reference.name, router.name);
  const options = judgeOptions(bench, owner, reference, name);
  return [
    ...hosts,
    ...(options.length > 0
      ? [...options, ...checkTcpMatchers(bench, owner)]
      : checkTarget(bench, router, owner)),
  ];
}

function checkTarget(bench: StreamBench, router: Subject, owner: LoadedObject): readonly Fault[] {
  const holder = { owner, name: router.name };
  const service = { name: textOf(owner.value, "service"), at: [owner.value, "service"] as const };
  return inOrder(
    () => referToStreamService(bench, holder, service, []),
    () =>
      lastFirst(listed(owner.value, "middlewares"), (middleware) =>
        referToTcpMiddleware(bench, holder, middleware),
      ),
    () => checkTcpMatchers(bench, owner),
  );
}
