import type { RuleReader } from "../check/rules/rule-reader.ts";
import type { Integer } from "../go/result.ts";
import type { LoadedObject, Struct } from "../load/configuration.ts";
import type { RuleSyntax } from "../rules/matcher-names.ts";
import type { StaticFacts } from "../static/facts.ts";
import type { TraefikVersion } from "../versions.ts";

/**
 * Everything that Traefik runs, as data, and how it hangs together: entry points → routers → middlewares → services →
 * servers. What is broken is here too, and says so. Parts refer to each other by their keys.
 */
export interface Gateway {
  readonly version: TraefikVersion;
  /** entry points, their middlewares and redirections */
  readonly facts: StaticFacts;
  /** Traefik's own included; the file's routers in the order of the files */
  readonly routers: readonly Router[];
  readonly middlewares: ReadonlyMap<PartKey, Middleware>;
  readonly services: ReadonlyMap<PartKey, Service>;
  /** reads rules, and remembers those that were read */
  readonly readRule: RuleReader;
  /** the TLS options that the files define, by qualified name */
  readonly tlsOptions: ReadonlyMap<string, TlsOptions>;
  /** those of them of which no TLS configuration can be made */
  readonly brokenOptions: ReadonlySet<string>;
  /** names that certificates are for; null: not all of them are known. Read when they are first asked for */
  readonly certificateNames: () => readonly string[] | null;
}

/** TLS options, as far as they decide about a handshake. */
export interface TlsOptions {
  /** a name for which there is no certificate is refused */
  readonly sniStrict: boolean;
  /** `clientAuth.clientAuthType`, or what follows from the CAs that are given without one */
  readonly clientAuth: string;
}

export type Protocol = "http" | "tcp" | "udp";

/** `http.services.shop@file`: kind and name with its provider. */
export type PartKey = string;

/** What all parts have. */
export interface Part {
  readonly key: PartKey;
  readonly protocol: Protocol;
  /** with its provider: `shop@file` */
  readonly name: string;
  /** as people write it: without `@file`, other providers' names as they are */
  readonly label: string;
  readonly status: "enabled" | "warning" | "disabled";
  /** Traefik's own words about what is wrong */
  readonly errors: readonly string[];
  /** where it is defined; null: by no file */
  readonly source: LoadedObject | null;
}

export interface Router extends Part {
  /** what it does with the requests that match: `closes` cuts the connection off, for its TLS options are broken */
  readonly does: "serves" | "closes" | "nothing";
  /** those that exist, each once; none for a child */
  readonly entryPoints: readonly string[];
  readonly rule: string;
  readonly syntax: RuleSyntax;
  /** as given, else as computed from the rule's length */
  readonly priority: Integer;
  /** the priority was given */
  readonly isPriorityGiven: boolean;
  /** in the order in which a request passes them: the entry point's come first */
  readonly middlewares: readonly PartKey[];
  /** null: it leads to children, or nowhere */
  readonly service: PartKey | null;
  /** keys of routers that it leads to */
  readonly children: readonly PartKey[];
  /** keys of the routers that lead to it; null: it is reached from entry points */
  readonly parents: readonly PartKey[] | null;
  readonly tls: RouterTls | null;
}

export interface RouterTls {
  /** qualified name of the options that it asks for, `default` for none */
  readonly options: string;
  /** those that it gets: others where they conflict with another router's */
  readonly resolvedOptions: string;
  /** of TCP routers: the connection is passed on encrypted */
  readonly passthrough: boolean;
  /** empty: none */
  readonly certResolver: string;
}

export interface Middleware extends Part {
  /** `stripPrefix`; null: it is of no type, or defined elsewhere */
  readonly type: string | null;
  readonly origin: Origin;
  /** what stands below its type */
  readonly config: Struct;
  /** of a chain, its members in order */
  readonly members: readonly PartKey[];
  /** of `errors`, the service that makes the pages */
  readonly service: PartKey | null;
  /** of `errors` */
  readonly catches: Catches | null;
}

/** The answers that `errors` has replaced by pages, and the statuses that these get instead of their own. */
export interface Catches {
  readonly statuses: Ranges;
  /** the label of the service that makes the pages */
  readonly page: string;
  /** in no order: Traefik tries them in another one each time */
  readonly rewrites: readonly { readonly from: Ranges; readonly to: number }[];
}

/** Statuses, from and to. */
export type Ranges = readonly (readonly [low: number, high: number])[];

/** Where a part comes from: a file, Traefik itself, another provider that may have it; `nowhere`: it is missing. */
export type Origin = "file" | "internal" | "elsewhere" | "nowhere";

export interface Service extends Part {
  readonly origin: Origin;
  /** null: it is of no type, or not defined by a file */
  readonly type: ServiceType | null;
  readonly children: readonly ServiceChild[];
  readonly servers: readonly Server[];
  /** its servers get the host that the client asks for, not their own */
  readonly passHostHeader: boolean;
  /** a client that has been sent to one child or server is sent there again, by a cookie */
  readonly sticky: boolean;
  /** how a load balancer chooses: `wrr`, `p2c`, `hrw`, `leasttime`; empty for others */
  readonly strategy: string;
  /** of a failover: the answers of its main service, from and to, for which the fallback is asked instead (3.7) */
  readonly fallbackOn: Ranges;
  /** what requests pass before it (3.7) */
  readonly middlewares: readonly PartKey[];
}

export type ServiceType = "loadBalancer" | "weighted" | "highestRandomWeight" | "mirroring" | "failover";

export interface ServiceChild {
  readonly service: PartKey;
  /** as its service names it */
  readonly name: string;
  /**
   * - `share`: gets requests by its weight
   * - `main`: gets all (of a failover: as long as it is healthy)
   * - `mirror`: gets copies
   * - `fallback`: gets what the main one cannot take
   */
  readonly role: "share" | "main" | "mirror" | "fallback";
  /** of a share: 0 or less gets nothing */
  readonly weight: number;
  /** of a mirror */
  readonly percent: number;
}

export interface Server {
  /** a URL, or host and port */
  readonly address: string;
  readonly weight: number;
  /** it gets paths below that of its own URL */
  readonly preservePath: boolean;
}

export function partKey(
  protocol: Protocol,
  kind: "routers" | "services" | "middlewares",
  name: string,
): PartKey {
  return `${protocol}.${kind}.${name}`;
}
