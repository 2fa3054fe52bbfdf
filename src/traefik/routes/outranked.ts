import type { Router } from "../model/gateway.ts";
import type { Arrival } from "./journey.ts";
import { receivedBy } from "./received-by.ts";
import type { RoutingTable } from "./routing-table.ts";

/**
 * The other HTTP routers of the winner's entry point that match a request as well, and are never asked since they come
 * later, in their order.
 */
export function outranked(table: RoutingTable, arrival: Arrival, winner: Router): readonly Router[] {
  const point = table.entryPoints.get(arrival.entryPoint);
  if (point === undefined || winner.protocol !== "http") return [];
  const { request } = receivedBy(point, arrival);
  if (request === null) return [];
  const { routes } = arrival.tls === null ? point.http : point.https;
  const at = routes.findIndex(({ router }) => router.key === winner.key);
  if (at < 0) return [];
  return routes.slice(at + 1).flatMap(({ router, test }) => (test().matches(request) ? router : []));
}
