import type { LoadedObject } from "../../load/configuration.ts";
import type { Bench } from "../bench.ts";
import { entryPointsOf, resolveEntryPoints } from "../entry-points.ts";
import { fault } from "../fault.ts";
import type { Subject } from "../ledger.ts";
import { lostField } from "../lost-field.ts";
import { referToStreamService } from "../stream/service.ts";
import type { StreamBench } from "../stream/bench.ts";
import { textOf, textsOf } from "../values.ts";

/** UDP routers: entry points (all UDP ones where none is named), then the service, once for every entry point. */
export function buildUdpRouters(bench: Bench): void {
  const stream: StreamBench = { ...bench, protocol: "udp", outcomes: new Map(), circles: [] };
  const existing = entryPointsOf(bench.facts, "udp");
  for (const router of bench.chance.order([...bench.subjects["udp.routers"].values()])) {
    if (router.source === null) continue;
    const named = textsOf(router.source.value, "entryPoints");
    const points = resolveEntryPoints(bench, router, named.length > 0 ? named : existing, existing);
    for (const _ of new Set(points)) build(stream, router, router.source);
  }
}

function build(bench: StreamBench, router: Subject, owner: LoadedObject): void {
  const service = { name: textOf(owner.value, "service"), at: [owner.value, "service"] as const };
  if (service.name === "") {
    const found = { rule: "missing-service", owner, says: "it has no service", ...lostField(owner) } as const;
    bench.ledger.fail(router, fault("the service is missing on the udp router", found));
    return;
  }
  for (const found of referToStreamService(bench, { owner, name: router.name }, service, []))
    bench.ledger.fail(router, found);
}
