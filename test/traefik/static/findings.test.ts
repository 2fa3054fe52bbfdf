import { expect, test } from "vitest";
import { tidy } from "../../../src/diagnostic.ts";
import { readStaticFile } from "../../../src/traefik/static/read-static.ts";
import type { TraefikVersion } from "../../../src/traefik/versions.ts";

const judge = (text: string, version: TraefikVersion = "3.7") =>
  readStaticFile({ path: "traefik.yaml", bytes: Buffer.from(text), mode: 0o644 }, version);
/** `line:column rule message → hint` */
const findings = (text: string, version?: TraefikVersion) =>
  tidy(judge(text, version).diagnostics).map(
    ({ line, column, rule, message, hint }) =>
      `${line}:${column} ${rule} ${message}${hint === null ? "" : ` → ${hint}`}`,
  );

test("options of Traefik 2 are told once, at their names, whatever their letter case", () => {
  expect(
    findings(`pilot: {token: abc}
providers:
  docker:
    SwarmMode: false
    tls: {caOptional: true}
  consul: {namespace: a}
tracing:
  jaeger: {}
`),
  ).toEqual([
    "1:1 removed-option Traefik 3 does not start with pilot, an option of Traefik 2 → remove it: Traefik Pilot is gone",
    "4:5 removed-option Traefik 3 does not start with providers.docker.swarmMode, an option of Traefik 2 → write providers.swarm in place of providers.docker",
    "5:11 removed-option Traefik 3 does not start with providers.docker.tls.caOptional, an option of Traefik 2 → remove it: whether a client certificate is asked for is the server's business",
    "6:12 removed-option Traefik 3 does not start with providers.consul.namespace, an option of Traefik 2 → write namespaces, a list",
    "8:3 removed-option Traefik 3 does not start with tracing.jaeger, an option of Traefik 2 → v3 speaks OpenTelemetry alone: write tracing.otlp and let a collector translate",
  ]);
});

test.each(["http", "tcp", "udp", "tls"])("%s is no option: it is dynamic configuration", (section) => {
  expect(findings(`log: {level: INFO}\n${section}: {a: {}}\n`)).toEqual([
    `2:1 unknown-section Traefik ignores "${section}" at the root of the file, and all below it → dynamic configuration: move it to a file that providers.file reads`,
  ]);
});

test("nor are they any option when they are null", () => {
  expect(findings("pilot:\nlog: {level: INFO}\n")).toEqual([]);
});

test("other mistakes are told beside them", () => {
  expect(
    findings("pilot: {}\nentryPoints: {web: {adress: ':80'}}\n").map((line) => line.split(" ", 2)),
  ).toEqual([
    ["1:1", "removed-option"],
    ["2:21", "unknown-field"],
  ]);
});

test.each<[string, TraefikVersion, string[]]>([
  [
    "core: {defaultRuleSyntax: v2}",
    "3.7",
    [
      "1:8 deprecated-option core.defaultRuleSyntax is deprecated since Traefik 3.4 → write the rules in the syntax of v3, and remove it",
    ],
  ],
  ["core: {defaultRuleSyntax: v2}", "3.3", []],
  [
    "certificatesResolvers: {le: {acme: {dnsChallenge: {provider: ovh, delayBeforeCheck: 5}}}}",
    "3.7",
    [
      "1:67 deprecated-option certificatesResolvers.*.acme.dnsChallenge.delayBeforeCheck is deprecated since Traefik 3.3 → write propagation.delayBeforeChecks",
    ],
  ],
])("deprecated options: %s in %s", (text, version, expected) => {
  expect(findings(text, version)).toEqual(expected);
});

test("every entry point for itself, at the exact value", () => {
  expect(
    findings(`entryPoints:
  web:
    address: 8080
  api:
    address: ":9000/http"
  mail:
    address: ":25"
    proxyProtocol: {}
    forwardedHeaders:
      trustedIPs: [10.0.0.0/8, 192.168/16]
  app:
    address: ":25"
    http:
      redirections: {entryPoint: {to: websecur}}
      tls: {certResolver: lets}
  websecure:
    address: ":443"
certificatesResolvers:
  let: {acme: {tlsChallenge: {}}}
`),
  ).toEqual([
    '3:14 listen-address entry point web cannot listen on "8080": address 8080: missing port in address → did you mean ":8080"?',
    '5:14 listen-address entry point api: "http" is no protocol → an address ends in nothing, /tcp or /udp',
    "7:14 listen-conflict entry points app and mail listen on the same port 25",
    "8:5 static-value entry point mail: proxyProtocol trusts nobody → give it trustedIPs, or insecure: true to trust everybody",
    '10:32 static-value "192.168/16" is neither an IP address nor a CIDR range → all four parts are needed: 192.168.0.0/16',
    '14:39 unknown-entry-point there is no entry point "websecur" here: app redirects nothing → did you mean "websecure"?',
    '15:27 unknown-cert-resolver there is no certificate resolver "lets": routers of this entry point get no certificate from one → did you mean "let"?',
  ]);
});

