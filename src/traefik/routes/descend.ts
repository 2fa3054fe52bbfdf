import { escapedPath } from "../go/url-path.ts";
import type { Gateway, Router } from "../model/gateway.ts";
import type { EntryPointFacts } from "../static/facts.ts";
import { isAtLeast } from "../versions.ts";
import { caught, catchersOf } from "./caught.ts";
import { refuseEscapes } from "./effects/registry.ts";
import { takeOff, type InFlight } from "./effects/in-flight.ts";
import { hostWithoutPort, type RoutedRequest } from "./http-request.ts";
import { answered, MISDIRECTED, type OwnAnswer, type Step, type Unknown } from "./journey.ts";
import { passMiddlewares } from "./pass-middlewares.ts";
import { routingPath } from "./request-path.ts";
import { tryRoutes, type Candidate } from "./route.ts";
import type { HttpRoutes } from "./routing-table.ts";

/** Where a request stands before a list of routers. */
export interface Standing {
  /** as their rules see it */
  readonly seen: RoutedRequest;
  /** as it goes on; each time another, which middlewares may change */
  readonly takeOff: () => InFlight;
}

/** What routers do depends on. */
export interface Way {
  readonly gateway: Gateway;
  readonly facts: EntryPointFacts;
  /** name of the TLS options of the connection; null: it is not TLS */
  readonly options: string | null;
}

/** What came of a request in a router: it ends there, or goes on as its middlewares leave it. */
export type Entered =
  | { readonly steps: readonly Step[]; readonly end: OwnAnswer | Unknown }
  | { readonly steps: readonly Step[]; readonly end: null; readonly request: InFlight };

export interface Descent {
  readonly tried: () => readonly Candidate[];
  /** the last that has it: it leads to a service, or answers by a middleware; null: none has it */
  readonly router: Router | null;
  /** those above it, the root first */
  readonly parents: readonly Router[];
  readonly ties: readonly Router[];
  /** what all of them do; found out when it is asked for */
  readonly entered: () => Entered;
}

/** Before the routers of an entry point. */
export function atEntryPoint(request: RoutedRequest): Standing {
  return { seen: request, takeOff: () => takeOff(request) };
}

/**
 * Goes down from routers to those below the one that matches, which see what its middlewares make of the request.
 * Where one of these answers it, none of them is asked.
 *
 * @param nobody where it ends if none of the routers has it
 */
export function descend(
  way: Way,
  { routes, near }: HttpRoutes,
  standing: Standing,
  nobody: OwnAnswer = NOBODY,
): Descent {
  const { tried, winner, ties } = tryRoutes(routes, standing.seen, near(standing.seen.host));
  if (winner === null)
    return { tried, router: null, parents: [], ties, entered: () => ({ steps: [], end: nobody }) };
  const { router, children } = winner;
  let known: Entered | undefined;
  const entered = (): Entered => (known ??= enter(way, router, standing));
  const last = { tried, router, parents: [], ties, entered };
  if (router.children.length === 0) return last;
  const above = entered();
  if (above.end !== null) return last;
  const next = standBelow(standing, above.request);
  const below = descend(way, { routes: children, near: () => children }, next, NOBODY_BELOW);
  return {
    tried: () => [...tried(), ...below.tried()],
    router: below.router,
    parents: [router, ...below.parents],
    ties: [...ties, ...below.ties],
    entered: () => {
      const rest = below.entered();
      const steps = [...above.steps, ...rest.steps];
      return rest.end === null
        ? { ...rest, steps }
        : { steps, end: caught(rest.end, catchersOf(above.steps)) };
    },
  };
}

/** What a router does before anything behind it: denied escapes, the check of its TLS options, middlewares. */
export function enter({ gateway, facts, options }: Way, router: Router, standing: Standing): Entered {
  const request = standing.takeOff();
  const isRoot = router.parents === null;
  const denied = isRoot ? refuseEscapes(request, facts.encodedCharacters ?? []) : null;
  if (denied?.answer) {
    const says = `the entry point ${denied.says}: encodedCharacters denies it`;
    return { steps: [], end: answered(denied.answer.status, says) };
  }
  const isOther = options !== null && router.tls !== null && router.tls.resolvedOptions !== options;
  if (isOther && isAtLeast(gateway.version, "3.7")) return { steps: [], end: MISDIRECTED };
  const { steps, end } = passMiddlewares(gateway, router.middlewares, request);
  return end === null ? { steps, end, request } : { steps, end: caught(end, catchersOf(steps)) };
}

/**
 * Before the routers below a parent: path and headers are as its middlewares leave them, and so is the host for v2's
 * HostRegexp; for all other matchers it stays the one that was asked for.
 */
export function standBelow({ seen }: Standing, request: InFlight): Standing {
  const { url, uri, host, headers } = request;
  const escaped = escapedPath(url);
  return {
    seen: {
      ...seen,
      writtenHost: hostWithoutPort(host, false),
      path: routingPath(escaped),
      escapedPath: escaped,
      requestUri: uri,
      fullHost: host,
      headers: () => headers,
    },
    takeOff: () => ({ ...request, headers: new Map(headers) }),
  };
}

/** The end of what no router has. */
export const NOBODY: OwnAnswer = answered(404, "no router has it");
const NOBODY_BELOW: OwnAnswer = answered(404, "no router below its parent has it");
