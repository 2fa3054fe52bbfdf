import { VERSIONS, type TraefikVersion } from "../versions.ts";

/** What changed in starting between Traefik's minor versions: the first and the last that show it. */
const SPAN = {
  /** all certificate resolvers must have the same email */
  oneEmail: { until: "3.1" },
  /** tracing without a collector panics (in 3.1 up to 3.1.2 as well) */
  tracingNeedsOtlp: { until: "3.0" },
  /** a label of Prometheus may have any name */
  anyLabelName: { since: "3.5" },
  /** Nomad's poller panics without a positive interval */
  nomadPanics: { since: "3.2" },
  /** a value without a name is a panic */
  namelessPanics: { since: "3.6" },
  /** `kubernetesIngressNGINX` needs its experimental flag */
  nginxExperimental: { since: "3.5", until: "3.5" },
  /** the experimental flag of `kubernetesGateway` is of no use any more */
  gatewayStable: { since: "3.1" },
  /** `api.basePath` may only have the characters of a URL's path */
  urlBasePath: { since: "3.6" },
  /** the access log has the format `genericCLF` */
  genericClf: { since: "3.5" },
} as const satisfies Record<string, { since?: TraefikVersion; until?: TraefikVersion }>;

/** Whether this minor version starts so. */
export function starts(version: TraefikVersion, behaviour: keyof typeof SPAN): boolean {
  const {
    since = VERSIONS[0],
    until = VERSIONS.at(-1)!,
  }: { since?: TraefikVersion; until?: TraefikVersion } = SPAN[behaviour];
  const index = VERSIONS.indexOf(version);
  return index >= VERSIONS.indexOf(since) && index <= VERSIONS.indexOf(until);
}
