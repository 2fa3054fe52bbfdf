import { quote } from "../../go/strconv.ts";
import { parseUrl } from "../../go/url.ts";
import type { Struct } from "../../load/configuration.ts";
import { inOrder, untilFault } from "../bench.ts";
import { behaves, goOf } from "../behaviour.ts";
import { fault, type Fault } from "../fault.ts";
import { checkHealthCheckDurations } from "../health-check.ts";
import { qualify } from "../names.ts";
import { nearest } from "../../../nearest.ts";
import { withoutValues } from "../../load/without-values.ts";
import { find, maybeElsewhere, unknownName } from "../references.ts";
import { checkSpiffeServers } from "../tls/spiffe-source.ts";
import { urlHint } from "../url-hint.ts";
import { structOf, structsOf, textOf } from "../values.ts";
import type { Holder, HttpBench } from "./bench.ts";

/** A load balancer: its strategy, its servers in random order, the transport of its health check. */
export function buildLoadBalancer(bench: HttpBench, holder: Holder, balancer: Struct): readonly Fault[] {
  const healthCheck = structOf(balancer, "healthCheck");
  const servers = structsOf(balancer, "servers");
  const faults = inOrder(
    () => checkStrategy(bench, holder, balancer),
    () =>
      behaves(bench.version, "transportOnlySeenWithServers")
        ? []
        : transport(bench, holder, balancer, (x) => x),
    () => untilFault(bench, servers, (server) => checkServer(bench, holder, balancer, server)),
    () => (healthCheck ? transport(bench, holder, balancer, (text) => `getting RoundTripper: ${text}`) : []),
  );
  if (faults.length === 0 && healthCheck) checkHealthCheckDurations(bench, holder.owner, healthCheck);
  if (faults.length === 0) checkSpiffeServers(bench, holder, balancer);
  return faults;
}

const STRATEGIES = ["wrr", "p2c", "hrw", "leasttime"];

function checkStrategy({ version }: HttpBench, { owner }: Holder, balancer: Struct): readonly Fault[] {
  const strategy = textOf(balancer, "strategy");
  const known = behaves(version, "moreStrategies") ? STRATEGIES : STRATEGIES.slice(0, 2);
  if (strategy === "" || known.includes(strategy) || !behaves(version, "strategy")) return [];
  const near = nearest(strategy, known);
  return [
    fault(`unsupported load-balancer strategy ${quote(strategy)}`, {
      rule: "invalid-strategy",
      owner,
      at: [balancer, "strategy"],
      says: `there is no load balancing strategy "${strategy}"`,
      hint: near === null ? `strategies: ${known.join(", ")}` : `did you mean "${near}"?`,
    }),
  ];
}

function checkServer(bench: HttpBench, holder: Holder, balancer: Struct, server: Struct): readonly Fault[] {
  const url = textOf(server, "url");
  const parsed = parseUrl(url, goOf(bench.version));
  if (parsed.ok) {
    const lookUp = bench.facts.fastProxy ? "getting ServersTransport" : "getting RoundTripper";
    return transport(
      bench,
      holder,
      balancer,
      (text) => `error building proxy for server URL ${url}: ${lookUp}: ${text}`,
    );
  }
  return [
    fault(`error parsing server URL ${url}: ${parsed.error}`, {
      rule: "invalid-url",
      owner: holder.owner,
      at: [server, "url"],
      says: `a server's URL is not one as Go reads it: ${reasonOf(parsed.error)}`,
      hint: urlHint(url, parsed.error),
    }),
  ];
}

/** The end of Go's text, without the URL or what Go takes for its port: a password may be in it. */
function reasonOf(error: string): string {
  return withoutValues(error.replace(/^parse "(?:[^"\\]|\\.)*": /s, ""));
}

function transport(
  bench: HttpBench,
  { owner, name }: Holder,
  balancer: Struct,
  say: (text: string) => string,
): readonly Fault[] {
  const written = textOf(balancer, "serversTransport");
  if (written === "") return [];
  const qualified = qualify(written, name);
  const kind = "http.serversTransports";
  if (
    qualified === "default@internal" ||
    find(bench, kind, qualified) ||
    maybeElsewhere(bench, kind, qualified)
  )
    return [];
  const reference = { name: written, at: [balancer, "serversTransport"] as const };
  return [
    unknownName(bench, kind, reference, qualified, owner, say(`servers transport not found ${qualified}`)),
  ];
}
