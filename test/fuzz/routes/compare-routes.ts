import { buildGateway } from "../../../src/traefik/model/build-gateway.ts";
import type { Router } from "../../../src/traefik/model/gateway.ts";
import { follow } from "../../../src/traefik/routes/follow.ts";
import { routingTableOf, type RoutingTable } from "../../../src/traefik/routes/routing-table.ts";
import { judge } from "../../../src/validate.ts";
import { treeOf } from "../../support/load-files.ts";
import { seeded } from "../random.ts";
import { type NamedServers } from "./named-servers.ts";
import { probe, type Outcome, type Probe } from "./probe.ts";
import { randomBatch } from "./random-routers.ts";
import { randomRequest } from "./random-requests.ts";
import type { Site } from "./site.ts";

export interface RouteDisagreement {
  readonly seed: number;
  readonly dynamic: string;
  readonly request: Probe;
  /** several where Traefik leaves it to chance */
  readonly ours: readonly Outcome[];
  readonly real: Outcome;
}

export interface RouteResult {
  readonly pairs: number;
  /** by what came of them: a router, a status, closed */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly chances: number;
  readonly disagreements: readonly RouteDisagreement[];
}

/** So many requests are asked of one batch of routers, so many at once. */
const PER_BATCH = 50;
const AT_ONCE = 16;

/** Makes `count` pairs of routers and a request, and asks both where it goes. */
export async function compareRoutes(
  site: Site,
  servers: NamedServers,
  { count, seed, report }: { count: number; seed: number; report?: (found: RouteDisagreement) => void },
): Promise<RouteResult> {
  const disagreements: RouteDisagreement[] = [];
  const outcomes = new Map<string, number>();
  let chances = 0;
  for (let at = 0; at < count; at += PER_BATCH) {
    const batchSeed = seed * 1_000_003 + at;
    const random = seeded(batchSeed);
    const { dynamic, aims } = randomBatch(random, servers.addresses);
    const table = tableOf(site.statics, dynamic);
    await site.feed(dynamic);
    const requests = Array.from({ length: Math.min(PER_BATCH, count - at) }, () =>
      randomRequest(random, aims),
    );
    const open = requests.values();
    const work = async (): Promise<void> => {
      for (const request of open) {
        const real = await probe(site.ports[request.entryPoint] ?? 0, request);
        const ours = outcomesOf(table, request);
        if (ours.length > 1) chances++;
        const kind = real.startsWith("router tcp") ? "tcp" : real.replace(/^(router|status \d+).*$/, "$1");
        outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
        if (ours.includes(real)) continue;
        const found = { seed: batchSeed, dynamic, request, ours, real };
        disagreements.push(found);
        report?.(found);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
  return { pairs: count, outcomes, chances, disagreements };
}

function tableOf(statics: string, dynamic: string): RoutingTable {
  const { running, diagnostics } = judge(
    { tree: treeOf({ "traefik.yaml": statics, "conf.d/none.yaml": dynamic }), diagnostics: [] },
    { traefikVersion: "3.7", targetDir: "/etc/traefik", failOn: "error", variables: {}, allVariables: true },
  );
  if (running === null)
    throw new Error(`not loaded: ${diagnostics.map(({ message }) => message).join("; ")}`);
  return routingTableOf(buildGateway(running));
}

/** What this project says: several outcomes where it is chance. */
export function outcomesOf(
  table: RoutingTable,
  { entryPoint, from, method, host, target, headers, tls }: Probe,
): readonly Outcome[] {
  const { router, tried, ties, chance, passage } = follow(table, {
    entryPoint,
    clientIp: from,
    tls: tls && { serverName: tls.serverName, alpnProtocols: tls.alpn },
    http: { method, host, target, headers },
  });
  const others = [
    ...ties.flatMap((tie) => outcomesOfTie(table, tie)),
    // other TLS options may be broken, or not be the router's
    ...(chance === null ? [] : (["closed", "status 421"] as const)),
    ...(chance === null
      ? []
      : tried().flatMap(({ router: other, matched }) => (matched ? outcomesOfTie(table, other) : []))),
  ];
  const { end } = passage();
  const isTeapot = end.kind === "answered" && end.status === 418;
  if (router && (end.kind === "service" || isTeapot)) return [`router ${router.label}`, ...others];
  if (end.kind === "answered")
    return [
      end.location === null ? `status ${end.status}` : `status ${end.status} ${end.location}`,
      ...others,
    ];
  return ["closed", ...others];
}

/** What may come of another router that is as likely. */
function outcomesOfTie({ gateway }: RoutingTable, { label, does, children }: Router): readonly Outcome[] {
  if (does === "closes") return ["closed"];
  if (children.length === 0) return [`router ${label}`];
  const below = gateway.routers.filter(({ key }) => children.includes(key));
  return ["status 404", ...below.map((child): Outcome => `router ${child.label}`)];
}
