import { marked, type Case } from "./case.ts";

/** One mistake each, with `«` before it: what the shipped environments do not hold enough of. */
export function snippets(): Case[] {
  return [
    ...Object.entries(MIDDLEWARES).map(([name, text]) =>
      marked(`middleware: ${name}`, "conf.d/a.yaml", inMiddleware(text)),
    ),
    ...Object.entries(SERVICES).map(([name, text]) =>
      marked(`service: ${name}`, "conf.d/a.yaml", inService(text)),
    ),
    ...Object.entries(RULES).map(([name, text]) =>
      marked(`rule: ${name}`, "conf.d/a.yaml", inRouter(`rule: ${text}\n`)),
    ),
    ...Object.entries(TCP_RULES).map(([name, text]) =>
      marked(
        `TCP rule: ${name}`,
        "conf.d/a.yaml",
        `tcp:\n  routers:\n    r:\n      rule: ${text}\n      service: s@docker\n      tls: {}\n`,
      ),
    ),
    ...Object.entries(ROUTERS).map(([name, text]) =>
      marked(`router: ${name}`, "conf.d/a.yaml", inRouter(`rule: Host(\`a.example\`)\n${text}`)),
    ),
    ...Object.entries(FILES).map(([name, text]) => marked(`file: ${name}`, "conf.d/a.yaml", text)),
    ...Object.entries(TOML).map(([name, text]) => marked(`TOML: ${name}`, "conf.d/a.toml", text)),
    ...Object.entries(STATIC).map(([name, text]) => marked(`static: ${name}`, "traefik.yaml", text)),
  ];
}

function indent(text: string, by: number): string {
  return text.replace(/^(?=[^\n])/gm, " ".repeat(by));
}

function inMiddleware(text: string): string {
  return `http:\n  routers:\n    r: {rule: Host(\`a.example\`), service: s@docker, middlewares: [m]}\n  middlewares:\n    m:\n${indent(text, 6)}\n`;
}

function inService(text: string): string {
  return `http:\n  routers:\n    r: {rule: Host(\`a.example\`), service: s}\n  services:\n    s:\n${indent(text, 6)}\n`;
}

function inRouter(text: string): string {
  return `http:\n  routers:\n    r:\n${indent(text, 6)}${text.includes("service") ? "" : "      service: s@docker\n"}`;
}

type Texts = Readonly<Record<string, string>>;

