import { readFile } from "node:fs/promises";
import { Counter, Gauge, Registry } from "prom-client";

/** The gateway's own counters. */
export interface Metrics {
  readonly contentType: string;
  readonly gitSyncRestarted: () => void;
  readonly traefikRestarted: () => void;
  readonly degraded: (is: boolean) => void;
  /** Prometheus' text format: the gateway's own and, where there is one, the hook's file. */
  readonly text: () => Promise<string>;
}

/** @param hookFile what the hook writes: see GATEWAY_METRICS_FILE */
export function makeMetrics(hookFile: string): Metrics {
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
  const degraded = new Gauge({
    name: "gateway_degraded",
    help: "1 while the gateway serves something else than the newest commit.",
    registers: [...registers],
  });
  return {
    contentType: registers[0].contentType,
    gitSyncRestarted: () => gitSync.inc(),
    traefikRestarted: () => traefik.inc(),
    degraded: (is) => degraded.set(is ? 1 : 0),
    text: async () => {
      const hook = await readFile(hookFile, "utf8").catch(() => "");
      return (await registers[0].metrics()) + hook;
    },
  };
}
