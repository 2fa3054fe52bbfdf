import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ASSUMED_FACTS, portOf, type StaticFacts } from "../../../src/traefik/static/facts.ts";
import { readStaticFile, readStatic } from "../../../src/traefik/static/read-static.ts";

const file = (text: string, path = "traefik.yaml") => ({ path, bytes: Buffer.from(text), mode: 0o644 });
const factsOf = (text: string): StaticFacts => readStaticFile(file(text), "3.7").facts;

test("entry points, with what routers inherit from them", () => {
  const { known, entryPoints } = factsOf(`
entryPoints:
  web:
    address: ":80"
    asDefault: true
    http: {redirections: {entryPoint: {to: websecure, permanent: false}}}
  websecure:
    address: ":443/tcp"
    http3: {}
    reusePort: true
    http: {middlewares: [auth, "sec@docker"], tls: {options: strict, certResolver: le}, encodedCharacters: {allowEncodedSlash: false}}
    observability: {accessLogs: false}
  dns: {address: "10.0.0.1:53/UDP"}
  bare: word
`);
  expect(known).toBe(true);
  expect([...entryPoints.keys()].toSorted()).toEqual(["bare", "dns", "web", "websecure"]);
  expect(entryPoints.get("web")).toMatchObject({
    protocol: "tcp",
    address: ":80",
    port: 80,
    asDefault: true,
    tls: null,
    middlewares: [],
    redirection: { to: "websecure", scheme: "https", permanent: false, priority: 9_223_372_036_854_775_806n },
  });
  expect(entryPoints.get("websecure")).toMatchObject({
    protocol: "tcp",
    address: ":443",
    http3: true,
    reusePort: true,
    middlewares: ["auth", "sec@docker"],
    tls: { options: "strict", certResolver: "le" },
    observability: true,
    encodedCharacters: ["%2F"],
    redirection: null,
  });
  expect(entryPoints.get("dns")).toMatchObject({ protocol: "udp", address: "10.0.0.1:53", port: 53 });
  expect(entryPoints.get("bare")).toMatchObject({ protocol: "tcp", address: "", port: null });
});

test("http is the entry point where there is none", () => {
  expect([...factsOf("log: {}").entryPoints]).toMatchObject([["http", { address: ":80" }]]);
});

test.each([
  ["api: {insecure: true}", true],
  ["api: {}", false],
  ["ping: {}", true],
  ["ping: {entryPoint: web}", false],
  ["ping: {manualRouting: true}", false],
  ["metrics: {prometheus: {}}", true],
  ["metrics: {prometheus: {manualRouting: true}}", false],
  ["providers: {rest: {insecure: true}}", true],
  ["providers: {rest: {}}", false],
])("with %s the entry point traefik is there: %s", (text, isThere) => {
  const { entryPoints } = factsOf(`entryPoints: {web: {address: ":80"}}\n${text}\n`);
  expect(entryPoints.get("traefik")?.port ?? null).toBe(isThere ? 8080 : null);
});

test("providers by the names behind an @", () => {
  const { providers } = factsOf(`
providers:
  file: {directory: /etc/traefik/conf.d}
  docker: {}
  kubernetesIngress: {namespaces: [a]}
  consulCatalog: {namespaces: [team, ops]}
  zooKeeper: {}
  swarm: false
  plugin: {mine: {a: b}}
experimental: {plugins: {mine: {moduleName: github.com/a/b, version: v1.0.0}}}
`);
  expect([...providers].toSorted()).toEqual([
    "consulcatalog-ops",
    "consulcatalog-team",
    "docker",
    "file",
    "kubernetes",
    "plugin-mine",
    "zookeeper",
  ]);
});

test.each([
  ["api: {}", { fileProvider: false, directory: null, filename: null, watch: null, throttleMs: 2000 }],
  [
    "providers: {file: {directory: /etc/traefik/conf.d}}",
    { fileProvider: true, directory: "/etc/traefik/conf.d", filename: null, watch: true, throttleMs: 2000 },
  ],
  [
    "providers: {providersThrottleDuration: 100ms, file: {filename: a.yaml, watch: false}}",
    { fileProvider: true, directory: null, filename: "a.yaml", watch: false, throttleMs: 100 },
  ],
])("the file provider of %s", (text, expected) => {
  expect(factsOf(text).file).toEqual(expected);
});