const MIDDLEWARES: Texts = {
  "CIDR without a part": "ipAllowList:\n  sourceRange: [10.0.0.0/8, «192.168/16]",
  "CIDR too long": "ipAllowList:\n  sourceRange:\n    - 10.0.0.0/8\n    - «10.0.0.0/33",
  "a host for a CIDR": "ipAllowList:\n  sourceRange: [«localhost]",
  "an excluded IP that is none":
    "ipAllowList:\n  sourceRange: [10.0.0.0/8]\n  ipStrategy:\n    excludedIPs: [10.0.0.1, «10.0.0]",
  "depth below zero": "ipAllowList:\n  sourceRange: [10.0.0.0/8]\n  ipStrategy:\n    ipv6Subnet: «256",
  "a refused status code": "ipAllowList:\n  sourceRange: [10.0.0.0/8]\n  rejectStatusCode: «42",
  "an unknown type": "«ipAllowLists:\n  sourceRange: [10.0.0.0/8]",
  "ipWhiteList's v3 name by a slip": "«ipAllowlisst:\n  sourceRange: [10.0.0.0/8]",
  redirectRegex: "redirectRegex:\n  regex: «(\n  replacement: /",
  "redirectRegex with lookahead": "redirectRegex:\n  regex: ^/«(?!admin)\n  replacement: /",
  replacePathRegex: "replacePathRegex:\n  regex: ^/a«**\n  replacement: /",
  stripPrefixRegex: "stripPrefixRegex:\n  regex:\n    - ^/a\n    - ^/«[b",
  "a status of errors": "errors:\n  status: [404, «5xx]\n  service: s@docker\n  query: /{status}",
  "a status range of errors": "errors:\n  status: [404, «500-5x0]\n  service: s@docker\n  query: /{status}",
  "a service of errors": "errors:\n  status: [404]\n  service: «nobody\n  query: /{status}",
  "a circuit breaker without an operator": "circuitBreaker:\n  expression: «NetworkErrorRatio()",
  "a circuit breaker's function": "circuitBreaker:\n  expression: «NetworkError() > 0.5",
  "a circuit breaker's bare function": "circuitBreaker:\n  expression: «NetworkErrorRatio > 0.5",
  "a retry expression": "buffering:\n  retryExpression: «IsNetworkErr() && Attempts() < 2",
  "buffering below zero": "buffering:\n  maxRequestBodyBytes: «-1",
  "compress's encoding": "compress:\n  encodings: [gzip, «brotli]",
  "compress's default encoding": "compress:\n  encodings: [gzip]\n  defaultEncoding: «deflate",
  "compress's media type": "compress:\n  excludedContentTypes: [text/css, «text/]",
  "compress's bytes": "compress:\n  minResponseBodyBytes: «1k",
  "both lists of compress":
    "compress:\n  excludedContentTypes: [text/css]\n  «includedContentTypes: [text/html]".replace(
      "«includedContentTypes: ",
      "includedContentTypes: «",
    ),
  "a user without a hash": "basicAuth:\n  users:\n    - a:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n    - «alice",
  "a digest user without a realm": "digestAuth:\n  users: [«alice:hash]",
  "no users": "basicAuth:\n  «users: []".replace("«users: ", "users: «"),
  "rate limit's period": "rateLimit:\n  average: 10\n  period: «1 minute",
  "rate limit's period in days": "rateLimit:\n  average: 10\n  period: «1d",
  "rate limit's average by text": "rateLimit:\n  average: «10/s",
  "two criteria":
    "rateLimit:\n  average: 10\n  sourceCriterion:\n    requestHeaderName: X-A\n    requestHost: «true",
  "inFlightReq by text": "inFlightReq:\n  amount: «ten",
  "retry without attempts": "retry:\n  attempts: «0",
  "retry's interval": "retry:\n  attempts: 2\n  initialInterval: «fast",
  "forwardAuth's key without a cert":
    "forwardAuth:\n  address: http://a\n  tls:\n    key: «/run/secrets/a.key",
  "forwardAuth's regexp": "forwardAuth:\n  address: http://a\n  authResponseHeadersRegex: «(",
  "headers' map by text": "headers:\n  customRequestHeaders: «X-A=b",
  "headers' list by map": "headers:\n  frameDeny: true\n  accessControlAllowMethods: {a: «b}",
  "headers' number": "headers:\n  stsSeconds: «1y",
  "headers' truth": "headers:\n  frameDeny: «yes",
  "headers' field of v2": "headers:\n  «sslRedirect: true",
  "headers' CORS field": "headers:\n  «accessControlAllowOrigin: '*'",
  "headers' regexp": "headers:\n  accessControlAllowOriginListRegex: ['^https://a$', '«(']",
  "addPrefix by text": "addPrefix: «/a",
  "stripPrefix by text in the wrong field": "stripPrefix:\n  «prefix: /a",
  "a chain with an unknown name": "chain:\n  middlewares: [m2@docker, «nobody]",
  "a chain by text": "«chains:\n  middlewares: [m2@docker]",
  "a chain of itself": "chain:\n  middlewares: [«m]",
  "two types": "compress: {}\n«addPrefix: {prefix: /a}",
  passTLSClientCert: "passTLSClientCert:\n  pem: «maybe",
  "a plugin that is not declared": "plugin:\n  «geo: {a: b}",
  "redirectScheme's field": "redirectScheme:\n  «schema: https",
  "redirectScheme's port as a map": "redirectScheme:\n  scheme: https\n  port: «{a: b}",
  "contentType's field": "contentType:\n  «autodetected: true",
  grpcWeb: "grpcWeb:\n  «allowOrigin: ['*']",
};

