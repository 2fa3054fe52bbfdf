import type { LoadedObject, Struct } from "../load/configuration.ts";
import type { Bench } from "./bench.ts";
import { fault } from "./fault.ts";
import { integerOf, optionalIntegerOf } from "./values.ts";

/** Durations of a health check that are not above zero: Traefik takes its defaults and goes on. */
export function checkHealthCheckDurations({ ledger }: Bench, owner: LoadedObject, healthCheck: Struct): void {
  for (const field of ["interval", "timeout", "unhealthyInterval"]) {
    const duration =
      field === "unhealthyInterval" ? optionalIntegerOf(healthCheck, field) : integerOf(healthCheck, field);
    if (duration === undefined || duration > 0) continue;
    const { cause } = fault("", {
      rule: "ignored-duration",
      owner,
      at: [healthCheck, field],
      says: `a health check's ${field} must be above zero; Traefik takes its default instead`,
    });
    ledger.note(cause);
  }
}
