import { INTERNAL_ENTRY_POINT } from "../traefik/check/entry-points.ts";
import type { EntryPointTable, RoutingTable } from "../traefik/routes/routing-table.ts";

/**
 * The entry point that a URL most likely arrives at, where nobody names one: the one with its port; else, since a
 * port is often mapped to another on the way, the one that has routers for its scheme, a customary name first.
 *
 * @returns null: there is no entry point at all
 */
export function entryPointOf(table: RoutingTable, scheme: string, port: number | null): string | null {
  const points = [...table.entryPoints.values()];
  const wanted = port ?? USUAL_PORT[scheme];
  const samePort = points.find(({ facts }) => wanted !== undefined && facts.port === wanted);
  if (samePort) return samePort.name;
  const outer = points.filter(({ name }) => name !== INTERNAL_ENTRY_POINT);
  const fitting = outer.filter((point) => serves(point, scheme));
  const named = fitting.find(({ name }) => USUAL_NAMES[scheme]?.includes(name.toLowerCase()));
  return (named ?? fitting[0] ?? outer[0] ?? points[0])?.name ?? null;
}

const USUAL_PORT: Readonly<Record<string, number>> = { http: 80, https: 443 };

const USUAL_NAMES: Readonly<Record<string, readonly string[]>> = {
  http: ["web", "http"],
  https: ["websecure", "https"],
};

/** Whether an entry point has routers that such a request could go to. */
function serves(point: EntryPointTable, scheme: string): boolean {
  switch (scheme) {
    case "https":
      return point.facts.tls !== null || point.https.routes.length > 0;
    case "http":
      return point.facts.tls === null && point.http.routes.length > 0;
    case "tls":
      return point.tcpTls.length > 0;
    default:
      return point.tcp.length > 0;
  }
}