const SERVICES: Texts = {
  "a server's address": "loadBalancer:\n  servers:\n    - «address: 10.0.0.1:80",
  "a server's port":
    "loadBalancer:\n  servers:\n    - url: http://10.0.0.1:80\n    - url: «http://10.0.0.2:http",
  "a server without a scheme": "loadBalancer:\n  servers:\n    - url: «10.0.0.1:80",
  "a URL with a blank": "loadBalancer:\n  servers: [{url: «'http://a b'}]",
  "an IPv6 address without its end": "loadBalancer:\n  servers: [{url: «'http://[::1'}]",
  "servers by text": "loadBalancer:\n  servers: «http://10.0.0.1:80",
  "a server by text": "loadBalancer:\n  servers:\n    - «http://10.0.0.1:80",
  "passHostHeader at the service":
    "«passHostHeader: true\nloadBalancer:\n  servers: [{url: http://10.0.0.1}]",
  "passHostHeader at the server":
    "loadBalancer:\n  servers:\n    - url: http://10.0.0.1\n      «passHostHeader: true",
  "passHostHeader by text": "loadBalancer:\n  passHostHeader: «ja\n  servers: [{url: http://10.0.0.1}]",
  "a strategy": "loadBalancer:\n  strategy: «roundrobin\n  servers: [{url: http://10.0.0.1}]",
  "a transport": "loadBalancer:\n  serversTransport: «nobody\n  servers: [{url: http://10.0.0.1}]",
  "a health check's interval":
    "loadBalancer:\n  healthCheck:\n    path: /up\n    interval: «10sec\n  servers: [{url: http://10.0.0.1}]",
  "a health check's zero":
    "loadBalancer:\n  healthCheck:\n    path: /up\n    interval: «0s\n  servers: [{url: http://10.0.0.1}]",
  "a health check's field":
    "loadBalancer:\n  healthCheck:\n    «uri: /up\n  servers: [{url: http://10.0.0.1}]",
  "a health check's headers":
    "loadBalancer:\n  healthCheck:\n    path: /up\n    headers: «[a]\n  servers: [{url: http://10.0.0.1}]",
  "a cookie's field":
    "loadBalancer:\n  sticky:\n    cookie:\n      «path_: /\n  servers: [{url: http://10.0.0.1}]",
  "sticky by text": "loadBalancer:\n  sticky: «cookie\n  servers: [{url: http://10.0.0.1}]",
  "a weight by text": "weighted:\n  services:\n    - name: a@docker\n      weight: «90%",
  "weights of nothing": "weighted:\n  services:\n    - name: a@docker\n      weight: «0",
  "a weighted service that does not exist": "weighted:\n  services:\n    - name: a@docker\n    - name: «b",
  "a weighted service by text": "weighted:\n  services:\n    - «a@docker",
  "a weighted service of itself": "weighted:\n  services:\n    - name: «s",
  "a field of weighted": "weighted:\n  services:\n    - «service: a@docker",
  "a mirror that does not exist":
    "mirroring:\n  service: a@docker\n  mirrors:\n    - name: «b\n      percent: 10",
  "a mirror's percent":
    "mirroring:\n  service: a@docker\n  mirrors:\n    - name: b@docker\n      percent: «10%",
  "a fallback that does not exist": "failover:\n  service: a@docker\n  fallback: «b",
  "no type": "«loadbalancers: {}",
  "two types":
    "loadBalancer: {servers: [{url: http://10.0.0.1}]}\n«failover: {service: a@docker, fallback: b@docker}",
  responseForwarding:
    "loadBalancer:\n  responseForwarding:\n    flushInterval: «now\n  servers: [{url: http://10.0.0.1}]",
};

