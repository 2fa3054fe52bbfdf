import type { Gateway, Middleware, PartKey, Service } from "../model/gateway.ts";
import { caught } from "./caught.ts";
import type { InFlight } from "./effects/in-flight.ts";
import { passedOn, type Ending, type Role } from "./endings.ts";
import type { OwnAnswer, Sent, Step } from "./journey.ts";
import { partsOf } from "./parts.ts";
import { proxyHeaders } from "./proxied-headers.ts";
import { waysBehind, type Course, type StopEnd } from "./service-ways.ts";

/** A service on the way of requests, with its part of them. */
export interface Passed {
  readonly service: Service;
  /** of the requests that reach the first service, from 0 to 1, over all ways that lead here */
  readonly probability: number;
  readonly role: Role;
  /** the client's address, by which some of them choose; null: a connection without HTTP, of any client */
  readonly client: string | null;
  /** how that ends, as parts of it */
  readonly endings: readonly Ending[];
}

/** Where requests end that reach a service, with its part of them. */
export interface Destination extends Pick<Passed, "service" | "probability" | "role" | "client"> {
  /** the middlewares of services behind the first one; null: there are too many ways to tell them apart by these */
  readonly steps: readonly Step[] | null;
  /** what it is sent; its servers may get another host and path: see deliveries; null for TCP, and where Traefik answers */
  readonly sent: Sent | null;
  /** Traefik's own: that of a middleware on the way, or of a balancer without servers; null: it is passed on, or no HTTP */
  readonly answer: OwnAnswer | null;
  /** why it is not known what becomes of it; null: it is */
  readonly unknown: string | null;
  /** there is no server that could get it */
  readonly isUnserved: boolean;
}

export interface Behind {
  /** in the order in which ways lead there, each once */
  readonly destinations: readonly Destination[];
  /** all services on these ways, in the same order */
  readonly passed: readonly Passed[];
}

/**
 * Follows a service down to where requests end. The parts are those of weighted round robin, or of the client's address.
 * Each child gets a request of its own, which the middlewares of that child change. What no weight leads to is here
 * with 0.
 *
 * @param request behind the middlewares of the service; null: a connection without HTTP
 * @param appendsClient whether the entry point wants the client in X-Forwarded-For
 * @param catchers the `errors` middlewares that the request has passed
 */
export function destinationsOf(
  gateway: Gateway,
  service: PartKey,
  request: InFlight | null,
  appendsClient = false,
  catchers: readonly Middleware[] = [],
): Behind {
  const apart = waysBehind(gateway, service, request, true);
  const ways = apart.areCut ? waysBehind(gateway, service, request, false) : apart;
  const client = request?.clientIp ?? null;
  const sent = new Map<Course, Sent | null>();
  const destinations: Destination[] = [];
  const passed: Passed[] = [];
  for (const { stop, role, probability, ending } of partsOf(ways)) {
    const { service: at, course, end, endings } = stop;
    const on = { service: at, probability, role, client };
    passed.push({ ...on, endings });
    if (end === null || ending === null) continue;
    destinations.push({ ...on, ...endOf(course, end), probability: ending });
  }
  return { destinations, passed };

  function endOf(course: Course, { answer: own, isUnserved }: StopEnd) {
    const answer = own && caught(own, [...catchers, ...course.catchers]);
    return {
      steps: course.steps,
      sent: answer === null && !isUnserved ? sentWith(course) : null,
      answer: answer?.kind === "answered" ? answer : null,
      unknown: answer?.kind === "unknown" ? answer.says : null,
      isUnserved,
    };
  }

  function sentWith(course: Course): Sent | null {
    const { request: flight } = course;
    if (flight === null) return null;
    let known = sent.get(course);
    if (known === undefined) sent.set(course, (known = proxied(flight, appendsClient)));
    return known;
  }
}

/** Those that get requests themselves: no copies, and nothing for the case that another fails. */
export function answering(destinations: readonly Destination[]): readonly Destination[] {
  return destinations.filter(({ role, probability }) => role === "answers" && probability > 0);
}

/** The part that passes a service of this name, ends in this role, and is not answered by Traefik itself. */
export function partThrough(passed: readonly Passed[], name: string, ends: Role): number {
  return passed
    .filter(({ service }) => service.label === name)
    .reduce((sum, { probability, role, endings }) => sum + probability * passedOn(endings, role, ends), 0);
}

/** The reverse proxy writes the query's semicolons as ampersands. */
function proxied(flight: InFlight, appendsClient: boolean): Sent {
  const own = { ...flight, headers: new Map(flight.headers) };
  proxyHeaders(own, appendsClient);
  const [, path = "", query = ""] = /^([^?]*)(.*)$/s.exec(own.uri) ?? [];
  return { host: own.host, uri: path + query.replaceAll(";", "&"), headers: own.headers };
}
