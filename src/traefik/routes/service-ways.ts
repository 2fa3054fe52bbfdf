import type { Gateway, Middleware, PartKey, Ranges, Service, ServiceChild } from "../model/gateway.ts";
import { childShares, serverShares } from "../model/shares.ts";
import { catchersOf, statusCaught } from "./caught.ts";
import type { InFlight } from "./effects/in-flight.ts";
import { answered, type OwnAnswer, type Step, type Unknown } from "./journey.ts";
import { numbering, requestId } from "./numbering.ts";
import { passMiddlewares, type Purse } from "./pass-middlewares.ts";
import { endingHere, endingsOf, failures, type Ending, type Role } from "./endings.ts";

/** A request on its way through services: those that are alike are the same object. */
export interface Course {
  /** null: a connection without HTTP */
  readonly request: InFlight | null;
  /** the middlewares of services that it has passed; null: there are too many ways to tell them apart by these */
  readonly steps: readonly Step[] | null;
  /** the same number: by the same middlewares, which did the same; without steps, by those that catch its answer */
  readonly stepsId: number;
  /** the `errors` middlewares among them */
  readonly catchers: readonly Middleware[];
}

/** A service as a request reaches it; whatever reaches it in the same way shares this. */
export interface Stop {
  readonly service: Service;
  /** behind its middlewares */
  readonly course: Course;
  /** what ends here; null: nothing, it goes on */
  readonly end: StopEnd | null;
  readonly ways: readonly ServiceWay[];
  /** what its `errors` middlewares make of a status; null: it is none of Traefik's own, or not known */
  readonly leaves: (status: number | null) => number | null;
  /** how all ends that reaches it, as parts of that */
  readonly endings: readonly Ending[];
}

export interface StopEnd {
  /** before any `errors` middleware has caught it */
  readonly answer: OwnAnswer | Unknown | null;
  readonly isUnserved: boolean;
}

/** From one stop to the next. */
export interface ServiceWay {
  readonly to: Stop;
  /** of what reaches the first one, from 0 to 1 */
  readonly part: number;
  readonly role: Role;
  /** the statuses for which what went this way goes another instead */
  readonly errors: Ranges;
}

/** All stops behind a service. */
export interface Ways {
  /** null: there is no such service */
  readonly first: Stop | null;
  /** each before all that it leads to */
  readonly stops: readonly Stop[];
  /** some were not followed, for there are too many */
  readonly areCut: boolean;
}

/** As deep as services are judged. */
const MAX_DEPTH = 400;
/** So many more stops than services: ways that change a request each in its own manner can double with every service. */
const MORE_STOPS = 5_000;
/** What all middlewares of services may cost together: see Purse. */
const MOST_WORK = 100_000;
/** More middlewares than that are not told one by one. */
const MOST_STEPS = 100_000;

/**
 * Finds out which services a request can reach, and what it is by then. A service is followed once for all the ways to
 * it, unless middlewares on these make a difference; so it does not matter how many ways there are.
 *
 * @param request behind the middlewares of the service; null: a connection without HTTP
 * @param tellsSteps whether ways differ that differ by what middlewares did, though the request came out the same
 */
