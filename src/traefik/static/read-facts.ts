import { asksBySpiffe } from "../check/tls/spiffe.ts";
import { flagOf, integerOf, structOf, textOf, textsOf } from "../check/values.ts";
import type { Struct } from "../load/configuration.ts";
import {
  plainEntryPoint,
  portOf,
  type CertResolverFacts,
  type EntryPointFacts,
  type FileProviderFacts,
  type StaticFacts,
} from "./facts.ts";
import { deniedEscapes } from "../encoded-characters.ts";
import { pluginsOf } from "./declared-plugins.ts";

/** What a decoded static configuration settles, with what Traefik adds to it before it starts. */
export function readFacts(configuration: Struct): StaticFacts {
  const providers = structOf(configuration, "providers") ?? {};
  const core = structOf(configuration, "core");
  const api = structOf(configuration, "api");
  const rest = structOf(providers, "rest");
  const facts: StaticFacts = {
    known: true,
    entryPoints: new Map(entriesOf(structOf(configuration, "entryPoints"), readEntryPoint)),
    defaultRuleSyntax: core ? textOf(core, "defaultRuleSyntax") : "",
    strictTlsOptions: core !== undefined && flagOf(core, "strictTLSOptions"),
    providers: readProviders(providers),
    precedence: textsOf(providers, "precedence"),
    file: readFileProvider(providers),
    certResolvers: new Map(entriesOf(structOf(configuration, "certificatesResolvers"), readCertResolver)),
    api: api
      ? {
          insecure: flagOf(api, "insecure"),
          dashboard: flagOf(api, "dashboard"),
          debug: flagOf(api, "debug"),
          basePath: textOf(api, "basePath") || "/",
        }
      : null,
    ping: readInternalRoute(structOf(configuration, "ping")),
    prometheus: readInternalRoute(structOf(structOf(configuration, "metrics") ?? {}, "prometheus")),
    observes: {
      accessLogs: structOf(configuration, "accessLog") !== undefined,
      metrics: structOf(configuration, "metrics") !== undefined,
      tracing: structOf(configuration, "tracing") !== undefined,
    },
    rest: rest ? { insecure: flagOf(rest, "insecure") } : null,
    fastProxy: structOf(structOf(configuration, "experimental") ?? {}, "fastProxy") !== undefined,
    spiffe: textOf(structOf(configuration, "spiffe") ?? {}, "workloadAPIAddr") !== "",
    spiffeByDefault: isAskedForSpiffe(structOf(configuration, "serversTransport")),
    plugins: pluginsOf(structOf(configuration, "experimental") ?? {}),
  };
  return { ...facts, entryPoints: withDefaultEntryPoints(facts) };
}

/** Few transports are: what knows SPIFFE is not loaded for others. */
function isAskedForSpiffe(transport: Struct | undefined): boolean {
  return transport !== undefined && structOf(transport, "spiffe") !== undefined && asksBySpiffe(transport);
}

/** The entry point of Traefik's own services, which it adds when one of them needs it. */
const INTERNAL = "traefik";

/** Traefik's SetEffectiveConfiguration: an entry point where there is none, and one for its own services. */
function withDefaultEntryPoints(facts: StaticFacts): ReadonlyMap<string, EntryPointFacts> {
  const { api, ping, prometheus, rest } = facts;
  const entryPoints = new Map(facts.entryPoints);
  if (entryPoints.size === 0) entryPoints.set("http", plainEntryPoint(":80"));
  const usesInternal = [ping, prometheus].some(
    (route) => route !== null && !route.manualRouting && route.entryPoint === INTERNAL,
  );
  if ((api?.insecure || usesInternal || rest?.insecure) && !entryPoints.has(INTERNAL)) {
    entryPoints.set(INTERNAL, plainEntryPoint(":8080"));
  }
  return entryPoints;
}

