import type { LoadedObject } from "../../load/configuration.ts";
import type { Bench } from "../bench.ts";
import { placeOf } from "../fault.ts";
import { describe } from "../names.ts";
import { optionalIntegerOf, structOf, structsOf } from "../values.ts";

/** Weighted services all of whose weights are zero: nobody is ever chosen. */
export function adviseWeights({ configuration, ledger }: Bench): void {
  for (const kind of ["http.services", "tcp.services", "udp.services"] as const) {
    for (const service of configuration.objects[kind].values()) {
      if (!choosesNobody(service)) continue;
      ledger.remark("no-weight", {
        place: placeOf(service, [service.value, "weighted"]),
        object: service,
        message: `${describe(service)}: all its weights are zero, so it serves nothing`,
      });
    }
  }
}

function choosesNobody({ value }: LoadedObject): boolean {
  const weighted = structOf(value, "weighted");
  const services = weighted ? structsOf(weighted, "services") : [];
  return (
    services.length > 0 &&
    services.every((service) => Number(optionalIntegerOf(service, "weight") ?? 1) === 0)
  );
}
