import { escapedPath, urlPathOf } from "../go/url-path.ts";
import { parseUrl } from "../go/url.ts";
import type { Gateway, PartKey, Server, Service } from "../model/gateway.ts";
import { leavesOf, serverShares } from "../model/leaves.ts";
import type { Sent } from "./journey.ts";

/** What a server is asked for. */
export interface Delivery {
  readonly host: string;
  /** path and query, encoded */
  readonly uri: string;
}

/**
 * What those get that answer a service's requests, each that differs once: with `passHostHeader: false` a server gets
 * its own host, with `preservePath` the path below its own. What another provider's services do is not known: they
 * get it as it is sent.
 */
export function deliveries(gateway: Gateway, service: PartKey, sent: Sent): readonly Delivery[] {
  const found = new Map<string, Delivery>();
  for (const { service: leaf, role, probability } of leavesOf(gateway, service, sent.client)) {
    if (role !== "answers" || probability === 0) continue;
    const asked = serverShares(leaf, sent.client).filter(({ share }) => share > 0);
    const all = leaf.servers.length === 0 ? [sent] : asked.map((server) => deliver(leaf, server, sent));
    for (const { host, uri } of all) found.set(`${host} ${uri}`, { host, uri });
  }
  return [...found.values()];
}

/** What one server of a load balancer gets. */
export function deliver(
  { passHostHeader }: Service,
  { address, preservePath }: Server,
  { host, uri }: Delivery,
): Delivery {
  if (passHostHeader && !preservePath) return { host, uri };
  const url = parseUrl(address);
  if (!url.ok) return { host, uri };
  const { host: own, writtenPath } = url.value;
  return {
    host: passHostHeader ? host : own,
    uri: preservePath ? below(escapedPath(urlPathOf(writtenPath) ?? { path: "", rawPath: "" }), uri) : uri,
  };
}

/** httputil.JoinURLPath: one slash between the two. */
function below(base: string, uri: string): string {
  return `${base.replace(/\/$/, "")}/${uri.replace(/^\//, "")}`;
}