function readEntryPoint(entryPoint: Struct): EntryPointFacts {
  const [address = "", protocol = "tcp"] = splitOnce(textOf(entryPoint, "address"), "/");
  const http = structOf(entryPoint, "http") ?? {};
  const tls = structOf(http, "tls");
  const redirection = structOf(structOf(http, "redirections") ?? {}, "entryPoint");
  const encodedCharacters = structOf(http, "encodedCharacters");
  return {
    protocol: protocol.toLowerCase() === "udp" ? "udp" : "tcp",
    address,
    port: portOf(address),
    asDefault: flagOf(entryPoint, "asDefault"),
    reusePort: flagOf(entryPoint, "reusePort"),
    http3: structOf(entryPoint, "http3") !== undefined,
    middlewares: textsOf(http, "middlewares"),
    tls: tls ? { options: textOf(tls, "options"), certResolver: textOf(tls, "certResolver") } : null,
    observability: structOf(entryPoint, "observability") !== undefined,
    encodedCharacters: encodedCharacters ? deniedEscapes(encodedCharacters) : null,
    redirection: redirection
      ? {
          to: textOf(redirection, "to"),
          scheme: textOf(redirection, "scheme"),
          permanent: flagOf(redirection, "permanent"),
          priority: BigInt(integerOf(redirection, "priority")),
        }
      : null,
    sanitizePath: http["sanitizePath"] !== false,
    encodeQuerySemicolons: flagOf(http, "encodeQuerySemicolons"),
    forwardedHeaders: readForwardedHeaders(structOf(entryPoint, "forwardedHeaders") ?? {}),
    allowAcmeByPass: flagOf(entryPoint, "allowACMEByPass"),
  };
}

function readForwardedHeaders(given: Struct): EntryPointFacts["forwardedHeaders"] {
  return {
    insecure: flagOf(given, "insecure"),
    trustedIps: textsOf(given, "trustedIPs"),
    connection: textsOf(given, "connection"),
    appendsClient: !flagOf(given, "notAppendXForwardedFor"),
  };
}

/** What stands before the first separator, and what behind it if there is one. */
function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

function readCertResolver(resolver: Struct): CertResolverFacts {
  const acme = structOf(resolver, "acme");
  const httpChallenge = acme && structOf(acme, "httpChallenge");
  const dnsChallenge = acme && structOf(acme, "dnsChallenge");
  return {
    httpChallenge: httpChallenge ? textOf(httpChallenge, "entryPoint") : null,
    tlsChallenge: acme !== undefined && structOf(acme, "tlsChallenge") !== undefined,
    dnsChallenge: dnsChallenge ? textOf(dnsChallenge, "provider") : null,
    tailscale: structOf(resolver, "tailscale") !== undefined,
    storage: acme ? textOf(acme, "storage") : null,
  };
}

function readInternalRoute(
  route: Struct | undefined,
): { readonly entryPoint: string; readonly manualRouting: boolean } | null {
  return route
    ? { entryPoint: textOf(route, "entryPoint"), manualRouting: flagOf(route, "manualRouting") }
    : null;
}

/** Fields of `providers`, and the names by which objects of theirs are known. */
const PROVIDER_NAMES: Readonly<Record<string, string>> = {
  consul: "consul",
  consulCatalog: "consulcatalog",
  docker: "docker",
  ecs: "ecs",
  etcd: "etcd",
  file: "file",
  http: "http",
  knative: "knative",
  kubernetesCRD: "kubernetescrd",
  kubernetesGateway: "kubernetesgateway",
  kubernetesIngress: "kubernetes",
  kubernetesIngressNGINX: "kubernetesingressnginx",
  nomad: "nomad",
  redis: "redis",
  rest: "rest",
  swarm: "swarm",
  zooKeeper: "zookeeper",
};

function readProviders(providers: Struct): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [field, name] of Object.entries(PROVIDER_NAMES)) {
    const provider = structOf(providers, field);
    if (!provider) continue;
    const namespaces = textsOf(provider, "namespaces");
    const isSplit = SPLIT_BY_NAMESPACE.has(field) && namespaces.length > 0;
    if (isSplit) for (const namespace of namespaces) names.add(`${name}-${namespace}`);
    else names.add(name);
  }
  for (const plugin of Object.keys(structOf(providers, "plugin") ?? {})) names.add(`plugin-${plugin}`);
  return names;
}

/** Providers that become one provider a namespace; Kubernetes' namespaces are none of these. */
const SPLIT_BY_NAMESPACE = new Set(["consul", "consulCatalog", "nomad"]);

const NANOSECONDS = 1_000_000n;

function readFileProvider(providers: Struct): FileProviderFacts {
  const file = structOf(providers, "file");
  return {
    fileProvider: file !== undefined,
    directory: (file && textOf(file, "directory")) || null,
    filename: (file && textOf(file, "filename")) || null,
    watch: file ? flagOf(file, "watch") : null,
    throttleMs: Number(BigInt(integerOf(providers, "providersThrottleDuration")) / NANOSECONDS),
  };
}

function entriesOf<T>(map: Struct | undefined, read: (entry: Struct) => T): [string, T][] {
  return Object.keys(map ?? {}).map((name) => [name, read(structOf(map ?? {}, name) ?? {})]);
}