const RULES: Texts = {
  "a matcher of v2": "Host(`a.example`) && «Headers(`a`, `b`)",
  "a matcher of v2 with a regexp": "Host(`a.example`) && «HeadersRegexp(`a`, `b`)",
  "lower case is fine, a slip is not": "«hots(`a.example`)",
  "single quotes": "Host(«'a.example')".replace("Host(«'a.example')", "\"Host(«'a.example')\""),
  "no quotes": "Host(«a.example)",
  "no brackets": "«Host",
  "two arguments for one": "PathPrefix(`/a`, «`/b`)".replace(
    "PathPrefix(`/a`, «`/b`)",
    "«PathPrefix(`/a`, `/b`)",
  ),
  "no argument": "Host(`a.example`) && «PathPrefix()",
  "a path without a slash": "PathPrefix(«`api`)",
  "a second path without a slash": "Host(`a.example`) && (PathPrefix(`/a`) || PathPrefix(«`api`))",
  "a folded rule's third line": ">-\n  Host(`a.example`) &&\n  (PathPrefix(`/a`) ||\n  PathPrefix(«`api`))",
  "a literal rule's second line": "|\n  Host(`a.example`) &&\n  «Pathprefixx(`/api`)",
  "a regexp": "HostRegexp(«`^(a`)",
  "a regexp with a class": "PathRegexp(«`^/[a-`)",
  "a regexp's back reference": "PathRegexp(«`^/(a)\\1$`)",
  "a client's range": "ClientIP(`10.0.0.0/8`) || ClientIP(«`10.0.0.0/99`)",
  "a client's host": "ClientIP(«`localhost`)",
  "a method too many": "«Method(`GET`, `POST`)",
  "HostSNI in HTTP": "«HostSNI(`a.example`)",
  "v2's template": "HostRegexp(«`{sub:[a-z]+}.example.com`)",
  "v2's query": "Query(«`a=b`)",
  "a host with a scheme": "Host(«`https://a.example`)",
  "a host with a port": "Host(«`a.example:8443`)",
  "a host with a path": "Host(«`a.example/api`)",
  "hosts with a comma": "Host(«`a.example,b.example`)",
  "a single equals": "Host(`a.example`) «= Path(`/a`)",
  "words for signs": "Host(`a.example`) «AND Path(`/a`)",
  "not by word": "«not Host(`a.example`)",
  "a bracket that is not closed": "(Host(`a.example`) || Host(`b.example`)«",
  "a bracket too many": "Host(`a.example`)«)",
  "a backtick that is not closed": "Host(«`a.example)",
  "nothing after &&": "Host(`a.example`) &&«",
  "quoted with double quotes": '"Host(`a.example`) && «Hedaer(`a`, `b`)"',
  "quoted with escapes": '"Host(\\"a.example\\") && «Hedaer(`a`, `b`)"',
  "quoted with single quotes": "'Host(`a.example`) && «Hedaer(`a`, `b`)'",
  "wide characters before": "'Host(`漢字.example`) && «Hedaer(`a`, `b`)'".replace("漢字", "xn--p8s937b"),
  "a header without a value": "«Header(`a`)",
};

const TCP_RULES: Texts = {
  "an HTTP matcher": "«Host(`a.example`)",
  "a host that is none": "HostSNI(«`a b`)",
  "a regexp": "HostSNIRegexp(«`^(a`)",
  "a range": "HostSNI(`a.example`) && ClientIP(«`10.0.0.0/99`)",
  "a slip": "«HostSni_(`a.example`)",
  "a protocol": "HostSNI(`a.example`) && «ALPNs(`h2`)",
};

