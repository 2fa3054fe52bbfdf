import type { Server, Service } from "./gateway.ts";
import { chosenFor, type Rival } from "./rendezvous.ts";

/** The part of a load balancer's requests that one of its servers gets, from 0 to 1. */
export interface ServerShare extends Server {
  /** null: any of them, for the balancer looks at how fast servers answer */
  readonly share: number | null;
}

/**
 * What each server of a load balancer gets; `p2c` does not look at weights, by `hrw` one server gets all of a client, and
 * by `leasttime` nobody can know.
 *
 * @param client the client's address as Go writes it; null: any, and the parts hold over many of them
 */
export function serverShares(
  { servers, strategy }: Service,
  client: string | null = null,
): readonly ServerShare[] {
  if (strategy === "hrw" && client !== null) {
    const rivals = servers.map(({ address, weight }) => ({ name: address, weight }));
    const parts = allToOne(client, rivals);
    return servers.map((server, at) => ({ ...server, share: parts[at] ?? 0 }));
  }
  const weights = servers.map(({ weight }) => (strategy === "p2c" ? 1 : weight));
  const total = sum(weights);
  const isOpen = strategy === "leasttime" && weights.filter((weight) => weight > 0).length > 1;
  return servers.map((server, at) => {
    const share = shareOf(weights[at] ?? 0, total);
    return { ...server, share: isOpen && share > 0 ? null : share };
  });
}

/**
 * The part of each child in the requests of its service, from 0 to 1; 0 for those that do not get them by weight. Where
 * a service has `highestRandomWeight`, all of a client's requests go the same way.
 *
 * @param client see serverShares
 */
export function childShares({ type, children }: Service, client: string | null = null): readonly number[] {
  if (client !== null && type === "highestRandomWeight") return allToOne(client, children);
  const weights = children.map(({ role, weight }) => (role === "share" ? weight : 0));
  const total = sum(weights);
  return weights.map((weight) => shareOf(weight, total));
}

function allToOne(client: string, rivals: readonly Rival[]): readonly number[] {
  const chosen = chosenFor(client, rivals);
  return rivals.map((_, at) => (at === chosen ? 1 : 0));
}

/** Whether the client's address decides where its requests go: to which child of a service, or to which server. */
export function isByClient({ type, strategy }: Service): boolean {
  return type === "highestRandomWeight" || strategy === "hrw";
}

function shareOf(weight: number, total: number): number {
  return weight <= 0 ? 0 : weight / total;
}

function sum(weights: readonly number[]): number {
  return weights.reduce((all, weight) => all + Math.max(0, weight), 0);
}
