import { escapedPath, urlPathOf } from "../go/url-path.ts";
import { parseUrl } from "../go/url.ts";
import type { Server, Service } from "../model/gateway.ts";
import { serverShares } from "../model/shares.ts";
import { answering, type Destination } from "./destinations.ts";

/** What a server is asked for. */
export interface Delivery {
  readonly host: string;
  /** path and query, encoded */
  readonly uri: string;
}

/**
 * What those get that answer requests, each that differs once: with `passHostHeader: false` a server gets its own host,
 * with `preservePath` the path below its own. What another provider's services do is not known: they get it as it is
 * sent.
 */
export function deliveries(destinations: readonly Destination[]): readonly Delivery[] {
  const found = new Map<string, Delivery>();
  for (const { service, sent, client } of answering(destinations)) {
    if (sent === null) continue;
    const asked = serverShares(service, client).filter(({ share }) => share !== 0);
    const all = service.servers.length === 0 ? [sent] : asked.map((server) => deliver(service, server, sent));
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
