import { nearest } from "../nearest.ts";
import { problemText } from "../problem-text.ts";
import type { Router } from "../traefik/model/gateway.ts";
import { atEntryPoint, enter, standBelow, type Standing } from "../traefik/routes/descend.ts";
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
  { router: winner, entryPoint, passage }: Journey,
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
    return `${wanted} is not served: ${(broken && problemText(broken)) || "it is broken"}`;
  const point = table.entryPoints.get(entryPoint);
  const all = point ? routersAt(table, point, arrival).filter(({ router }) => router.label === wanted) : [];
  const here = all.find((asked) => wouldTake(asked, arrival)) ?? all[0];
  if (point === undefined || here === undefined) {
    if (first.parents !== null) {
      const above = routers.filter(({ key }) => first.parents?.includes(key)).map(({ label }) => label);
      return `${wanted} is reached through ${above.join(", ")} alone, which entry point ${entryPoint} does not serve`;
    }
    const points = [...new Set(named.flatMap((router) => router.entryPoints))];
    return `${wanted} is not on entry point ${entryPoint}, but on ${points.join(", ")}`;
  }
  const { router, isTls } = here;
  if (router.protocol === "http" && arrival.http === null)
    return `${wanted} is a router for HTTP, and the connection is without`;
  if (isTls !== (arrival.tls !== null))
    return isTls
      ? `${wanted} has tls, and the request comes without TLS`
      : `${wanted} has no tls, and the request comes over TLS`;
  if (router.protocol === "http" && receivedBy(point, arrival).request === null)
    return `${wanted} never sees it: the entry point answers it itself`;
  const obstacle = here.obstacle();
  if (obstacle !== null && obstacle.kind !== "rule") {
    const what = obstacle.kind === "answered" ? "which answers it" : "of which it is not known here";
    return `${wanted} is below ${obstacle.router.label}, ${what}: ${obstacle.says}`;
  }
  const { router: holder, part } = obstacle ?? { router, part: null };
  const failed = part && holder.rule.slice(part.start, part.end);
  if (failed !== null && holder !== router)
    return `${wanted} is below ${holder.label}, of whose rule ${failed} does not hold`;
  if (failed === router.rule) return `${wanted}: its rule ${failed} does not hold`;
  if (failed !== null) return `${wanted}: of its rule, ${failed} does not hold`;
  const { end } = passage();
  if (winner === null && end.kind !== "service") return `${wanted} never sees it: ${end.says}`;
  const order = winner ? `, and is outranked by ${winner.label} with ${winner.priority}` : "";
  return `${wanted} matches too, with priority ${router.priority}${router.isPriorityGiven ? "" : " (the length of its rule)"}${order}`;
}

function mismatch(...lines: readonly string[]): readonly Mismatch[] {
  return [{ member: "router", says: lines.join("\n") }];
}

interface Asked {
  readonly router: Router;
  /** it is reached over TLS; a router below a parent does not say so itself */
  readonly isTls: boolean;
  /** what keeps a request from it; null: nothing, or it cannot be told */
  readonly obstacle: () => Obstacle | null;
}

/** The part of a router's rule, or of a parent's, that does not hold; or a parent's own answer, or why that is not known. */
type Obstacle =
  | { readonly kind: "rule"; readonly router: Router; readonly part: Rule }
  | { readonly kind: "answered" | "unknown"; readonly router: Router; readonly says: string };

function wouldTake({ router, isTls }: Asked, { tls, http }: Arrival): boolean {
  return isTls === (tls !== null) && (router.protocol === "http") === (http !== null);
}

/** Every router of an entry point, those below parents included, ready to be asked why not. */
function routersAt({ gateway }: RoutingTable, point: EntryPointTable, arrival: Arrival): readonly Asked[] {
  const { request, connection } = receivedBy(point, arrival);
  const way = { gateway, facts: point.facts, options: null };
  const reach = (standing: Standing, router: Router): Standing | Obstacle => {
    const entered = enter(way, router, standing);
    if (entered.end === null) return standBelow(standing, entered.request);
    const { kind, says } = entered.end;
    return { kind, router, says };
  };
  const http = (
    routes: EntryPointTable["http"]["routes"],
    isTls: boolean,
    reached: () => Standing | Obstacle | null,
    seen: Set<Router> = new Set(),
  ): readonly Asked[] =>
    routes.flatMap(({ router, test, children }) => {
      // the first way counts; there may be more than anybody can count
      if (seen.has(router)) return [];
      seen.add(router);
      const obstacle = (): Obstacle | null => {
        const at = reached();
        if (at === null || "kind" in at) return at;
        return failure(router, failingPart(test(), at.seen));
      };
      const below = (): Standing | Obstacle | null => {
        const at = reached();
        return at === null || "kind" in at ? at : (obstacle() ?? reach(at, router));
      };
      return [{ router, isTls, obstacle }, ...http(children, isTls, below, seen)];
    });
  const tcp = (routes: EntryPointTable["tcp"], isTls: boolean): readonly Asked[] =>
    routes.map(({ router, test }) => ({
      router,
      isTls,
      obstacle: () => failure(router, failingPart(test(), connection)),
    }));
  const root = request && atEntryPoint(request);
  return [
    ...http(point.http.routes, false, () => root),
    ...http(point.https.routes, true, () => root),
    ...tcp(point.tcp, false),
    ...tcp(point.tcpTls, true),
  ];
}

function failure(router: Router, part: Rule | null): Obstacle | null {
  return part && { kind: "rule", router, part };
}
