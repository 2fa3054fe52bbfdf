import { integerOf, structOf } from "../../check/values.ts";
import type { Struct } from "../../load/configuration.ts";
import type { StaticFault, StaticSubject } from "../fault.ts";
import { checkMetrics } from "./metrics.ts";
import { checkOtlp } from "./otlp.ts";

/** Logs, metrics and traces: what Traefik does not start with, dies of, or goes on without. */
export function checkTelemetry(subject: StaticSubject): StaticFault[] {
  return [...checkOtlp(subject), ...checkMetrics(subject), ...checkBuffering(subject.configuration)];
}

/** Traefik makes room for as many entries of 24 bytes when it starts; no machine has room for these. */
const TOO_MANY = 10_000_000_000n;

function checkBuffering(configuration: Struct): StaticFault[] {
  const size = BigInt(integerOf(structOf(configuration, "accessLog") ?? {}, "bufferingSize"));
  if (size >= 0n && size < TOO_MANY) return [];
  const message =
    size < 0n
      ? "accessLog.bufferingSize is below zero: Traefik panics when it starts"
      : "accessLog.bufferingSize is more than any memory holds: Traefik dies when it starts";
  return [{ rule: "static-crash", path: ["accessLog", "bufferingSize"], message }];
}