test("the port that Traefik takes for its own services is blamed on who else wants it", () => {
  expect(findings('entryPoints: {web: {address: ":8080"}}\nping: {}\n')).toEqual([
    "1:30 listen-conflict entry points web and traefik listen on the same port 8080 → Traefik adds the entry point traefik on :8080 for its own services",
  ]);
});

test("an API without a lock is told, unless the machine alone reaches it", () => {
  expect(findings('entryPoints: {web: {address: ":80"}}\napi: {insecure: true}\n')).toEqual([
    "2:17 exposed-api the API and the dashboard are open to everybody who reaches entry point traefik (:8080) → set insecure: false and give api@internal a router with a middleware that asks who is there, or let the entry point listen on 127.0.0.1",
  ]);
  expect(findings('entryPoints: {traefik: {address: "127.0.0.1:80"}}\napi: {insecure: true}\n')).toEqual([]);
});

test("what Traefik starts without", () => {
  expect(
    findings(`entryPoints: {web: {address: ":80"}}
log: {level: WARNING, format: JSON}
accessLog: {format: clf, filters: {statusCodes: ["200", 5xx]}, fields: {headers: {defaultMode: Drop}}}
ping: {entryPoint: health}
providers: {file: {watch: true}, http: {}}
certificatesResolvers: {le: {acme: {email: a@b.c}}}
certificateResolvers: {}
experimental: {plugins: {p: {moduleName: github.com/a/b}}}
`),
  ).toEqual([
    '2:14 ignored-option log.level: Traefik knows no "WARNING": Traefik logs at level ERROR → there is TRACE, DEBUG, INFO, WARN, ERROR, FATAL, PANIC',
    '2:31 ignored-option log.format: Traefik knows no "JSON": Traefik writes common → did you mean "json"?',
    '3:21 ignored-option accessLog.format: Traefik knows no "clf": Traefik writes common → there is common, genericCLF, json',
    '3:57 ignored-option accessLog.filters.statusCodes: "5xx" is no status code: the filter is dropped',
    '3:96 ignored-option accessLog.fields.headers.defaultMode: Traefik knows no "Drop": it counts as not given → did you mean "drop"?',
    '4:20 unknown-entry-point there is no entry point "health" here: ping is not served → there is web',
    "5:13 provider-not-started the file provider does not start: it has neither a directory nor a filename → write directory: /etc/traefik/conf.d",
    "5:34 provider-not-started the HTTP provider does not start: it has no endpoint",
    "6:30 cert-resolver-unusable certificate resolver le has no challenge, and so never gets a certificate → it needs httpChallenge with an entryPoint, dnsChallenge with a provider, or tlsChallenge",
    '7:1 unknown-section Traefik ignores "certificateResolvers" at the root of the file, and all below it → did you mean "certificatesResolvers"?',
    "8:26 plugin-declaration plugin p has no version: Traefik goes on without any plugin",
  ]);
});

test.each<[string, TraefikVersion, string]>([
  [
    "certificatesResolvers: {a: {acme: {email: a@x.y, tlsChallenge: {}}}, b: {acme: {email: b@x.y, tlsChallenge: {}}}}",
    "3.1",
    'unable to initialize certificates resolver "b", as all ACME resolvers must use the same email',
  ],
  [
    "providers: {kubernetesIngressNGINX: {}}",
    "3.5",
    "the experimental KubernetesIngressNGINX feature must be enabled to use the KubernetesIngressNGINX provider",
  ],
  ["api: {basePath: a b}", "3.3", "API basePath must be a valid absolute path"],
])("%s in %s ends Traefik: %s", (text, version, error) => {
  expect(judge(text, version).refusal?.text).toBe(error);
});

