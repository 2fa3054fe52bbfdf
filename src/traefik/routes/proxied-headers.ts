import type { InFlight } from "./effects/in-flight.ts";

/** What concerns one connection alone (RFC 9110, 7.6.1), as Go's ReverseProxy has it. */
const HOP_BY_HOP = [
  "Connection",
  "Proxy-Connection",
  "Keep-Alive",
  "Proxy-Authenticate",
  "Proxy-Authorization",
  "Te",
  "Trailer",
  "Transfer-Encoding",
  "Upgrade",
];

/**
 * What the proxy does to the headers of a request last of all: it takes away what was for this connection alone, and
 * adds the client to X-Forwarded-For, unless a middleware has removed that.
 *
 * @param appendsClient whether the entry point wants it
 */
export function proxyHeaders({ headers, clientIp }: InFlight, appendsClient: boolean): void {
  const upgrade = /(?:^|,)\s*upgrade\s*(?:,|$)/i.test(headers.get("Connection")?.join(",") ?? "")
    ? headers.get("Upgrade")
    : undefined;
  const trailers = /(?:^|,)\s*trailers\s*(?:,|$)/i.test(headers.get("Te")?.join(",") ?? "");
  for (const name of HOP_BY_HOP) headers.delete(name);
  if (trailers) headers.set("Te", ["trailers"]);
  if (upgrade !== undefined) headers.set("Connection", ["Upgrade"]).set("Upgrade", upgrade);
  const before = headers.get("X-Forwarded-For");
  if (before?.length === 0) headers.delete("X-Forwarded-For");
  else if (appendsClient) headers.set("X-Forwarded-For", [[...(before ?? []), clientIp].join(", ")]);
}
