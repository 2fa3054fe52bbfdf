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
