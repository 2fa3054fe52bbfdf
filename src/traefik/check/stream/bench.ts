import type { Bench } from "../bench.ts";
import type { Cause, Fault } from "../fault.ts";

/** TCP's services or UDP's, which are built alike. */
export interface StreamBench extends Bench {
  readonly protocol: "tcp" | "udp";
  /**
   * What building a service once came to, by stored name. Traefik builds services of TCP and UDP anew at every
   * reference; where nothing is left to chance the outcome is the same.
   */
  readonly outcomes: Map<string, readonly Fault[]>;
  /** circles met on the way down, of which it is not yet known whether a fault ends them */
  readonly circles: Circle[];
}

/** A service that is met again below itself. */
export interface Circle {
  readonly head: string;
  /** the services between, which must be built again when the head turns out to fail */
  readonly members: readonly string[];
  readonly cause: Cause;
}
