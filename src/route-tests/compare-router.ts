import { nearest } from "../nearest.ts";
import type { Router } from "../traefik/model/gateway.ts";
import { receivedBy } from "../traefik/routes/received-by.ts";
import type { Arrival, Journey } from "../traefik/routes/journey.ts";
import { failingPart } from "../traefik/routes/match.ts";
import type { EntryPointTable, RoutingTable } from "../traefik/routes/routing-table.ts";
import type { Rule } from "../traefik/rules/rule.ts";
import type { Expectation } from "./route-test.ts";
import type { Mismatch } from "./run-tests.ts";

/** Whether a request goes to the router that is expected, and if not, why not there and why where it goes. */
export function compareRouter(
  table: RoutingTable,
  arrival: Arrival,
  journey: Journey,
  { router: wanted }: Expectation,
): readonly Mismatch[] {
  const { router: winner, ties } = journey;
  if (wanted === undefined) return [];
  if (journey.chance !== null) return mismatch(journey.chance);
  if (wanted === null)
    return winner === null
      ? []
      : mismatch(`router ${winner.label} has it, and none was expected`, `  ${why(winner)}`);
  if (winner?.label === wanted && ties.length > 0) {
    const others = ties.map(({ label }) => label).join(", ");
    return mismatch(
      `router ${wanted} has it by chance: ${others} of the same priority matches too`,
      "  give one of them a greater priority",
    );
  }
  if (winner?.label === wanted) return [];
  const got = winner
    ? `router ${winner.label} has it, not ${wanted}`
    : `no router has it, not even ${wanted}`;
  return mismatch(
    got,
    ...(winner ? [`  ${why(winner)}`] : []),
    `  ${whyNot(table, arrival, wanted, journey)}`,
  );
}

function why({ label, priority, isPriorityGiven, rule }: Router): string {
  return `${label}: priority ${priority}${isPriorityGiven ? "" : " (the length of its rule)"}, ${rule} holds`;
}

function whyNot(
  table: RoutingTable,
  arrival: Arrival,
  wanted: string,
  { router: winner, entryPoint }: Journey,
): string {
  const { routers } = table.gateway;
  const named = routers.filter(({ label, protocol }) => label === wanted && protocol !== "udp");
  const [first] = named;
  if (first === undefined) {
    const near = nearest(
      wanted,
      routers.map(({ label }) => label),
    );
    return near === null
      ? `there is no router ${wanted}`
      : `there is no router ${wanted}; did you mean "${near}"?`;
  }
  const broken = named.find(({ does }) => does === "nothing");
  if (named.every(({ does }) => does === "nothing"))
    return `${wanted} is not served: ${broken?.errors.join("; ") || "it is broken"}`;
  const point = table.entryPoints.get(entryPoint);
  const here = point && routersAt(point, arrival).find(({ router }) => router.label === wanted);
  if (point === undefined || here === undefined) {
    if (first.parents !== null) return `${wanted} is reached through its parents alone`;
    const points = [...new Set(named.flatMap((router) => router.entryPoints))];
    return `${wanted} is not on entry point ${entryPoint}, but on ${points.join(", ")}`;
  }
  const { router } = here;
  if (router.protocol === "http" && (router.tls !== null) !== (arrival.tls !== null))
    return router.tls === null
      ? `${wanted} has no tls, and the request comes over TLS`
      : `${wanted} has tls, and the request comes without TLS`;
  const part = here.failing();
  const failed = part && router.rule.slice(part.start, part.end);
  if (failed === router.rule) return `${wanted}: its rule ${failed} does not hold`;
  if (failed !== null) return `${wanted}: of its rule, ${failed} does not hold`;
  const order = winner ? `, and is outranked by ${winner.label} with ${winner.priority}` : "";
  return `${wanted} matches too, with priority ${router.priority}${router.isPriorityGiven ? "" : " (the length of its rule)"}${order}`;
}

function mismatch(...lines: readonly string[]): readonly Mismatch[] {
  return [{ member: "router", says: lines.join("\n") }];
}

interface Asked {
  readonly router: Router;
  /** the part of its rule that does not hold; null: all of it does, or it cannot be told */
  readonly failing: () => Rule | null;
}

/** Every router of an entry point, those below parents included, ready to be asked why not. */
function routersAt(point: EntryPointTable, arrival: Arrival): readonly Asked[] {
  const { request, connection } = receivedBy(point, arrival);
  const http = (routes: EntryPointTable["http"]["routes"]): readonly Asked[] =>
    routes.flatMap(({ router, test, children }) => [
      { router, failing: () => request && failingPart(test(), request) },
      ...http(children),
    ]);
  const tcp = [...point.tcp, ...point.tcpTls].map(({ router, test }) => ({
    router,
    failing: () => failingPart(test(), connection),
  }));
  return [...http(point.http.routes), ...http(point.https.routes), ...tcp];
}
