import type { Ranges } from "../model/gateway.ts";
import type { OwnAnswer, Unknown } from "./journey.ts";
import type { ServiceWay, Stop } from "./service-ways.ts";

/**
 * What requests do where they end:
 * - `answers`: it gets them
 * - `copies`: it gets copies, whose answers nobody sees
 * - `fallback`: it gets them, or copies, only when the one beside it cannot take them
 */
export type Role = "answers" | "copies" | "fallback";

/** A part of what reaches a service that ends alike, wherever that may be. */
export interface Ending {
  readonly role: Role;
  /** with which Traefik answers it; null: it does not */
  readonly status: number | null;
  readonly isUnserved: boolean;
  readonly part: number;
}

/** What comes to a service in one role, and goes on from there in another. */
export function roleBehind(before: Role, way: Role): Role {
  return before === "fallback" || way === "answers" ? before : way;
}

/** All of it ends here. */
export function endingHere(answer: OwnAnswer | Unknown | null, isUnserved: boolean): Ending {
  const status = answer?.kind === "answered" ? answer.status : null;
  return { role: "answers", status, isUnserved, part: 1 };
}

/**
 * Adds up how all ends that ends at a service, or goes some ways from there.
 *
 * @param own what ends there; null: nothing
 * @param leaves what becomes of a status before it leaves the service
 */
export function endingsOf(
  own: Ending | null,
  ways: readonly ServiceWay[],
  leaves: Stop["leaves"],
): readonly Ending[] {
  const sums = new Map<string, Ending>();
  const add = (role: Role, status: number | null, isUnserved: boolean, part: number): void => {
    const key = `${role} ${status} ${isUnserved}`;
    sums.set(key, { role, status, isUnserved, part: (sums.get(key)?.part ?? 0) + part });
  };
  if (own !== null) add(own.role, leaves(own.status), own.isUnserved, own.part);
  for (const way of ways) {
    for (const { role: last, status, isUnserved, part } of way.to.endings) {
      const role = roleBehind(way.role, last);
      if (role !== "copies" && status !== null && isWithin(way.errors, status)) continue;
      add(role, leaves(status), isUnserved, way.part * part);
    }
  }
  return [...sums.values()];
}

/**
 * What a fallback gets: at once, for the main service answers with an error, and later, when its servers fail.
 *
 * @param mains how all ends that goes to the main service
 * @param errors the statuses that are errors
 */
export function failures(
  mains: readonly Ending[],
  errors: Ranges,
): { readonly atOnce: number; readonly later: number } {
  let [atOnce, behindFallbacks, couldFail] = [0, 0, false];
  for (const { role, status, isUnserved, part } of mains) {
    if (role === "copies") continue;
    if (status === null || !isWithin(errors, status)) couldFail ||= !isUnserved && part > 0;
    else if (role === "answers") atOnce += part;
    else behindFallbacks += part;
  }
  const rest = Math.max(0, 1 - atOnce);
  return { atOnce, later: couldFail ? rest : Math.min(rest, behindFallbacks) };
}

/**
 * The part that comes to a service in one role and ends in another, and that Traefik does not answer itself.
 *
 * @param endings of all that comes to it
 */
export function passedOn(endings: readonly Ending[], comes: Role, ends: Role): number {
  return endings.reduce(
    (sum, { role, status, part }) => (status === null && roleBehind(comes, role) === ends ? sum + part : sum),
    0,
  );
}

export function isWithin(ranges: Ranges, status: number): boolean {
  return ranges.some(([low, high]) => status >= low && status <= high);
}
