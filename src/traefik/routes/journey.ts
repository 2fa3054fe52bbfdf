import type { Middleware, PartKey, Router } from "../model/gateway.ts";
import type { Effect } from "./effects/effect.ts";
import type { Destination, Passed } from "./destinations.ts";
import type { HttpRequest } from "./http-request.ts";
import type { Candidate } from "./route.ts";

/** What arrives at an entry point. */
export interface Arrival {
  readonly entryPoint: string;
  /** null: not TLS */
  readonly tls: ClientHello | null;
  /** an IP address, without port */
  readonly clientIp: string;
  /** null: a TCP connection on which no HTTP is spoken */
  readonly http: Omit<HttpRequest, "clientIp"> | null;
}

export interface ClientHello {
  /** empty: the client names none, as when it connects to an address */
  readonly serverName: string;
  readonly alpnProtocols: readonly string[];
}

/** Where a request or a connection goes, step by step. */
export interface Journey {
  readonly entryPoint: string;
  /** routers in the order in which they were tried, those below a parent after it; found out when it is asked for */
  readonly tried: () => readonly Candidate[];
  /** the one that it goes to, or whose middlewares answer it before the routers below are asked; null: none has it */
  readonly router: Router | null;
  /** the routers that led down to it, the root first */
  readonly parents: readonly Router[];
  /** others that match with the same priority: which one Traefik has first is chance, at every reload anew */
  readonly ties: readonly Router[];
  /** what else is chance, where something is */
  readonly chance: string | null;
  /** what the client is taken to do that not every client does, where it matters */
  readonly assumed: string | null;
  /** found out when it is asked for */
  readonly passage: () => Passage;
}

/** What happens behind the router. */
export interface Passage {
  readonly steps: readonly Step[];
  readonly end: End;
  /** where requests go behind the service, if one is asked; if Traefik answers for it, the copies */
  readonly destinations: readonly Destination[];
  /** the services on the way to these, and these */
  readonly passed: readonly Passed[];
}

/** One middleware that a request passes. */
export interface Step {
  readonly middleware: Middleware;
  /** the chain that it is a member of */
  readonly chain: Middleware | null;
  readonly effect: Effect;
}

export type End =
  | { readonly kind: "service"; readonly service: PartKey }
  | OwnAnswer
  | Unknown
  | { readonly kind: "closed"; readonly says: string };

/** It is not followed to its end. */
export interface Unknown {
  readonly kind: "unknown";
  /** why not */
  readonly says: string;
}

/** Traefik answers it itself. */
export interface OwnAnswer {
  readonly kind: "answered";
  readonly status: number;
  /** of a redirection */
  readonly location: string | null;
  /** who answers, and why */
  readonly says: string;
}

export function answered(status: number, says: string, location: string | null = null): OwnAnswer {
  return { kind: "answered", status, location, says };
}

/** The end of a request for a host whose TLS options are not those of its connection. */
export const MISDIRECTED: OwnAnswer = answered(
  421,
  "the name in the TLS handshake and the host of the request have different TLS options",
);

export interface Sent {
  readonly host: string;
  /** path and query, encoded */
  readonly uri: string;
  /** by canonical name */
  readonly headers: ReadonlyMap<string, readonly string[]>;
}