export function waysBehind(
  gateway: Gateway,
  service: PartKey,
  request: InFlight | null,
  tellsSteps: boolean,
): Ways {
  const client = request?.clientIp ?? null;
  const purse: Purse = { left: MOST_WORK };
  const stops = new Map<string, Stop>();
  const open = new Set<Service>();
  const courses = new Map<string, Course>();
  const ids = new Map<Course, number>();
  const numberOf = numbering();
  let told = 0;
  let areCut = false;

  const root = courseOf(request, tellsSteps ? [] : null, 0, []);
  const found = gateway.services.get(service);
  const first = found === undefined ? null : stopAt(found, root, (at) => behind(at, root, []));
  return { first, stops: [...stops.values()].toReversed(), areCut };

  /** Circles end where they close: Traefik builds none. */
  function stopAt(at: Service, course: Course, make: (at: Service) => Stop): Stop | null {
    if (open.has(at)) return null;
    const id = `${at.key} ${ids.get(course)}`;
    const known = stops.get(id);
    if (known !== undefined) return known;
    if (open.size >= MAX_DEPTH) return lost(at, "it is nested too deep to be followed here");
    told += course.steps?.length ?? 0;
    if (stops.size >= gateway.services.size + MORE_STOPS || told > MOST_STEPS) {
      areCut = true;
      return lost(at, "there are too many ways to follow all of them");
    }
    open.add(at);
    const stop = make(at);
    open.delete(at);
    stops.set(id, stop);
    return stop;
  }

  /** A child is reached through middlewares of its own, one of which may answer. */
  function reach({ service: key }: ServiceChild, course: Course): Stop | null {
    const child = gateway.services.get(key);
    return child === undefined
      ? null
      : stopAt(child, course, (at) => {
          if (course.request === null || at.middlewares.length === 0) return behind(at, course, []);
          const own = { ...course.request, headers: new Map(course.request.headers) };
          const { steps, end } = passMiddlewares(gateway, at.middlewares, own, purse);
          if (end?.kind === "unknown") return lost(at, end.says);
          const passed = courseAfter(course, own, steps);
          const catchers = catchersOf(steps);
          return end === null ? behind(at, passed, catchers) : endAt(at, passed, catchers, { answer: end });
        });
  }

  function behind(at: Service, course: Course, catchers: Catchers): Stop {
    if (at.name === "noop@internal") return endAt(at, course, catchers, { answer: NOOP });
    if (at.type === "failover") return failOver(at, course, catchers);
    if (at.children.length === 0) {
      const isServed = at.type === null || serverShares(at).some(({ share }) => share !== 0);
      return endAt(at, course, catchers, isServed ? {} : unserved(at));
    }
    const shares = childShares(at, client);
    const ways = at.children.flatMap((child, index): ServiceWay[] => {
      const to = reach(child, course);
      const isCopy = child.role === "mirror";
      const part = child.role === "main" ? 1 : isCopy ? child.percent / 100 : (shares[index] ?? 0);
      return to === null ? [] : [{ to, part, role: isCopy ? "copies" : "answers", errors: [] }];
    });
    const isNobodys = at.type !== "mirroring" && shares.every((share) => share === 0);
    return endAt(at, course, catchers, isNobodys ? unserved(at) : null, ways);
  }

  /**
   * The fallback gets what the main service answers with a status that is an error here, and all while its health check
   * fails. Without servers nothing is checked, and it never fails.
   */
  function failOver(at: Service, course: Course, catchers: Catchers): Stop {
    const [main, fallback] = at.children;
    const errors = fallback === undefined ? [] : at.fallbackOn;
    const mains = main ? reach(main, course) : null;
    const ways: ServiceWay[] = mains ? [{ to: mains, part: 1, role: "answers", errors }] : [];
    if (mains === null || fallback === undefined) return endAt(at, course, catchers, null, ways);
    const { atOnce, later } = failures(mains.endings, errors);
    const to = atOnce > 0 || later > 0 ? reach(fallback, course) : null;
    if (to !== null && atOnce > 0) ways.push({ to, part: atOnce, role: "answers", errors: [] });
    if (to !== null && later > 0) ways.push({ to, part: later, role: "fallback", errors: [] });
    return endAt(at, course, catchers, null, ways);
  }

  function endAt(
    at: Service,
    course: Course,
    catchers: Catchers,
    ends: Partial<StopEnd> | null,
    ways: readonly ServiceWay[] = [],
  ): Stop {
    const end = ends && { answer: null, isUnserved: false, ...ends };
    const own = end && endingHere(end.answer, end.isUnserved);
    const leaves = (status: number | null): number | null => statusCaught(status, catchers);
    return { service: at, course, end, ways, leaves, endings: endingsOf(own, ways, leaves) };
  }

  function unserved({ label }: Service): Partial<StopEnd> {
    return { answer: client === null ? null : answered(503, unservedText(label)), isUnserved: true };
  }

  /** What is not followed is the same whatever comes there. */
  function lost(at: Service, says: string): Stop {
    const id = `${at.key} ${says}`;
    const stop = stops.get(id) ?? endAt(at, root, [], { answer: { kind: "unknown", says } });
    stops.set(id, stop);
    return stop;
  }

  function courseAfter(course: Course, own: InFlight, steps: readonly Step[]): Course {
    const { steps: before, catchers } = course;
    const telling = steps.filter(({ middleware }) => before !== null || middleware.catches !== null);
    const id = telling.reduce(
      (last, { middleware, effect }) => numberOf(`${last} ${numberOf(effect.says)} ${middleware.key}`),
      course.stepsId,
    );
    return courseOf(own, before && [...before, ...steps], id, [...catchers, ...catchersOf(steps)]);
  }

  function courseOf(
    own: InFlight | null,
    steps: Course["steps"],
    stepsId: number,
    catchers: Catchers,
  ): Course {
    const id = `${stepsId} ${own && requestId(own, numberOf)}`;
    const course = courses.get(id) ?? { request: own, steps, stepsId, catchers };
    courses.set(id, course);
    if (!ids.has(course)) ids.set(course, ids.size);
    return course;
  }
}

type Catchers = readonly Middleware[];

/** Why nobody gets what goes to a service. */
export function unservedText(label: string): string {
  return `no server gets what goes to service ${label}`;
}

const NOOP = answered(418, "noop@internal answers to whatever is not redirected");
