/** What the static configuration settles for everything else: the dynamic configuration, the publication, the routes. */
export interface StaticFacts {
  /** false: there is no static configuration at hand (or a refused one), and nothing below is certain */
  readonly known: boolean;
  /** with those that Traefik adds by itself: `http` when there is none, `traefik` when something internal needs it */
  readonly entryPoints: ReadonlyMap<string, EntryPointFacts>;
  /** `core.defaultRuleSyntax`, empty where there is no `core` */
  readonly defaultRuleSyntax: string;
  /** `core.strictTLSOptions` (3.7) */
  readonly strictTlsOptions: boolean;
  /** names of the enabled providers, as they stand after an `@`: `file`, `docker`, `consulcatalog-team`, `plugin-x` */
  readonly providers: ReadonlySet<string>;
  /** `providers.precedence` (3.7): of routers of equal priority those of the first of these are tried first */
  readonly precedence: readonly string[];
  readonly file: FileProviderFacts;
  readonly certResolvers: ReadonlyMap<string, CertResolverFacts>;
  readonly api: {
    readonly insecure: boolean;
    readonly dashboard: boolean;
    readonly debug: boolean;
    readonly basePath: string;
  } | null;
  readonly ping: { readonly entryPoint: string; readonly manualRouting: boolean } | null;
  readonly prometheus: { readonly entryPoint: string; readonly manualRouting: boolean } | null;
  readonly rest: { readonly insecure: boolean } | null;
  /** `accessLog`, `metrics` and `tracing`: whether anything of the kind is there */
  readonly observes: { readonly accessLogs: boolean; readonly metrics: boolean; readonly tracing: boolean };
  /** `experimental.fastProxy` */
  readonly fastProxy: boolean;
  /** `spiffe`, the source of certificates for transports that ask for it */
  readonly spiffe: boolean;
  /** `serversTransport.spiffe`: servers of services without a transport of their own are asked for it */
  readonly spiffeByDefault: boolean;
  /** names of the plugins that are declared, local ones included; none when their declarations are broken */
  readonly plugins: ReadonlySet<string>;
}

export interface EntryPointFacts {
  readonly protocol: "tcp" | "udp";
  /** without its protocol: `:443`, `127.0.0.1:8080` */
  readonly address: string;
  /** null: unknown, or given by a service name (`:https`) */
  readonly port: number | null;
  readonly asDefault: boolean;
  readonly reusePort: boolean;
  readonly http3: boolean;
  /** `http.middlewares`, as written */
  readonly middlewares: readonly string[];
  /** `http.tls` */
  readonly tls: { readonly options: string; readonly certResolver: string } | null;
  /** whether `observability` is given */
  readonly observability: boolean;
  /** `http.encodedCharacters`: the escapes that it denies in a path, in upper case; null where it is not given */
  readonly encodedCharacters: readonly string[] | null;
  /** `http.redirections.entryPoint` */
  readonly redirection: {
    /** an entry point's name, or `:port` */
    readonly to: string;
    readonly scheme: string;
    readonly permanent: boolean;
    /** Go's int: beyond JavaScript's safe integers by default */
    readonly priority: bigint;
  } | null;
  /** `http.sanitizePath` (3.3; before, paths are always sanitized) */
  readonly sanitizePath: boolean;
  /** `http.encodeQuerySemicolons` */
  readonly encodeQuerySemicolons: boolean;
  readonly forwardedHeaders: ForwardedHeaders;
  /** routers of files may answer ACME's challenges */
  readonly allowAcmeByPass: boolean;
}

/** `forwardedHeaders` of an entry point. */
export interface ForwardedHeaders {
  readonly insecure: boolean;
  readonly trustedIps: readonly string[];
  /** headers that `Connection` may name without losing them */
  readonly connection: readonly string[];
  /** the client is added to X-Forwarded-For: no `notAppendXForwardedFor` (3.7) */
  readonly appendsClient: boolean;
}

export interface CertResolverFacts {
  /** the entry point of `acme.httpChallenge`; null without that challenge */
  readonly httpChallenge: string | null;
  readonly tlsChallenge: boolean;
  /** the provider of `acme.dnsChallenge`; null without that challenge */
  readonly dnsChallenge: string | null;
  readonly tailscale: boolean;
  /** `acme.storage` as written; null without `acme` */
  readonly storage: string | null;
}

/** What is said about the file provider; null members are unknown: there is no static configuration at hand. */
export interface FileProviderFacts {
  /** false: the static configuration is known and has no `providers.file` */
  readonly fileProvider: boolean | null;
  /** `providers.file.directory` as written: a path in Traefik's view, which may be mounted elsewhere in ours */
  readonly directory: string | null;
  /** `providers.file.filename` as written; Traefik ignores it where there is a directory */
  readonly filename: string | null;
  /** `providers.file.watch`; Traefik's default is true */
  readonly watch: boolean | null;
  /** `providers.providersThrottleDuration` in milliseconds; Traefik's default is 2,000 */
  readonly throttleMs: number | null;
}

/** An entry point of which nothing but its address is said. */
export function plainEntryPoint(address: string): EntryPointFacts {
  return {
    protocol: "tcp",
    address,
    port: portOf(address),
    asDefault: false,
    reusePort: false,
    http3: false,
    middlewares: [],
    tls: null,
    observability: false,
    encodedCharacters: null,
    redirection: null,
    sanitizePath: true,
    encodeQuerySemicolons: false,
    forwardedHeaders: { insecure: false, trustedIps: [], connection: [], appendsClient: true },
    allowAcmeByPass: false,
  };
}

/** The port that an address ends in; null for none, or the name of one. */
export function portOf(address: string): number | null {
  const digits = /:(\d{1,5})$/.exec(address)?.[1];
  return digits === undefined || Number(digits) > 65_535 ? null : Number(digits);
}

/**
 * What is assumed without a static configuration: the two entry points of nearly every gateway, and that anything
 * else may be there.
 */
export const ASSUMED_FACTS: StaticFacts = {
  known: false,
  entryPoints: new Map([
    ["web", plainEntryPoint(":80")],
    ["websecure", plainEntryPoint(":443")],
  ]),
  defaultRuleSyntax: "",
  strictTlsOptions: false,
  providers: new Set(["file"]),
  precedence: [],
  file: { fileProvider: null, directory: null, filename: null, watch: null, throttleMs: null },
  certResolvers: new Map(),
  api: null,
  ping: null,
  prometheus: null,
  rest: null,
  observes: { accessLogs: false, metrics: false, tracing: false },
  fastProxy: false,
  spiffe: false,
  spiffeByDefault: false,
  plugins: new Set(),
};
