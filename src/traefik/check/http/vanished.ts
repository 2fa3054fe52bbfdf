import type { Bench } from "../bench.ts";
import { fault } from "../fault.ts";
import { structOf } from "../values.ts";
import type { HttpRouter } from "./router.ts";

/** Routers that Traefik loses on the way to its entry points: they are in no list, and no log tells. */
export function checkVanished(bench: Bench, running: ReadonlyMap<string, HttpRouter>): void {
  const alive = new Set([...running.values()].map(({ source }) => source));
  for (const owner of bench.configuration.objects["http.routers"].values()) {
    if (alive.has(owner)) continue;
    const isChild = structOf(owner.value, "tls") !== undefined && "parentRefs" in owner.value;
    const { cause } = isChild
      ? fault("", {
          rule: "child-router-field",
          owner,
          at: [owner.value, "tls"],
          says: "a router with parentRefs takes tls from its parents; with its own, Traefik silently drops it",
          hint: "move tls to the parent",
        })
      : fault("", {
          rule: "no-entry-point",
          owner,
          says: "it names no entry point, and no entry point is a default: Traefik silently drops it",
          hint: "name its entryPoints",
        });
    bench.ledger.note(cause);
  }
}
