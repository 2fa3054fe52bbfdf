import { equalFold, toLower } from "../go/fold.ts";
import type { Gateway, PartKey } from "../model/gateway.ts";
import { isAtLeast } from "../versions.ts";
import { passMiddlewares } from "./pass-middlewares.ts";
import { caught, catchersOf } from "./caught.ts";
import { atEntryPoint, descend, NOBODY, type Descent } from "./descend.ts";
import { answering, destinationsOf, type Destination, type Passed } from "./destinations.ts";
import type { InFlight } from "./effects/in-flight.ts";
import type { RoutedRequest } from "./http-request.ts";
import {
  answered,
  MISDIRECTED,
  type Arrival,
  type End,
  type Journey,
  type OwnAnswer,
  type Passage,
  type Step,
  type Unknown,
} from "./journey.ts";
import { unservedText } from "./service-ways.ts";
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
  if (end !== null) return { ...ending(end), steps };
  const service = router?.service ?? null;
  if (service === null) return { ...ending(NOBODY), steps };
  return atService(gateway, service, passed.request, steps, facts.forwardedHeaders.appendsClient);
}

/**
 * A service may have middlewares of its own, and so may its children. Where all that it gets is answered by Traefik in
 * the same way, it ends there; copies are sent all the same.
 */
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
  const catchers = catchersOf(steps);
  if (passed.end) return { ...ending(caught(passed.end, catchers)), steps };
  const behind = destinationsOf(gateway, service, request, appendsClient, catchers);
  const unserved = caught(answered(503, unservedText(found?.label ?? service)), catchers);
  const own = ownAnswer(behind.destinations, unserved);
  if (own === null) return { steps, end: { kind: "service", service }, ...behind };
  const isCopy = ({ role }: Pick<Passed, "role">): boolean => role === "copies";
  return {
    steps,
    end: own,
    destinations: behind.destinations.filter(isCopy),
    passed: behind.passed.filter(isCopy),
  };
}

/**
 * What all requests to a service are answered with by Traefik itself; null: not all, or not all the same.
 *
 * @param unserved what it is if no server gets any
 */
function ownAnswer(
  destinations: readonly Destination[],
  unserved: OwnAnswer | Unknown,
): OwnAnswer | Unknown | null {
  const all = answering(destinations);
  const status = unserved.kind === "answered" ? unserved.status : undefined;
  if (all.every(({ isUnserved, answer }) => isUnserved && answer?.status === status)) return unserved;
  const answers = all.map(({ answer }) => answer);
  const [first = null] = answers;
  if (first === null) return null;
  const isSame = answers.every((one) => one?.status === first.status && one.location === first.location);
  const reasons = new Set(answers.map((one) => one?.says));
  return isSame ? { ...first, says: [...reasons].join("; ") } : null;
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
  return { steps: [], end, destinations: [], passed: [] };
}
