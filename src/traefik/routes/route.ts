import type { Router } from "../model/gateway.ts";
import type { Rule } from "../rules/rule.ts";
import { failingPart, type RuleTest } from "./match.ts";

/** A router with the test of its rule. */
export interface Route<Request> {
  readonly router: Router;
  /** that of its provider among those of routers of the same priority: the greater is tried first */
  readonly precedence: number;
  /** made when it is first asked for */
  readonly test: () => RuleTest<Request>;
  /** the routers below it, in the order in which they are tried */
  readonly children: readonly Route<Request>[];
}

/** One router that was tried. */
export interface Candidate {
  readonly router: Router;
  readonly matched: boolean;
  /** the part of its rule that keeps it from matching; null: it matches */
  readonly failed: Rule | null;
}

/** What came of trying routers one after the other. */
export interface Trial<Request> {
  /** up to the winner; made when they are asked for */
  readonly tried: () => readonly Candidate[];
  readonly winner: Route<Request> | null;
  /** others of the winner's priority that match too: it is chance which one Traefik has first */
  readonly ties: readonly Router[];
}

/**
 * Tries routers in their order until one matches.
 *
 * @param near those of them that could match
 */
export function tryRoutes<Request>(
  routes: readonly Route<Request>[],
  request: Request,
  near: readonly Route<Request>[] = routes,
): Trial<Request> {
  const at = near.findIndex((route) => route.test().matches(request));
  const winner = near[at] ?? null;
  const tried = (): readonly Candidate[] => {
    const count = winner === null ? routes.length : routes.indexOf(winner) + 1;
    return routes.slice(0, count).map(({ router, test }) => {
      const failed = failingPart(test(), request);
      return { router, matched: failed === null, failed };
    });
  };
  return { tried, winner, ties: winner === null ? [] : tiesWith(winner, near.slice(at + 1), request) };
}

function tiesWith<Request>(
  winner: Route<Request>,
  later: readonly Route<Request>[],
  request: Request,
): readonly Router[] {
  const ties: Router[] = [];
  for (const route of later) {
    if (!isLevel(route, winner)) break;
    if (route.test().matches(request)) ties.push(route.router);
  }
  return ties;
}

function isLevel(a: Route<never>, b: Route<never>): boolean {
  return comparePriority(a.router, b.router) === 0 && a.precedence === b.precedence;
}

/** A number may be equal to one of the other kind, as only `<` and `>` tell. */
export function comparePriority(a: Router, b: Router): number {
  return a.priority < b.priority ? -1 : a.priority > b.priority ? 1 : 0;
}