const ROUTERS: Texts = {
  "a service that does not exist": "service: «shop\n",
  "a service of no provider": "service: «shop@dockre\n",
  "a service of a provider that is off": "service: «shop@ecs\n",
  "Traefik's own service": "service: «apii@internal\n",
  "an own service that is off": "service: «ping@internal\n",
  "a middleware that does not exist": "service: s@docker\nmiddlewares:\n  - a@docker\n  - «b\n",
  "middlewares' singular": "service: s@docker\n«middleware: a@docker\n",
  "entry points' letter case": "service: s@docker\nentryPoints:\n  - web\n  - «Websecure\n",
  "an entry point of v1": "service: s@docker\nentryPoints: [«http]\n",
  "entryPoint's singular": "service: s@docker\n«entryPoint: web\n",
  "TLS options that do not exist": "service: s@docker\ntls:\n  options: «modern\n",
  "TLS options by map": "service: s@docker\ntls:\n  options: «{minVersion: VersionTLS13}\n",
  "a resolver that does not exist": "service: s@docker\ntls:\n  certResolver: «lets\n",
  "a resolver's field": "service: s@docker\ntls:\n  «certResolvers: lets\n",
  "tls by text": "service: s@docker\ntls: «on\n",
  "tls without a value": "service: s@docker\n«tls:\n",
  "domains by text": "service: s@docker\ntls:\n  domains:\n    - «a.example\n",
  "a domain's field": "service: s@docker\ntls:\n  domains:\n    - «host: a.example\n",
  "priority by text": "service: s@docker\npriority: «high\n",
  "priority with a point": "service: s@docker\npriority: «1.5\n",
  "priority too great": "service: s@docker\npriority: «9223372036854775807\n",
  "a rule as a list": "service: s@docker\nmiddlewares: [a@docker]\npriority: «[1]\n",
  "a service as a map": "service: «{name: shop}\n",
  "a servers field in the router": "service: s@docker\n«loadBalancer: {}\n",
  "a dashed field": "service: s@docker\n«entry-points: [web]\n",
  "a parent that does not exist": "service: s@docker\nparentRefs: [«site]\n",
  "an unknown rule syntax": "service: s@docker\nobservability:\n  accessLogs: «nope\n",
};

