import type { Gateway, PartKey, Server, Service, ServiceChild } from "./gateway.ts";
import { chosenFor, type Rival } from "./rendezvous.ts";

/** Where requests end that reach a service: one without children, with its part of them. */
export interface Leaf {
  readonly service: Service;
  /** of the requests that reach the first service, from 0 to 1 */
  readonly probability: number;
  /**
   * - `answers`: it gets them
   * - `copies`: it gets copies, whose answers nobody sees
   * - `fallback`: it gets them only when the one beside it cannot take them
   */
  readonly role: "answers" | "copies" | "fallback";
  /** the services on the way, the first one first, the leaf itself last */
  readonly via: readonly Service[];
}

/** The part of a leaf's requests that one of its servers gets, from 0 to 1. */
export interface ServerShare extends Server {
  readonly share: number;
}

/** Deeper than this nothing is followed: circles end here too. */
const MAX_DEPTH = 50;

/**
 * Follows a service down to those that answer. The parts are those of weighted round robin; where a service has
 * `highestRandomWeight`, all of a client's requests go the same way. What no weight leads to is here with 0.
 *
 * @param client the client's address as Go writes it; null: any, and the parts hold over many of them
 */
export function leavesOf(gateway: Gateway, service: PartKey, client: string | null = null): readonly Leaf[] {
  const leaves: Leaf[] = [];
  follow(service, 1, "answers", []);
  return leaves;

  function follow(key: PartKey, probability: number, role: Leaf["role"], before: readonly Service[]): void {
    const found = gateway.services.get(key);
    if (found === undefined || before.includes(found) || before.length > MAX_DEPTH) return;
    const via = [...before, found];
    if (found.children.length === 0) {
      leaves.push({ service: found, probability, role, via });
      return;
    }
    const shares =
      client !== null && found.type === "highestRandomWeight"
        ? allToOne(client, found.children)
        : sharesOf(found.children);
    for (const [index, child] of found.children.entries()) {
      if (child.role === "share") follow(child.service, probability * (shares[index] ?? 0), role, via);
      else if (child.role === "main") follow(child.service, probability, role, via);
      else if (child.role === "mirror")
        follow(child.service, probability * (child.percent / 100), "copies", via);
      else follow(child.service, probability, role === "copies" ? role : "fallback", via);
    }
  }
}

/** Whether anybody could answer what goes to a service; what is not known here could. */
export function hasServers(gateway: Gateway, service: PartKey, client: string | null = null): boolean {
  return leavesOf(gateway, service, client).some(
    ({ service: leaf, role, probability }) =>
      role !== "copies" &&
      probability > 0 &&
      (leaf.type === null || serverShares(leaf).some(({ share }) => share > 0)),
  );
}

/**
 * What each server of a load balancer gets; `p2c` does not look at weights, and by `hrw` one server gets all of a client.
 *
 * @param client see leavesOf
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
  return servers.map((server, at) => ({ ...server, share: shareOf(weights[at] ?? 0, total) }));
}

/** The part of each child in the requests of its service, from 0 to 1; 0 for those that do not get them by weight. */
export function sharesOf(children: readonly ServiceChild[]): readonly number[] {
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
