import { receive, type RoutedRequest } from "./http-request.ts";
import type { Arrival } from "./journey.ts";
import type { EntryPointTable } from "./routing-table.ts";
import type { Connection } from "./tcp-matchers.ts";

/** What the matchers of an entry point's routers get to see. */
export interface Received {
  readonly connection: Connection;
  /** null: no HTTP, or answered by the entry point itself */
  readonly request: RoutedRequest | null;
  /** the status of that answer */
  readonly answered: 200 | 400 | null;
}

export function receivedBy({ facts, version }: EntryPointTable, { tls, clientIp, http }: Arrival): Received {
  const connection = {
    serverName: tls?.serverName ?? "",
    alpnProtocols: tls?.alpnProtocols ?? [],
    clientIp,
  };
  if (http === null) return { connection, request: null, answered: null };
  const { sanitizePath, encodeQuerySemicolons, forwardedHeaders } = facts;
  const handling = { version, sanitizePath, encodeQuerySemicolons, tls: tls !== null, forwardedHeaders };
  const { method, host, target, headers } = http;
  const request = receive({ method, host, target, headers, clientIp }, handling);
  return "answered" in request
    ? { connection, request: null, answered: request.answered }
    : { connection, request, answered: null };
}