const FILES: Texts = {
  "an unknown section":
    "http:\n  routers:\n    r: {rule: Host(`a.example`), service: s@docker}\n«https: {}\n",
  "a static section":
    "http:\n  routers:\n    r: {rule: Host(`a.example`), service: s@docker}\n«entryPoints: {web: {address: ':80'}}\n",
  "an empty section":
    "http:\n  routers:\n    r: {rule: Host(`a.example`), service: s@docker}\ntls:\n  «certificates:\n",
  "an empty section at the root":
    "http:\n  routers:\n    r: {rule: Host(`a.example`), service: s@docker}\n«tcp: {}\n",
  "a second document":
    "http:\n  routers:\n    r: {rule: Host(`a.example`), service: s@docker}\n---\n«http: {}\n",
  "a key twice":
    "http:\n  routers:\n    r: {rule: Host(`a.example`), service: s@docker}\n    «r: {rule: Host(`b.example`), service: s@docker}\n",
  "a field in another letter case":
    "http:\n  routers:\n    r:\n      rule: Host(`a.example`)\n      «Rule: Host(`b.example`)\n      service: s@docker\n",
  "a tab": "http:\n  routers:\n«\tr: {rule: Host(`a.example`), service: s@docker}\n",
  "an alias of nothing": "http:\n  routers:\n    r: {rule: Host(`a.example`), service: «*shop}\n",
  "a text that is not closed":
    'http:\n  routers:\n    r:\n      rule: Host(`a.example`)\n      service: «"s@docker\n',
  "a flow map that is not closed": "http:\n  routers:\n    r: «{rule: Host(`a.example`), service: s@docker\n",
  "a flow list that is not closed":
    "http:\n  routers:\n    r:\n      entryPoints: «[web\n      rule: Host(`a.example`)\n      service: s@docker\n",
  "a colon in a text": "http:\n  routers:\n    r:\n      service: s@docker\n      rule: a«: b\n",
  "a reserved sign": "http:\n  routers:\n    r:\n      service: s@docker\n      rule: «`a`\n",
  "one blank too many":
    "http:\n  routers:\n    r:\n      service: s@docker\n       «rule: Host(`a.example`)\n",
  "one blank too few": "http:\n  routers:\n    r:\n      service: s@docker\n     «rule: Host(`a.example`)\n",
  "no blank after the colon":
    "http:\n  routers:\n    r:\n      service: s@docker\n      «rule:Host(`a.example`)\n",
  "no colon": "http:\n  routers:\n    r:\n      service: s@docker\n      «rule Host(`a.example`)\n",
  "a list item without its blank":
    "http:\n  routers:\n    r:\n      service: s@docker\n      rule: Host(`a.example`)\n      middlewares:\n        - a@docker\n        «-b@docker\n",
  "an unknown escape":
    'http:\n  routers:\n    r:\n      service: s@docker\n      rule: "HostRegexp(`a«\\.b`)"\n',
  "an unknown tag":
    "http:\n  routers:\n    r:\n      service: s@docker\n      rule: Host(`a.example`)\n      priority: !!int «many\n",
  "a function that does not exist":
    "http:\n  routers:\n    r: {rule: 'Host(`{{ «host }}`)', service: s@docker}\n",
  "a template variable that does not exist":
    "http:\n  routers:\n    r: {rule: 'Host(`{{ «$host }}`)', service: s@docker}\n",
  "an if without an end":
    "«{{ if true }}\nhttp:\n  routers:\n    r: {rule: Host(`a.example`), service: s@docker}\n",
  "an end without an if":
    "http:\n  routers:\n    r: {rule: Host(`a.example`), service: s@docker}\n{{ «end }}\n",
  "an index out of range":
    "http:\n  routers:\n    r: {rule: 'Host(`{{ «index (list 1) 3 }}`)', service: s@docker}\n",
  "an unset variable":
    "http:\n  routers:\n    r: {rule: 'Host(`«{{ env \"NOWHERE\" }}`)', service: s@docker}\n",
  "a mistake after a template":
    '{{ $name := "shop" }}\nhttp:\n  routers:\n    {{ $name }}:\n      rule: Host(`{{ $name }}.example`)\n      «servise: s@docker\n',
  "a mistake on the line of a template":
    "http:\n  routers:\n    r: {rule: 'Host(`{{ \"a\" }}.example`)', «servise: s@docker}\n",
  "a mistake in a loop":
    'http:\n  routers:\n{{ range list "a" "b" }}\n    {{ . }}:\n      rule: Host(`{{ . }}.example`)\n      «servise: s@docker\n{{ end }}\n',
  "a cipher that does not exist":
    "tls:\n  options:\n    default:\n      cipherSuites:\n        - TLS_AES_128_GCM_SHA256\n        - «TLS_NOPE\n",
  "a curve that does not exist": "tls:\n  options:\n    default:\n      curvePreferences: [«secp999]\n",
  "a TLS version": "tls:\n  options:\n    default:\n      minVersion: «TLS1.2\n",
  "a client auth type":
    "tls:\n  options:\n    default:\n      clientAuth:\n        clientAuthType: «Require\n        caFiles: [/run/ca.pem]\n",
  "a TLS field": "tls:\n  options:\n    default:\n      «minimumVersion: VersionTLS12\n",
  "a certificate's field": "tls:\n  certificates:\n    - «cert: /run/a.crt\n      keyFile: /run/a.key\n",
  "a certificate by text":
    "http:\n  routers:\n    r: {rule: Host(`a.example`), service: s@docker}\ntls:\n  certificates:\n    - «/run/a.crt\n",
  "tls below http": "http:\n  routers:\n    r: {rule: Host(`a.example`), service: s@docker}\n  «tls: {}\n",
  "a TCP server by URL":
    "tcp:\n  routers:\n    r: {rule: HostSNI(`*`), service: s}\n  services:\n    s:\n      loadBalancer:\n        servers:\n          - «url: tcp://a:1\n",
  "a TCP server without a port":
    "tcp:\n  routers:\n    r: {rule: HostSNI(`*`), service: s}\n  services:\n    s:\n      loadBalancer:\n        servers:\n          - address: «a\n",
  "a host without TLS":
    "tcp:\n  routers:\n    r:\n      service: s@docker\n      rule: «HostSNI(`a.example`)\n",
  "a UDP rule": "udp:\n  routers:\n    r:\n      «rule: HostSNI(`*`)\n      service: s@docker\n",
  "a UDP service that does not exist":
    "udp:\n  routers:\n    r:\n      entryPoints: [dns]\n      service: «s\n",
  "an HTTP entry point for UDP":
    "udp:\n  routers:\n    r:\n      entryPoints: [«web]\n      service: s@docker\n",
  "Windows' line ends":
    "http:\r\n  routers:\r\n    r:\r\n      rule: Host(`a.example`)\r\n      «servise: s@docker\r\n",
  "after wide characters":
    "http:\n  routers:\n    r: {rule: Host(`a.example`), service: s@docker, middlewares: ['日本@docker'], «prio: 5}\n",
  "after an emoji":
    "http:\n  routers:\n    r: {rule: Host(`a.example`), service: s@docker, middlewares: ['🚀🚀@docker'], «prio: 5}\n",
  "behind a comment":
    "# é漢🚀\nhttp:\n  routers: # of the shop\n    r: {rule: Host(`a.example`), «prio: 5, service: s@docker}\n",
};

