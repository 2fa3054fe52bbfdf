import { equalFold, toLower } from "../go/fold.ts";
import type { Gateway, PartKey } from "../model/gateway.ts";
import { hasServers } from "../model/leaves.ts";
import { isAtLeast } from "../versions.ts";
import { passMiddlewares } from "./pass-middlewares.ts";
import { atEntryPoint, descend, NOBODY, type Descent } from "./descend.ts";
import type { InFlight } from "./effects/in-flight.ts";
import type { RoutedRequest } from "./http-request.ts";
import {
  answered,
  MISDIRECTED,
  type Arrival,
  type End,
  type Journey,
  type Passage,
  type Step,
} from "./journey.ts";
import { proxyHeaders } from "./proxied-headers.ts";
import { receivedBy } from "./received-by.ts";
import type { Candidate } from "./route.ts";
import type { EntryPointTable, RoutingTable } from "./routing-table.ts";

/**
 * Follows an HTTP request from its entry point through the routers, those below a parent included, and the winner's
 * middlewares.
 *
 * @param before TCP routers that were tried first
 * @param options name of the TLS options of the connection; null: it is not TLS
 * @param chance what is chance already
 */
export function followHttp(
  { gateway }: RoutingTable,
  point: EntryPointTable,
  arrival: Arrival,
  before: Journey["tried"],
  options: string | null,
  chance: string | null = null,
): Journey {
  const journey: Journey = {
    entryPoint: point.name,
    tried: before,
    router: null,
    parents: [],
    ties: [],
    chance,
    assumed: null,
    passage: () => ending(NOBODY),
  };
  const endsAt = (end: End): Journey => ({ ...journey, passage: () => ending(end) });
  if (arrival.http === null)
    return endsAt({ kind: "closed", says: "no TCP router takes it, and it is not HTTP" });
  const { request, answered: status } = receivedBy(point, arrival);
  if (request === null)
    return endsAt(answered(status ?? 400, "the entry point answers it itself: it is no request for routers"));
  if (options !== null && !isAtLeast(gateway.version, "3.7") && isMisdirected(point, arrival, request))
    return endsAt(MISDIRECTED);

  const routes = options === null ? point.http : point.https;
  const found = descend({ gateway, facts: point.facts, options }, routes, atEntryPoint(request));
  const { router, parents, ties } = found;
  const tried = (): readonly Candidate[] => [...before(), ...found.tried()];
  let passed: Passage | undefined;
  const passage = (): Passage => (passed ??= pass(gateway, point, found));
  return { ...journey, tried, router, parents, ties, passage };
}

/** What the routers do, and where it ends. */
function pass(gateway: Gateway, { facts }: EntryPointTable, { router, entered }: Descent): Passage {
  const passed = entered();
  const { steps, end } = passed;
  if (end !== null) return { steps, end };
  const service = router?.service ?? null;
  if (service === null) return { steps, end: NOBODY };
  return atService(gateway, service, passed.request, steps, facts.forwardedHeaders.appendsClient);
}

/** A service may have middlewares of its own; one of Traefik's may answer, and one without servers does. */
function atService(
  gateway: Gateway,
  service: PartKey,
  request: InFlight,
  before: readonly Step[],
  appendsClient: boolean,
): Passage {
  const found = gateway.services.get(service);
  const passed = passMiddlewares(gateway, found?.middlewares ?? [], request);
  const steps = [...before, ...passed.steps];
  if (passed.end) return { steps, end: passed.end };
  if (found?.name === "noop@internal")
    return { steps, end: answered(418, "noop@internal answers to whatever is not redirected") };
  if (!hasServers(gateway, service, request.clientIp))
    return { steps, end: answered(503, `no server gets what goes to service ${found?.label ?? service}`) };
  proxyHeaders(request, appendsClient);
  return {
    steps,
    end: {
      kind: "service",
      service,
      sent: {
        host: request.host,
        uri: proxied(request.uri),
        headers: request.headers,
        client: request.clientIp,
      },
    },
  };
}

/** The reverse proxy writes the query's semicolons as ampersands. */
function proxied(uri: string): string {
  const [, path = "", query = ""] = /^([^?]*)(.*)$/s.exec(uri) ?? [];
  return path + query.replaceAll(";", "&");
}

/** Before 3.7: the options of the name in the handshake and of the host of the request are compared first of all. */
function isMisdirected({ tlsHosts }: EntryPointTable, { tls }: Arrival, request: RoutedRequest): boolean {
  const serverName = (tls?.serverName ?? "").trim();
  if (equalFold(request.host, serverName)) return false;
  const { host } = request;
  const other = host.endsWith(".") ? host.slice(0, -1) : `${host}.`;
  const ofHost = tlsHosts.optionsOf(host) || tlsHosts.optionsOf(other) || "default";
  const ofName = tlsHosts.optionsOf(serverName) || tlsHosts.optionsOf(toLower(serverName)) || "default";
  return ofHost !== ofName;
}

function ending(end: End): Passage {
  return { steps: [], end };
}