test.each<[string, TraefikVersion]>([
  [
    "certificatesResolvers: {a: {acme: {email: a@x.y, tlsChallenge: {}}}, b: {acme: {email: b@x.y, tlsChallenge: {}}}}",
    "3.2",
  ],
  ["providers: {kubernetesIngressNGINX: {}}", "3.6"],
  ["api: {basePath: /a b}", "3.5"],
])("%s in %s does not", (text, version) => {
  expect(judge(text, version).refusal).toBeNull();
});

test.each([
  [0, []],
  [1_000_000, []],
  [10_000_000_000, ["static-crash"]],
  [-1, ["static-crash"]],
])("accessLog.bufferingSize of %d", (size, rules) => {
  expect(judge(`accessLog: {bufferingSize: ${size}}`).diagnostics.map(({ rule }) => rule)).toEqual(rules);
});

test("twenty thousand entry points are judged in reasonable time", { timeout: 60_000 }, () => {
  const points = Array.from(
    { length: 20_000 },
    (_, i) =>
      `  e${i}: {address: "10.${i >> 16}.${(i >> 8) & 255}.${i & 255}:80", http: {redirections: {entryPoint: {to: no${i}}}}}`,
  );
  const { diagnostics } = judge(`entryPoints:\n${points.join("\n")}\n`);
  expect(diagnostics).toHaveLength(20_000);
});

const otlp = (section: string, exporter: string): string =>
  `experimental: {otlplogs: true}\n${section}: {otlp: {${exporter}}}\n`;

test.each<[string, TraefikVersion, string[]]>([
  [
    "tracing: {}",
    "3.0",
    [
      "1:1 static-crash tracing has no otlp: Traefik 3.0 panics when it starts → write otlp: {}, or remove tracing",
    ],
  ],
  [
    "tracing: {otlp: false}",
    "3.0",
    [
      "1:1 static-crash tracing has no otlp: Traefik 3.0 panics when it starts → write otlp: {}, or remove tracing",
    ],
  ],
  ["tracing: {otlp: {}}", "3.0", []],
  ["tracing: false\nlog: {}", "3.0", []],
  ["tracing: {sampleRate: 0.5}", "3.1", []],
  ["tracing: {sampleRate: 0.5}", "3.7", []],
  [
    "tcpServersTransport: {tls: {spiffe: {}}}",
    "3.0",
    [
      "1:29 static-crash tcpServersTransport.tls.spiffe without serversTransport.spiffe: Traefik panics over it, and never loads a configuration → write serversTransport: {spiffe: {ids: […]}}, which is where Traefik takes the ids from",
    ],
  ],
  [
    "tcpServersTransport: {tls: {spiffe: {}}}\nserversTransport: {spiffe: {}}\nspiffe: {workloadAPIAddr: 'unix:///a'}",
    "3.7",
    [],
  ],
  [
    'tracing: {otlp: {http: {headers: {"": a}}}}',
    "3.7",
    ["1:35 static-crash an empty name: Traefik panics when it starts"],
  ],
  ['tracing: {otlp: {http: {headers: {"": a}}}}', "3.5", []],
  [
    'accessLog: {fields: {headers: {names: {"": keep}}}}',
    "3.6",
    ["1:40 static-crash an empty name: Traefik panics when it starts"],
  ],
])("what kills Traefik is told: %s, %s", (text, version, expected) => {
  expect(findings(text, version)).toEqual(expected);
});