const TOML: Texts = {
  "a text without quotes": '[http.routers.r]\nrule = «Host(`a.example`)\nservice = "s@docker"\n',
  "a text that is not closed": "[http.routers.r]\nrule = 'Host(`a.example`)'\nservice = «\"s@docker\n",
  "a field that does not exist": "[http.routers.r]\nrule = 'Host(`a.example`)'\n«servise = \"s@docker\"\n",
  "a table that does not exist":
    "[http.routers.r]\nrule = 'Host(`a.example`)'\nservice = \"s@docker\"\n[http.«router.q]\nrule = 'Host(`b.example`)'\nservice = \"s@docker\"\n",
  "a table twice":
    "[http.routers.r]\nrule = 'Host(`a.example`)'\nservice = \"s@docker\"\n[http.routers.«r]\npriority = 1\n",
  "a key twice":
    '[http.routers.r]\nrule = \'Host(`a.example`)\'\nservice = "s@docker"\n«service = "s@docker"\n',
  "a number by text":
    '[http.routers.r]\nrule = \'Host(`a.example`)\'\nservice = "s@docker"\npriority = «"high"\n',
  "a date": "[http.routers.r]\nrule = 'Host(`a.example`)'\nservice = \"s@docker\"\npriority = «2001-12-14\n",
  "a list for a text": "[http.routers.r]\nrule = «[['a']]\nservice = \"s@docker\"\n".replace("«[[", "[«["),
  "a rule's matcher":
    "[http.routers.r]\nrule = 'Host(`a.example`) && «Headers(`a`, `b`)'\nservice = \"s@docker\"\n",
  "a rule's argument":
    '[http.routers.r]\nrule = "Host(`a.example`) && PathPrefix(«`api`)"\nservice = "s@docker"\n',
  "a rule of several lines":
    "[http.routers.r]\nrule = '''\nHost(`a.example`) &&\nPathPrefix(«`api`)'''\nservice = \"s@docker\"\n",
  "a service": "[http.routers.r]\nrule = 'Host(`a.example`)'\nservice = «\"s\"\n",
  "a middleware":
    '[http.routers.r]\nrule = \'Host(`a.example`)\'\nmiddlewares = ["a@docker", «"b"]\nservice = "s@docker"\n',
  "a CIDR":
    '[http.routers.r]\nrule = \'Host(`a.example`)\'\nmiddlewares = ["m"]\nservice = "s@docker"\n[http.middlewares.m.ipAllowList]\nsourceRange = ["10.0.0.0/8", «"192.168/16"]\n',
  "a duration":
    '[http.routers.r]\nrule = \'Host(`a.example`)\'\nmiddlewares = ["m"]\nservice = "s@docker"\n[http.middlewares.m.rateLimit]\naverage = 1\nperiod = «"1d"\n',
  "a URL":
    '[http.routers.r]\nrule = \'Host(`a.example`)\'\nservice = "s"\n[[http.services.s.loadBalancer.servers]]\nurl = «"http://a:b"\n',
  "a server's field":
    '[http.routers.r]\nrule = \'Host(`a.example`)\'\nservice = "s"\n[[http.services.s.loadBalancer.servers]]\n«address = "http://a"\n',
  "an unknown section":
    "[http.routers.r]\nrule = 'Host(`a.example`)'\nservice = \"s@docker\"\n[«https.routers.r]\na = 1\n",
  "an escape": '[http.routers.r]\nrule = "HostRegexp(`a«\\.b`)"\nservice = "s@docker"\n',
  "an equals sign missing": "[http.routers.r]\nrule «'Host(`a.example`)'\nservice = \"s@docker\"\n",
  "a value missing": "[http.routers.r]\nrule = 'Host(`a.example`)'\nservice =«\n",
  "a function": "[http.routers.r]\nrule = 'Host(`{{ «host }}`)'\nservice = \"s@docker\"\n",
};

