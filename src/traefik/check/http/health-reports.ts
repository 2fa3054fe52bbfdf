import type { Struct } from "../../load/configuration.ts";
import { behaves } from "../behaviour.ts";
import { qualify } from "../names.ts";
import { find } from "../references.ts";
import { structOf, textOf } from "../values.ts";
import { MAX_DEPTH, type HttpBench } from "./bench.ts";
import { internalHandler } from "./internal-services.ts";

/** Why a service does not tell its parents whether it is healthy. */
export type NoReport =
  | { readonly kind: "cannot"; readonly handler: string; readonly says: string; readonly hint: string | null }
  | { readonly kind: "will not"; readonly text: string; readonly says: string; readonly hint: string | null };

const STRATEGY_NAMES: Readonly<Record<string, string>> = { p2c: "P2C", hrw: "HRW", leasttime: "LeastTime" };

/**
 * Whether a service that was built reports its health: null where it does.
 *
 * @param wrapped it stands behind headers of its parent's, which hide it
 */
export function whyNotReporting(bench: HttpBench, name: string, wrapped = false, depth = 0): NoReport | null {
  if (wrapped) return cannot("http.HandlerFunc", "and headers set for it hide that");
  if (name.endsWith("@internal"))
    return cannot(internalHandler(name), "which Traefik's own services never tell");
  const source = find(bench, "http.services", name)?.source;
  if (!source || depth > MAX_DEPTH) return null;
  const { value } = source;
  const wrr = behaves(bench.version, "longServiceTexts") ? "WRR" : "weighted";

  const balancer = structOf(value, "loadBalancer");
  if (balancer)
    return needsHealthCheck(
      balancer,
      STRATEGY_NAMES[textOf(balancer, "strategy")] ?? wrr,
      "with a path or mode",
    );
  const weighted = structOf(value, "weighted");
  if (weighted) return needsHealthCheck(weighted, wrr);
  const random = structOf(value, "highestRandomWeight");
  if (random) return needsHealthCheck(random, "HRW");
  const failover = structOf(value, "failover");
  if (failover) return needsHealthCheck(failover, "failover");
  const mirroring = structOf(value, "mirroring");
  if (!mirroring) return null;
  const own = needsHealthCheck(mirroring, "mirroring");
  if (own) return own;
  const main = whyNotReporting(bench, qualify(textOf(mirroring, "service"), name), false, depth + 1);
  if (main === null) return null;
  const text =
    main.kind === "cannot"
      ? `service of mirroring ${main.handler} not a healthcheck.StatusUpdater`
      : `cannot register service of mirroring as updater: ${main.text}`;
  return { kind: "will not", text, says: main.says, hint: main.hint };
}

function needsHealthCheck(service: Struct, type: string, how = "healthCheck: {}"): NoReport | null {
  if (structOf(service, "healthCheck")) return null;
  return {
    kind: "will not",
    text: `healthCheck not enabled in config for this ${type} service`,
    says: "which has no healthCheck",
    hint:
      how === "healthCheck: {}"
        ? "give that service `healthCheck: {}`"
        : `give that load balancer a healthCheck ${how}`,
  };
}

function cannot(handler: string, says: string): NoReport {
  return { kind: "cannot", handler, says, hint: null };
}
