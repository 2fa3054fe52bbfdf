import type { LoadedObject, Struct } from "../../load/configuration.ts";
import type { Bench } from "../bench.ts";
import { placeOf } from "../fault.ts";
import { describe } from "../names.ts";
import { optionalIntegerOf, structOf, structsOf } from "../values.ts";

/** Weighted services all of whose weights are zero: nobody is ever chosen. */
export function adviseWeights({ configuration, ledger }: Bench): void {
  for (const kind of ["http.services", "tcp.services", "udp.services"] as const) {
    for (const service of configuration.objects[kind].values()) {
      const [first] = weightlessOf(service) ?? [];
      if (!first) continue;
      ledger.remark("no-weight", {
        place: placeOf(service, [first, "weight"]),
        object: service,
        message: `${describe(service)}: all its weights are zero, so it serves nothing`,
        hint: "give one of its services a weight above zero, or leave the weight away: it is 1",
      });
    }
  }
}

/** The services of a weighted one, if none of them can be chosen. */
function weightlessOf({ value }: LoadedObject): readonly Struct[] | null {
  const weighted = structOf(value, "weighted");
  const services = weighted ? structsOf(weighted, "services") : [];
  const isWeightless = (service: Struct): boolean => Number(optionalIntegerOf(service, "weight") ?? 1) === 0;
  return services.every(isWeightless) ? services : null;
}
