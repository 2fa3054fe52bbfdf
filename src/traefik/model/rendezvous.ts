import { toBytes } from "../go/utf8.ts";

/** One of those among which a client's address decides. */
export interface Rival {
  readonly name: string;
  /** 0 or less takes no part */
  readonly weight: number;
}

/**
 * Who gets a client's requests by highest random weight, as Traefik's balancer has it: each name is hashed behind the
 * address, and the best score counts.
 *
 * @returns its place; -1: nobody takes part
 */
export function chosenFor(client: string, rivals: readonly Rival[]): number {
  let best = 0;
  let chosen = -1;
  for (const [at, { name, weight }] of rivals.entries()) {
    const part = Number(fnv1a(client + name)) / 2 ** 64;
    const score = weight > 0 ? (1 / -Math.log(part)) * weight : 0;
    if (score <= best) continue;
    best = score;
    chosen = at;
  }
  return chosen;
}

/** Go's fnv.New64a of a Go string. */
function fnv1a(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of toBytes(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}