test.each<[string, string[]]>([
  [
    "metrics: {influxDB2: {}}",
    ["1:11 ignored-option metrics.influxDB2 lacks token, org, bucket: nothing is ever pushed"],
  ],
  [
    "metrics: {influxDB2: {token: a, org: b}}",
    ["1:11 ignored-option metrics.influxDB2 lacks bucket: nothing is ever pushed"],
  ],
  ["metrics: {influxDB2: {token: a, org: b, bucket: c}}", []],
  [
    "metrics: {influxDB2: {token: a, org: b, bucket: c, address: 127.0.0.1:8086}}",
    ['1:61 ignored-option metrics.influxDB2.address is no URL: "127.0.0.1:8086": nothing is ever pushed'],
  ],
  [
    "metrics: {prometheus: {headerLabels: {code: x, __a: x, service: x, router: x}}}",
    [
      "1:45 ignored-option metrics.prometheus.headerLabels.code is a label that Traefik sets itself: no metrics of requests are there at all",
      "1:53 ignored-option metrics.prometheus.headerLabels.__a is reserved for Prometheus: no metrics of requests are there at all",
      "1:65 ignored-option metrics.prometheus.headerLabels.service is a label that Traefik sets itself: no metrics of requests are there at all",
    ],
  ],
  [
    "metrics: {prometheus: {headerLabels: {code: x}, addEntryPointsLabels: false, addServicesLabels: false}}",
    [],
  ],
  [
    'metrics: {otlp: {http: {endpoint: ":::"}}}',
    [
      '1:35 ignored-option metrics.otlp.http.endpoint is no address of a collector: ":::": no metrics are sent → write https://host:port/path',
    ],
  ],
  ['metrics: {otlp: {grpc: {endpoint: "a:1"}, http: {endpoint: ":::"}}}', []],
  ["metrics: {otlp: {http: {tls: {ca: /nope}}}}", []],
  [
    "metrics: {otlp: {explicitBoundaries: [1, 3, 2, 0]}}",
    ["1:45 static-value the boundaries do not ascend → write each boundary greater than the one before"],
  ],
  [
    'metrics: {otlp: {explicitBoundaries: "2,1"}}',
    ["1:38 static-value the boundaries do not ascend → write each boundary greater than the one before"],
  ],
  ["metrics: {otlp: {explicitBoundaries: [2, .nan, 1, .inf]}}", []],
  [
    "metrics: {otlp: {http: {tls: {ca: none}}}}",
    [
      "1:35 ignored-option metrics.otlp.http.tls.ca cannot be used: the CA is neither a file that exists nor a PEM certificate: no metrics are sent",
    ],
  ],
  [
    "tracing: {otlp: {grpc: {endpoint: collector}}}",
    [
      '1:35 ignored-option tracing.otlp.grpc.endpoint is no address of a collector: "collector": nothing is traced → write host:port',
    ],
  ],
  [
    otlp("accessLog", "http: {tls: {cert: a}}"),
    [
      "2:39 ignored-option accessLog.otlp.http.tls.cert cannot be used: cert and key are only of use together: there is no access log",
    ],
  ],
  [
    otlp("log", 'http: {endpoint: ":::"}'),
    [
      '2:31 static-value log.otlp.http.endpoint is no address of a collector: ":::": Traefik does not start, and does not say why → write https://host:port/path',
    ],
  ],
  [
    "serversTransport: {spiffe: {ids: [spiffe://a/b]}}",
    [
      "1:20 spiffe-off serversTransport.spiffe without spiffe.workloadAPIAddr, which certificates come from: no server can be reached over TLS → write spiffe: {workloadAPIAddr: unix:///…}",
    ],
  ],
  ["serversTransport: {spiffe: {ids: [spiffe://a/b]}}\nspiffe: {workloadAPIAddr: 'unix:///a'}", []],
  ...["https://a/%zz", "a%zz:1", "[fe80::1%en0]:1", "a\\tb:1", "xds:x%zz"].map(
    (endpoint): [string, string[]] => [
      otlp("log", `grpc: {endpoint: "${endpoint}"}`),
      [
        `2:31 static-value log.otlp.grpc.endpoint is no address of a collector: "${endpoint}": Traefik does not start, and does not say why → write host:port`,
      ],
    ],
  ),
  ...["dns:%zz", "[::1]:4317", "a?%zz:1", "https://a/b", "é:1"].map((endpoint): [string, string[]] => [
    otlp("log", `grpc: {endpoint: "${endpoint}"}`),
    [],
  ]),
  [
    "serversTransport: {spiffe: {ids: [x]}}",
    [
      "1:35 ignored-option not a SPIFFE ID: scheme is missing or invalid: Traefik ignores all TLS settings of serversTransport",
    ],
  ],
  [
    "serversTransport: {spiffe: {}, rootCAs: [/x]}",
    [
      "1:20 ignored-option spiffe and other TLS settings exclude each other: Traefik ignores all TLS settings of serversTransport",
    ],
  ],
])("what Traefik drops is told: %s", (text, expected) => {
  expect(findings(text)).toEqual(expected);
});

test("a label of Prometheus may have any name since 3.5", () => {
  const text = "metrics: {prometheus: {headerLabels: {user-agent: x}}}";
  expect(findings(text, "3.4")).toEqual([
    "1:51 ignored-option metrics.prometheus.headerLabels.user-agent is no name of a label: no metrics of requests are there at all",
  ]);
  expect(findings(text, "3.5")).toEqual([]);
});