test("certificate resolvers by their challenges", () => {
  const { certResolvers } = factsOf(`
certificatesResolvers:
  h: {acme: {storage: h.json, httpChallenge: {entryPoint: web}}}
  d: {acme: {dnsChallenge: {provider: ovh}, tlsChallenge: {}}}
  t: {tailscale: {}}
`);
  expect(Object.fromEntries(certResolvers)).toEqual({
    h: { httpChallenge: "web", tlsChallenge: false, dnsChallenge: null, tailscale: false, storage: "h.json" },
    d: {
      httpChallenge: null,
      tlsChallenge: true,
      dnsChallenge: "ovh",
      tailscale: false,
      storage: "acme.json",
    },
    t: { httpChallenge: null, tlsChallenge: false, dnsChallenge: null, tailscale: true, storage: null },
  });
});

test("services of Traefik's own", () => {
  const facts = factsOf(`
api: {dashboard: false, insecure: true}
ping: {entryPoint: metrics}
metrics: {prometheus: {manualRouting: true}}
accessLog: {}
providers: {rest: {}}
core: {defaultRuleSyntax: v2, strictTLSOptions: true}
spiffe: {workloadAPIAddr: "unix:///run/spire.sock"}
experimental: {fastProxy: {}, plugins: {p: {moduleName: github.com/a/b, version: v1.0.0}}, localPlugins: {q: {moduleName: local/q.x}}}
`);
  expect(facts).toMatchObject({
    api: { insecure: true, dashboard: false, debug: false, basePath: "/" },
    ping: { entryPoint: "metrics", manualRouting: false },
    prometheus: { entryPoint: "traefik", manualRouting: true },
    rest: { insecure: false },
    observes: { accessLogs: true, metrics: true, tracing: false },
    defaultRuleSyntax: "v2",
    strictTlsOptions: true,
    spiffe: true,
    fastProxy: true,
  });
});

test("one broken declaration, and there is no plugin", () => {
  const plugins = (text: string) => [...factsOf(`experimental: ${text}`).plugins];
  const p = "p: {moduleName: github.com/a/b, version: v1.0.0}";
  expect(plugins(`{plugins: {${p}}, localPlugins: {q: {moduleName: example.com/q}}}`)).toEqual(["p", "q"]);
  expect(plugins(`{plugins: {${p}, q: {moduleName: github.com/a/c}}}`)).toEqual([]);
});

test("nothing is known of a refused file, and without one two entry points are assumed", () => {
  expect(factsOf("entryPoints: {web: {adress: x}}")).toBe(ASSUMED_FACTS);
  const { facts, document, diagnostics } = readStatic({ files: [] }, "3.7");
  expect([document, facts, diagnostics.map(({ rule }) => rule)]).toEqual([
    null,
    ASSUMED_FACTS,
    ["static-missing"],
  ]);
  expect([...facts.entryPoints.keys()]).toEqual(["web", "websecure"]);
});

test("TOML comes before YAML", () => {
  const tree = {
    files: [
      file("[api]\n", "traefik.toml"),
      file("ping: {}", "traefik.yaml"),
      file("log: {}", "traefik.yml"),
    ],
  };
  const { document, diagnostics } = readStatic(tree, "3.7");
  expect(document?.file).toBe("traefik.toml");
  expect(diagnostics.map(({ rule, file: path }) => [rule, path])).toEqual([
    ["static-shadowed", "traefik.yaml"],
    ["static-shadowed", "traefik.yml"],
  ]);
});

test.each([
  "staging",
  "production",
  "examples/ecs",
  "examples/kubernetes",
  "examples/swarm",
  "examples/consulcatalog",
])("the shipped environment %s starts, without a word", (environment) => {
  const text = readFileSync(`envs/${environment}/traefik.yaml`, "utf8");
  const { facts, diagnostics, refusal } = readStaticFile(file(text), "3.7");
  expect([diagnostics, refusal, facts.file.directory]).toEqual([[], null, "/etc/traefik/conf.d"]);
});

test.each([
  [":80", 80],
  ["10.0.0.1:65535", 65_535],
  ["[::1]:8080", 8080],
  [":65536", null],
  [":http", null],
  ["80", null],
  ["", null],
])("the port of %j is %j", (address, port) => {
  expect(portOf(address)).toBe(port);
});
