import type { Bench } from "../bench.ts";
import { placeOf } from "../fault.ts";
import { describe } from "../names.ts";
import { flagOf, structOf } from "../values.ts";

/** Fields of a router's `observability`, and the section of the static configuration without which they are nothing. */
const SECTIONS = { accessLogs: "accessLog", metrics: "metrics", tracing: "tracing" } as const;

/** Routers that ask to be logged, counted or traced where nothing is. */
export function adviseObservability({ configuration, facts, ledger }: Bench): void {
  if (!facts.known) return;
  for (const router of configuration.objects["http.routers"].values()) {
    const observability = structOf(router.value, "observability");
    if (observability === undefined) continue;
    for (const field of ["accessLogs", "metrics", "tracing"] as const) {
      if (!flagOf(observability, field) || facts.observes[field]) continue;
      const section = SECTIONS[field];
      ledger.remark("observability-off", {
        place: placeOf(router, [observability, field]),
        object: router,
        message: `${describe(router)}: observability.${field} has no effect: the static configuration has no ${section}`,
        hint: `write ${section} into the static configuration, which is for all routers that do not say false`,
      });
    }
  }
}