const START =
  "entryPoints:\n  web:\n    address: ':80'\nproviders:\n  file:\n    directory: /etc/traefik/conf.d\n";

const STATIC: Texts = {
  "an option that does not exist": `${START}  «dockre: {}\n`,
  "an entry point's field": START.replace("    address", "    «adress"),
  "an address without a colon": START.replace("':80'", "«'80'"),
  "an address' port": START.replace("':80'", "«':80x'"),
  "an address' protocol": START.replace("':80'", "«':80/http'"),
  "the same address twice": START.replace(
    "':80'\n",
    "':80'\n  api:\n    address: ':81'\n  other:\n    address: «':81'\n",
  ),
  "a redirection": START.replace(
    "':80'\n",
    "':80'\n    http:\n      redirections:\n        entryPoint:\n          to: «websecure\n",
  ),
  "trusted IPs": START.replace(
    "':80'\n",
    "':80'\n    forwardedHeaders:\n      trustedIPs: [10.0.0.0/8, «192.168/16]\n",
  ),
  "a duration": START.replace(
    "':80'\n",
    "':80'\n    transport:\n      respondingTimeouts:\n        readTimeout: «1d\n",
  ),
  "a truth": START.replace("/conf.d\n", "/conf.d\n    watch: «perhaps\n"),
  pilot: `${START}«pilot:\n  token: a\n`,
  swarmMode: `${START}  docker:\n    «swarmMode: true\n`,
  jaeger: `${START}tracing:\n  «jaeger: {}\n`,
  "a log level": `${START}log:\n  level: «WARNING\n`,
  "a log format": `${START}accessLog:\n  format: «clf\n`,
  "a plugin without a version": `${START}experimental:\n  plugins:\n    «geo:\n      moduleName: github.com/a/b\n`,
  "a resolver without a challenge": `${START}certificatesResolvers:\n  le:\n    «acme:\n      email: a@example.com\n`,
  "a ping's entry point": `${START}ping:\n  entryPoint: «health\n`,
  "metrics' entry point": `${START}metrics:\n  prometheus:\n    entryPoint: «metrics\n`,
  "an API without a lock": `${START}api:\n  insecure: «true\n`,
  "a base path": `${START}api:\n  basePath: «traefik\n`,
  "a root option": `${START}«certificateResolvers: {}\n`,
  "a provider's interval": `${START}  http:\n    endpoint: http://a\n    pollInterval: «soon\n`,
  "a provider without an endpoint": `${START}  «http: {}\n`,
  buckets: `${START}metrics:\n  prometheus:\n    addRoutersLabels: true\n    buckets: [0.1, 0.3, «0.2]\n`,
  "a file name": START.replace("directory: /etc/traefik/conf.d", "filename: «/etc/traefik/conf.d/a.json"),
};
