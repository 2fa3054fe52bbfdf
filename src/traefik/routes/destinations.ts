import type { Gateway, PartKey, Service } from "../model/gateway.ts";
import { childShares, serverShares } from "../model/shares.ts";
import type { InFlight } from "./effects/in-flight.ts";
import { answered, type OwnAnswer, type Sent, type Step } from "./journey.ts";
import { passMiddlewares } from "./pass-middlewares.ts";
import { proxyHeaders } from "./proxied-headers.ts";

/** Where requests end that reach a service, with its part of them. */
export interface Destination {
  /** one without children, or one that answers for them */
  readonly service: Service;
  /** of the requests that reach the first service, from 0 to 1 */
  readonly probability: number;
  /**
   * - `answers`: it gets them
   * - `copies`: it gets copies, whose answers nobody sees
   * - `fallback`: it gets them only when the one beside it cannot take them
   */
  readonly role: "answers" | "copies" | "fallback";
  /** the services on the way, the first one first, its own last */
  readonly via: readonly Service[];
  /** the client's address, by which some of them choose; null: a connection without HTTP, of any client */
  readonly client: string | null;
  /** the middlewares of services behind the first one */
  readonly steps: readonly Step[];
  /** what it is sent; its servers may get another host and path: see deliveries; null for TCP, and where Traefik answers */
  readonly sent: Sent | null;
  /** Traefik's own: that of a middleware on the way, or of a balancer without servers; null: it is passed on, or no HTTP */
  readonly answer: OwnAnswer | null;
  /** there is no server that could get it */
  readonly isUnserved: boolean;
}

/** How requests come to a service. */
interface Course extends Pick<Destination, "probability" | "role" | "via" | "steps"> {
  readonly request: InFlight | null;
}

/** Deeper than this nothing is followed: circles end here too. */
const MAX_DEPTH = 50;

/**
 * Follows a service down to where requests end. The parts are those of weighted round robin, or of the client's address.
 * Each child gets a request of its own, which the middlewares of that child change. What no weight leads to is here
 * with 0.
 *
 * @param request behind the middlewares of the service; null: a connection without HTTP
 * @param appendsClient whether the entry point wants the client in X-Forwarded-For
 */
export function destinationsOf(
  gateway: Gateway,
  service: PartKey,
  request: InFlight | null,
  appendsClient = false,
): readonly Destination[] {
  const client = request?.clientIp ?? null;
  const first = gateway.services.get(service);
  return first ? behind(first, { probability: 1, role: "answers", via: [], steps: [], request }) : [];

  /** A child is reached through middlewares of its own, one of which may answer. */
  function reach(key: PartKey, course: Course): readonly Destination[] {
    const found = gateway.services.get(key);
    if (found === undefined || course.via.includes(found) || course.via.length > MAX_DEPTH) return [];
    if (course.request === null) return behind(found, course);
    const own = { ...course.request, headers: new Map(course.request.headers) };
    const { steps, end } = passMiddlewares(gateway, found.middlewares, own);
    const passed = { ...course, steps: [...course.steps, ...steps], request: own };
    return end === null ? behind(found, passed) : [endAt(found, passed, { answer: end })];
  }

  function behind(found: Service, course: Course): readonly Destination[] {
    if (found.name === "noop@internal") return [endAt(found, course, { answer: NOOP })];
    if (found.type === "failover") return failOver(found, course);
    if (found.children.length === 0) {
      const isServed = found.type === null || serverShares(found).some(({ share }) => share !== 0);
      return [isServed ? endAt(found, course, { sent: sentWith(course.request) }) : unserved(found, course)];
    }
    const shares = childShares(found, client);
    const { role, probability } = course;
    const via = [...course.via, found];
    const children = found.children.flatMap((child, at) => {
      if (child.role === "main") return reach(child.service, { ...course, via });
      const isCopy = child.role === "mirror";
      const part = isCopy ? child.percent / 100 : (shares[at] ?? 0);
      return reach(child.service, {
        ...course,
        via,
        probability: probability * part,
        role: isCopy ? "copies" : role,
      });
    });
    const isNobodys = found.type !== "mirroring" && shares.every((share) => share === 0);
    return isNobodys ? [unserved(found, course), ...children] : children;
  }

  /**
   * The fallback gets what the main service answers with a status that is an error here, and all while its health check
   * fails. Without servers nothing is checked, and it never fails.
   */
  function failOver(found: Service, course: Course): readonly Destination[] {
    const via = [...course.via, found];
    const [main, fallback] = found.children;
    const mains = main ? reach(main.service, { ...course, via }) : [];
    if (fallback === undefined) return mains;
    const isError = ({ answer, role }: Destination): boolean =>
      answer !== null &&
      role !== "copies" &&
      found.fallbackOn.some(([low, high]) => answer.status >= low && answer.status <= high);
    const errors = mains.filter(isError);
    const kept = mains.filter((one) => !errors.includes(one));
    const part = errors.reduce((sum, { probability }) => sum + probability, 0);
    const couldFail = kept.some(({ isUnserved, probability }) => !isUnserved && probability > 0);
    const role = course.role === "copies" ? "copies" : "fallback";
    return [
      ...kept,
      ...(part > 0 ? reach(fallback.service, { ...course, via, probability: part }) : []),
      ...(couldFail
        ? reach(fallback.service, { ...course, via, probability: course.probability - part, role })
        : []),
    ];
  }

  function endAt(
    service: Service,
    { probability, role, via, steps }: Course,
    end: Partial<Destination>,
  ): Destination {
    const on = { service, probability, role, via: [...via, service], client, steps };
    return { ...on, sent: null, answer: null, isUnserved: false, ...end };
  }

  function unserved(found: Service, course: Course): Destination {
    const answer = client === null ? null : answered(503, unservedText(found.label));
    return endAt(found, course, { answer, isUnserved: true });
  }

  function sentWith(flight: InFlight | null): Sent | null {
    if (flight === null) return null;
    proxyHeaders(flight, appendsClient);
    return { host: flight.host, uri: proxied(flight.uri), headers: flight.headers };
  }
}

/** Why nobody gets what goes to a service. */
export function unservedText(label: string): string {
  return `no server gets what goes to service ${label}`;
}

/** Those that get requests themselves: no copies, and nothing for the case that another fails. */
export function answering(destinations: readonly Destination[]): readonly Destination[] {
  return destinations.filter(({ role, probability }) => role === "answers" && probability > 0);
}

const NOOP = answered(418, "noop@internal answers to whatever is not redirected");

/** The reverse proxy writes the query's semicolons as ampersands. */
function proxied(uri: string): string {
  const [, path = "", query = ""] = /^([^?]*)(.*)$/s.exec(uri) ?? [];
  return path + query.replaceAll(";", "&");
}
