import type { Bench } from "../bench.ts";
import type { Fault } from "../fault.ts";

/** TCP's services or UDP's, which are built alike. */
export interface StreamBench extends Bench {
  readonly protocol: "tcp" | "udp";
  /**
   * What building a service once came to, by stored name. Traefik builds services of TCP and UDP anew at every
   * reference; where nothing is left to chance the outcome is the same.
   */
  readonly outcomes: Map<string, readonly Fault[]>;
}
