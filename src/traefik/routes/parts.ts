import { isWithin, roleBehind, type Role } from "./endings.ts";
import type { ServiceWay, Stop, Ways } from "./service-ways.ts";

/** What comes to a stop in one role, over all ways that lead there. */
export interface StopPart {
  readonly stop: Stop;
  readonly role: Role;
  /** of the requests that reach the first stop, from 0 to 1; more where one request is copied more than once */
  readonly probability: number;
  /** the part of it that ends here; null: failovers on the way take the answer for an error, and ask others instead */
  readonly ending: number | null;
}

/**
 * A part by the status that it will be answered with by Traefik, for failovers let through what is no error to them;
 * `null` stands for all of it.
 */
type ByStatus = Map<number | null, number>;

/** What each stop gets: one that others lead to has to wait for them. In the order in which ways lead there. */
export function partsOf({ first, stops }: Ways): readonly StopPart[] {
  if (first === null) return [];
  const parts = new Map<Stop, Map<Role, ByStatus>>();
  add(first, "answers", new Map(statusesOf(first).map((status) => [status, 1])));
  for (const stop of stops) {
    for (const [role, part] of parts.get(stop) ?? [])
      for (const way of stop.ways) add(way.to, roleBehind(role, way.role), alongWay(part, stop, way));
  }
  const told: StopPart[] = [];
  const seen = new Map<Stop, Set<Role>>();
  tell(first, "answers");
  return told;

  /** What is asked only if others fail is at most all. */
  function add(stop: Stop, role: Role, part: ByStatus): void {
    const byRole = parts.get(stop) ?? new Map<Role, ByStatus>();
    const sums: ByStatus = byRole.get(role) ?? new Map();
    for (const [status, share] of part) {
      const sum = (sums.get(status) ?? 0) + share;
      sums.set(status, role === "fallback" ? Math.min(1, sum) : sum);
    }
    parts.set(stop, byRole.set(role, sums));
  }

  function tell(stop: Stop, role: Role): void {
    const before = seen.get(stop) ?? new Set();
    if (before.has(role)) return;
    seen.set(stop, before.add(role));
    const part = parts.get(stop)?.get(role);
    const answer = stop.end?.answer;
    const status = stop.leaves(answer?.kind === "answered" ? answer.status : null);
    told.push({ stop, role, probability: part?.get(null) ?? 0, ending: part?.get(status) ?? null });
    for (const way of stop.ways) tell(way.to, roleBehind(role, way.role));
  }
}

/** What is answered to a copy is nobody's error. */
function alongWay(part: ByStatus, { leaves }: Stop, { to, part: share, role, errors }: ServiceWay): ByStatus {
  const next: ByStatus = new Map();
  for (const status of statusesOf(to)) {
    const before = part.get(role === "copies" ? null : leaves(status));
    if (before === undefined || (status !== null && isWithin(errors, status))) continue;
    next.set(status, before * share);
  }
  return next;
}

function statusesOf({ endings }: Stop): readonly (number | null)[] {
  const known = new Set<number | null>([null]);
  for (const { status } of endings) known.add(status);
  return [...known];
}
