import { goVersionOf, type GoVersion } from "../go/version.ts";

/**
 * What changed between Traefik's minor versions, each judged by its newest widespread release:
 * 3.0.4, 3.2.3, 3.3.6, 3.4.3, 3.5.3, 3.6.15, 3.7.15. A new release is a line here.
 */
const SINCE = {
  /** internal services work as children of weighted, mirroring and failover services */
  internalServicesAsChildren: "3.2",
  /** an unknown transport of a load balancer without servers goes unnoticed */
  transportOnlySeenWithServers: "3.2",
  /** `defaultEncoding` must be among the encodings */
  compressDefaultEncoding: "3.2",
  /** the rate limiter names its source extractor */
  sourceExtractorNamed: "3.4",
  /** load balancers have a strategy */
  strategy: "3.4",
  /** a TCP proxyProtocol version must be 1 or 2; transports are looked up in words of their own */
  tcpDialer: "3.5",
  /** the curve X25519MLKEM768 */
  hybridCurve: "3.5",
  /** routers have parents */
  routerTree: "3.6",
  /** the strategies hrw and leasttime */
  moreStrategies: "3.6",
  /** a loop of HTTP services is an error, no longer the end of the process's memory */
  serviceLoopsNoticed: "3.6",
  /** weighted services name the child that fails; loop paths name middlewares */
  longServiceTexts: "3.6",
  /** `stsSeconds: 0` counts as a header */
  zeroStsCounts: "3.6",
  /** basicAuth without users panics (3.6.11 to 3.6.17) */
  basicAuthPanics: "3.6",
  /** basicAuth without users is an error */
  basicAuthNeedsUsers: "3.7",
  /** options on a router with tls whose rule has no Host are a fault of it (3.7.4; in 3.6 only from 3.6.20 on) */
  optionsNeedHost: "3.7",
  /** routers whose TLS options conflict are renamed */
  conflictsRename: "3.7",
  /** `*` and `*.` mean something in Host */
  wildcardHosts: "3.7",
  /** the curves SecP256r1MLKEM768 and SecP384r1MLKEM1024 */
  nistHybridCurves: "3.7",
  /** `accessControlMaxAge: 0` counts as a header */
  zeroMaxAgeCounts: "3.7",
  /** TCP and UDP weighted services are told of their child's fault */
  weightedTcpBlamed: "3.7",
  /** negative weights of TCP and UDP services are an error */
  negativeWeightsRefused: "3.7",
} as const satisfies Record<string, string>;

const UNTIL: Partial<Record<keyof typeof SINCE, string>> = { basicAuthPanics: "3.6" };

export type Behaviour = keyof typeof SINCE;

/** Whether this minor version (`3.5`) shows this behaviour. */
export function behaves(version: string, behaviour: Behaviour): boolean {
  const until = UNTIL[behaviour];
  return minor(version) >= minor(SINCE[behaviour]) && (until === undefined || minor(version) <= minor(until));
}

/** The Go that this Traefik is built with, for where Go's own verdict changed. */
export function goOf(version: string): GoVersion {
  return goVersionOf(minor(version));
}

function minor(version: string): number {
  return Number(version.split(".")[1] ?? 0);
}
