import { readFile } from "node:fs/promises";
import { Counter, Gauge, Registry } from "prom-client";

/** The gateway's own counters. */
export interface Metrics {
  readonly contentType: string;
  readonly gitSyncRestarted: () => void;
  readonly traefikRestarted: () => void;
  /** Prometheus' text format: the gateway's own and, where there is one, the hook's file. */
  readonly text: () => Promise<string>;
}

/**
 * @param hookFile what the hook writes: see GATEWAY_METRICS_FILE
 * @param isHealthy is asked whenever the metrics are
 */
export function makeMetrics(hookFile: string, isHealthy: () => Promise<boolean>): Metrics {
  const registers = [new Registry()] as const;
  const gitSync = new Counter({
    name: "gateway_git_sync_restarts_total",
    help: "How often git-sync ended and was started again.",
    registers: [...registers],
  });
  const traefik = new Counter({
    name: "gateway_traefik_restarts_total",
    help: "How often a static change started another Traefik.",
    registers: [...registers],
  });
  const healthy: Gauge = new Gauge({
    name: "gateway_healthy",
    help: "1 while nothing is wrong, 0 while the gateway is degraded or unhealthy.",
    registers: [...registers],
    collect: async (): Promise<void> => healthy.set((await isHealthy()) ? 1 : 0),
  });
  return {
    contentType: registers[0].contentType,
    gitSyncRestarted: () => gitSync.inc(),
    traefikRestarted: () => traefik.inc(),
    text: async () => {
      const hook = await readFile(hookFile, "utf8").catch(() => "");
      return (await registers[0].metrics()) + hook;
    },
  };
}
