import { adopt } from "./adopt.ts";
import type { Child } from "./child.ts";
import { type Family, isThere, type Member, ownPlace, readFamily } from "./family.ts";
import type { Log } from "./log.ts";

/**
 * What is left of the gateway before this one.
 *
 * - `nothing`, as far as can be told
 * - `alive`: it runs, and this one must not
 * - `left`: it was killed, and these go on without it
 * - `unknown`: it did not end by itself, and the system does not tell whether these are still there
 */
export type Predecessor =
  | { readonly kind: "nothing" }
  | {
      readonly kind: "alive" | "left" | "unknown";
      readonly gateway: number;
      readonly members: readonly Member[];
    };

/** git-sync and the hook end at once; a git that hangs may not. Milliseconds. */
const ENDS_WITHIN = 5_000;

/**
 * Judges what a gateway noted. Nothing is believed of a number alone: a process is only taken for the one that was noted
 * when it was started at the same instant of the same start of the machine.
 *
 * @param place where this gateway is
 */
export function judgePredecessor(family: Family | null, place: string): Predecessor {
  if (family === null || family.place !== place) return { kind: "nothing" };
  const gateway = family.gateway.pid;
  if (place === "") {
    const members = family.children;
    return members.length === 0 ? { kind: "nothing" } : { kind: "unknown", gateway, members };
  }
  const members = family.children.filter(isThere);
  if (isThere(family.gateway)) return { kind: "alive", gateway, members };
  return members.length === 0 ? { kind: "nothing" } : { kind: "left", gateway, members };
}

/**
 * Ends what a gateway before this one has left when it was killed, but for its Traefiks: they serve.
 *
 * @param file what that gateway noted
 * @returns its Traefiks; null where that gateway is still there
 */
export async function endPredecessor(file: string, log: Log): Promise<readonly Child[] | null> {
  const before = judgePredecessor(readFamily(file), ownPlace());
  if (before.kind === "nothing") return [];
  const { kind, gateway } = before;
  if (kind === "alive") {
    log("error", "another gateway is running: two must not share GATEWAY_TRAEFIK_PIDFILE, nor a target", {
      gateway,
    });
    return null;
  }
  const left = before.members.map(({ name, pid }) => `${name} ${pid}`).join(", ");
  if (kind === "unknown") {
    log("warn", "a gateway before this one was killed; end by hand what it may have left", { gateway, left });
    return [];
  }
  log("warn", "a gateway before this one was killed; this one takes over what it has left", {
    gateway,
    left,
  });
  const children = before.members.map(adopt);
  const isTraefik = ({ name }: Child): boolean => name === "traefik";
  await Promise.all(
    children.filter((child) => !isTraefik(child)).map(async (child) => child.stop(ENDS_WITHIN)),
  );
  return children.filter(isTraefik);
}
