import { equalFold, toLower } from "../go/fold.ts";
import type { Gateway, PartKey, Router } from "../model/gateway.ts";
import { hasServers } from "../model/leaves.ts";
import { isAtLeast } from "../versions.ts";
import { passMiddlewares } from "./pass-middlewares.ts";
import { refuseEscapes } from "./effects/registry.ts";
import { takeOff, type InFlight } from "./effects/in-flight.ts";
import type { RoutedRequest } from "./http-request.ts";
import type { Arrival, End, Journey, Passage, Step } from "./journey.ts";
import { proxyHeaders } from "./proxied-headers.ts";
import { receivedBy } from "./received-by.ts";
import { tryRoutes, type Candidate, type Route } from "./route.ts";
import type { EntryPointTable, HttpRoutes, RoutingTable } from "./routing-table.ts";

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
    passage: () => ending(answered(404, "no router has it")),
  };
  const endsAt = (end: End): Journey => ({ ...journey, passage: () => ending(end) });
  if (arrival.http === null)
    return endsAt({ kind: "closed", says: "no TCP router takes it, and it is not HTTP" });
  const { request, answered: status } = receivedBy(point, arrival);
  if (request === null)
    return endsAt(answered(status ?? 400, "the entry point answers it itself: it is no request for routers"));
  if (options !== null && !isAtLeast(gateway.version, "3.7") && isMisdirected(point, arrival, request))
    return endsAt(MISDIRECTED);

  const found = descend(options === null ? point.http : point.https, request);
  const tried = (): readonly Candidate[] => [...before(), ...found.tried()];
  const [root] = found.path;
  if (root === undefined) return { ...journey, tried };
  const parents = found.path.slice(0, found.isComplete ? -1 : undefined).map(({ router }) => router);
  const router = found.isComplete ? (found.path.at(-1)?.router ?? null) : null;
  let passed: Passage | undefined;
  const passage = (): Passage =>
    (passed ??= pass(gateway, point, found.path, takeOff(request), options, found.isComplete));
  return { ...journey, tried, router, parents, ties: found.ties, passage };
}

interface Descent {
  readonly tried: () => readonly Candidate[];
  /** the routers that match, from the root down */
  readonly path: readonly Route<RoutedRequest>[];
  /** the last of them leads to a service */
  readonly isComplete: boolean;
  readonly ties: readonly Router[];
}

function descend({ routes, near }: HttpRoutes, request: RoutedRequest): Descent {
  const { tried, winner, ties } = tryRoutes(routes, request, near(request.host));
  if (winner === null) return { tried, path: [], isComplete: false, ties };
  if (winner.children.length === 0) return { tried, path: [winner], isComplete: true, ties };
  const below = descend({ routes: winner.children, near: () => winner.children }, request);
  return {
    tried: () => [...tried(), ...below.tried()],
    path: [winner, ...below.path],
    isComplete: below.isComplete,
    ties: [...ties, ...below.ties],
  };
}

/** What each router on the way does before the next: denied escapes, the check of its TLS options, middlewares. */
function pass(
  gateway: Gateway,
  { facts }: EntryPointTable,
  path: readonly Route<RoutedRequest>[],
  request: InFlight,
  options: string | null,
  isComplete: boolean,
): Passage {
  const steps: Step[] = [];
  for (const [at, { router }] of path.entries()) {
    const denied = at === 0 ? refuseEscapes(request, facts.encodedCharacters ?? []) : null;
    if (denied?.answer)
      return {
        steps,
        end: answered(denied.answer.status, `the entry point ${denied.says}: encodedCharacters denies it`),
      };
    const isOther = options !== null && router.tls !== null && router.tls.resolvedOptions !== options;
    if (isOther && isAtLeast(gateway.version, "3.7")) return { steps, end: MISDIRECTED };
    const passed = passMiddlewares(gateway, router.middlewares, request);
    steps.push(...passed.steps);
    if (passed.end) return { steps, end: passed.end };
  }
  const service = isComplete ? path.at(-1)?.router.service : undefined;
  if (service === undefined || service === null)
    return { steps, end: answered(404, "no router below its parent has it") };
  return atService(gateway, service, request, steps, facts.forwardedHeaders.appendsClient);
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
  if (!hasServers(gateway, service))
    return { steps, end: answered(503, `no server gets what goes to service ${found?.label ?? service}`) };
  proxyHeaders(request, appendsClient);
  return {
    steps,
    end: {
      kind: "service",
      service,
      sent: { host: request.host, uri: proxied(request.uri), headers: request.headers },
    },
  };
}

/** The reverse proxy writes the query's semicolons as ampersands. */
function proxied(uri: string): string {
  const [, path = "", query = ""] = /^([^?]*)(.*)$/s.exec(uri) ?? [];
  return path + query.replaceAll(";", "&");
}

const MISDIRECTED: End = answered(
  421,
  "the name in the TLS handshake and the host of the request have different TLS options",
);

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

function answered(status: number, says: string, location: string | null = null): End {
  return { kind: "answered", status, location, says };
}
