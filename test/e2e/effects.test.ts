import { request, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deliveries } from "../../src/traefik/routes/deliveries.ts";
import { answering } from "../../src/traefik/routes/destinations.ts";
import { follow } from "../../src/traefik/routes/follow.ts";
import { routingTableOf, type RoutingTable } from "../../src/traefik/routes/routing-table.ts";
import { toBytes } from "../../src/traefik/go/utf8.ts";
import { startEcho } from "../support/echo-server.ts";
import { gatewayOf } from "../support/gateway-of.ts";
import { startTraefik, temporaryFolder, traefikBin, until, type RunningTraefik } from "../support/traefik.ts";

/** Middlewares by name, each on a router of the same name that is chosen by a header. */
const MIDDLEWARES: Readonly<Record<string, string>> = {
  strip: "stripPrefix: {prefixes: [/api, /a]}",
  "strip-forced": "stripPrefix: {prefixes: [/api], forceSlash: true}",
  "strip-encoded": 'stripPrefix: {prefixes: ["/a b", /ä]}',
  "strip-regex": 'stripPrefixRegex: {regex: ["/[a-z]+/v[0-9]", "^/api"]}',
  "strip-bytes": 'stripPrefixRegex: {regex: ["^/a/[^/]+"]}',
  add: "addPrefix: {prefix: /pre}",
  "add-odd": 'addPrefix: {prefix: "pre fix/ä"}',
  replace: "replacePath: {path: /fixed/%2Fx}",
  "replace-regex": 'replacePathRegex: {regex: "^/api/(?P<rest>.*)$", replacement: "/${rest}/$1"}',
  "replace-all": 'replacePathRegex: {regex: "a", replacement: "$$0-${0}x$0x"}',
  "replace-broken": 'replacePathRegex: {regex: "^/api", replacement: "/%zz"}',
  "to-https": "redirectScheme: {scheme: https}",
  "to-port": 'redirectScheme: {scheme: https, port: "8443", permanent: true}',
  "to-http": "redirectScheme: {scheme: http}",
  "to-upper-case": "redirectScheme: {scheme: HTTPS}",
  "regex-odd":
    'redirectRegex: {regex: "^http://[^/]+(/[^?]*)(.*)$", replacement: "HTTPS://u@ü.test/ä$1$2#f ü"}',
  regex:
    'redirectRegex: {regex: "^http://([^/:]+)(:[0-9]+)?/api/(.*)", replacement: "https://$1/${3}?from=$3", permanent: true}',
  "regex-query": 'redirectRegex: {regex: "[?&]q=([^&]*)", replacement: "/q/$1"}',
  "regex-empty": 'redirectRegex: {regex: "x*", replacement: "-"}',
  list: "ipAllowList: {sourceRange: [127.0.0.1/32, 10.0.0.0/8]}",
  "list-depth": "ipAllowList: {sourceRange: [10.0.0.0/8], ipStrategy: {depth: 1}, rejectStatusCode: 418}",
  "list-excluded":
    "ipAllowList: {sourceRange: [10.0.0.0/8], ipStrategy: {excludedIPs: [127.0.0.1, 192.168.0.0/16]}}",
  host: 'headers: {customRequestHeaders: {Host: other.test, X-A: "1", X-B: ""}}',
  "allowed-hosts": "headers: {allowedHosts: [a.test]}",
  cors: 'headers: {accessControlAllowOriginList: ["*"], accessControlAllowMethods: [GET]}',
  escapes: "encodedCharacters: {allowEncodedSlash: true}",
  "no-client": 'headers: {customRequestHeaders: {X-Forwarded-For: ""}}',
  "other-client": 'headers: {customRequestHeaders: {X-Forwarded-For: "9.9.9.9"}}',
  "removed-client": 'headers: {customRequestHeaders: {x-forwarded-for: ""}}',
  "nobody-at-once": "inFlightReq: {amount: 0}",
  chained: "chain: {middlewares: [strip, add, replace-all]}",
};

/** Services by name, each behind a router of the same name; ECHO is a server's host and port. */
const SERVICES: Readonly<Record<string, string>> = {
  echo: 'loadBalancer: {servers: [{url: "http://ECHO/ignored"}]}',
  "own-host": 'loadBalancer: {passHostHeader: false, servers: [{url: "http://ECHO"}]}',
  below: 'loadBalancer: {servers: [{url: "http://ECHO/base/x", preservePath: true}]}',
  "below-slash": 'loadBalancer: {servers: [{url: "http://ECHO/b%2Fä/?q=9", preservePath: true}]}',
  "both-below": "weighted: {services: [{name: below}]}",
  mirrored: "mirroring: {service: own-host, mirrors: [{name: empty, percent: 1}]}",
  empty: "loadBalancer: {servers: []}",
  "only-empty": "weighted: {services: [{name: empty}, {name: echo, weight: 0}]}",
  "weighs-nothing": 'loadBalancer: {servers: [{url: "http://ECHO", weight: 0}]}',
  "p2c-weighs-nothing": 'loadBalancer: {strategy: p2c, servers: [{url: "http://ECHO", weight: 0}]}',
};

/** TCP middlewares and services by name, each on an entry point of the same name. */
const STREAMS: Readonly<Record<string, { readonly middleware?: string; readonly service?: string }>> = {
  open: {},
  listed: { middleware: "ipAllowList: {sourceRange: [127.0.0.0/8]}" },
  "not-listed": { middleware: "ipAllowList: {sourceRange: [10.0.0.0/8]}" },
  "old-list": { middleware: "ipWhiteList: {sourceRange: [10.0.0.0/8]}" },
  full: { middleware: "inFlightConn: {amount: 0}" },
  some: { middleware: "inFlightConn: {amount: 1}" },
  nobody: { service: "loadBalancer: {servers: []}" },
};

const SHOWN = [
  "X-A",
  "X-B",
  "X-Forwarded-Prefix",
  "X-Replaced-Path",
  "X-Forwarded-For",
  "X-Forwarded-Host",
  "Connection",
  "Upgrade",
  "Keep-Alive",
  "Proxy-Authorization",
  "Te",
];

const TARGETS = [
  "/api/x?q=1&r=2",
  "/api",
  "/a%20b/c%2Fd",
  "/%C3%A4/x",
  "/api//x;y?a=1;b=2",
  "/abc/v1/api/",
  "/apix?q=",
  "/",
  "/api/%25",
  "/x?",
  "/a/%E4",
  "/a/%E4/c%2Fd",
  "/%C3%A4/c%2Fd",
];

describe.skipIf(traefikBin === null)("what middlewares do, held against the real Traefik", () => {
  let server: Server;
  let traefik: RunningTraefik;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let table: RoutingTable;

  beforeAll(async () => {
    server = await startEcho(SHOWN);
    const { port } = server.address() as AddressInfo;
    const routers = Object.keys(MIDDLEWARES).map(
      (name) => `    ${name}: {rule: "Header(\`X-To\`, \`${name}\`)", service: echo, middlewares: [${name}]}`,
    );
    const behind = Object.keys(SERVICES).map(
      (name) => `    s-${name}: {rule: "Header(\`X-To\`, \`s-${name}\`)", service: ${name}}`,
    );
    const services = Object.entries(SERVICES).map(
      ([name, config]) => `    ${name}: {${config.replaceAll("ECHO", `127.0.0.1:${port}`)}}`,
    );
    const middlewares = Object.entries(MIDDLEWARES).map(([name, config]) => `    ${name}: {${config}}`);
    const dynamic = `http:\n  routers:\n${[...routers, ...behind].join("\n")}\n  middlewares:\n${middlewares.join("\n")}\n  services:\n${services.join("\n")}\n${streams(port)}`;
    folder = await temporaryFolder({ "conf.d/effects.yaml": dynamic });
    traefik = await startTraefik({
      directory: `${folder.path}/conf.d`,
      entryPoints: ["web", "bare", ...Object.keys(STREAMS)],
      args: [
        "--entryPoints.web.forwardedHeaders.insecure=true",
        "--entryPoints.bare.forwardedHeaders.notAppendXForwardedFor=true",
      ],
    });
    await until("the routers", async () => "chained@file" in ((await traefik.rawData()).routers ?? {}));
    table = routingTableOf(
      gatewayOf({
        "traefik.yaml": `entryPoints: {web: {address: ":80", forwardedHeaders: {insecure: true}}, bare: {address: ":90", forwardedHeaders: {notAppendXForwardedFor: true}}, ${Object.keys(
          STREAMS,
        )
          .map((name, at) => `${name}: {address: ":${81 + at}"}`)
          .join(", ")}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n`,
        "conf.d/effects.yaml": dynamic,
      }),
    );
  });
  afterAll(async () => {
    await traefik?.stop("SIGKILL");
    await folder?.remove();
    server?.close();
  });

  test.each([...Object.keys(MIDDLEWARES), ...Object.keys(SERVICES).map((name) => `s-${name}`)])(
    "%s",
    async (name) => {
      for (const target of TARGETS) {
        for (const [method, host, more] of VARIANTS) {
          const headers: Record<string, string> = { "X-To": name, "X-B": "b", ...more };
          const real = await ask(traefik.ports["web"] ?? 0, method, host, target, headers);
          expect(
            ours(table, "web", method, host, target, headers),
            `${method} ${host}${target} ${JSON.stringify(more)}`,
          ).toEqual(real);
        }
      }
    },
  );

  test("an entry point that does not add the client", async () => {
    const asked = ["GET", "a.test", "/", { "X-To": "s-echo" }] as const;
    expect(ours(table, "bare", ...asked)).toEqual(await ask(traefik.ports["bare"] ?? 0, ...asked));
  });

  test.each(Object.keys(STREAMS))("a connection at %s", async (name) => {
    const real = await ask(traefik.ports[name] ?? 0, "GET", "a.test", "/", {}).then(
      () => "service",
      () => "closed",
    );
    const { router, passage } = follow(table, {
      entryPoint: name,
      tls: null,
      clientIp: "127.0.0.1",
      http: null,
    });
    expect([router?.label, passage().end.kind]).toEqual([name, real]);
  });
});

/** A server that speaks HTTP has the connection in the end, or nobody has. */
function streams(port: number): string {
  const names = Object.entries(STREAMS);
  const echo = `loadBalancer: {servers: [{address: "127.0.0.1:${port}"}]}`;
  return [
    "tcp:",
    "  routers:",
    ...names.map(
      ([name, { middleware }]) =>
        `    ${name}: {rule: "HostSNI(\`*\`)", entryPoints: [${name}], service: ${name}, middlewares: [${middleware ? name : ""}]}`,
    ),
    "  middlewares:",
    ...names.flatMap(([name, { middleware }]) => (middleware ? [`    ${name}: {${middleware}}`] : [])),
    "  services:",
    ...names.map(([name, { service = echo }]) => `    ${name}: {${service}}`),
    "",
  ].join("\n");
}

const VARIANTS: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  ["GET", "a.test", {}],
  [
    "POST",
    "b.test:8080",
    {
      "X-Forwarded-Proto": "https",
      "X-Forwarded-For": " 1.2.3.4, 10.1.1.1 ",
      "Keep-Alive": "timeout=1",
      "Proxy-Authorization": "Basic x",
      Te: "deflate, trailers",
    },
  ],
  // a URL with this host cannot be parsed once its brackets are gone
  ["GET", "[::1]:80", {}],
  [
    "OPTIONS",
    "a.test:80",
    {
      Origin: "http://o",
      "Access-Control-Request-Method": "PUT",
      "X-Forwarded-For": "10.0.0.1, 192.168.0.1",
      Connection: "upgrade, X-B",
      Upgrade: "websocket",
    },
  ],
];

type Seen = readonly unknown[];

async function ask(
  port: number,
  method: string,
  host: string,
  path: string,
  headers: Record<string, string>,
): Promise<Seen> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ host: "127.0.0.1", port, method, path, headers: { ...headers, Host: host } }, resolve)
      .on("error", reject)
      .end();
  });
  let body = "";
  for await (const chunk of response.setEncoding("utf8")) body += chunk;
  if (body.startsWith("[")) return JSON.parse(body) as Seen;
  return [response.statusCode, response.headers.location ?? null];
}

function ours(
  table: RoutingTable,
  entryPoint: string,
  method: string,
  host: string,
  target: string,
  headers: Record<string, string>,
): Seen {
  const http = { method, host, target, headers: Object.entries(headers) };
  const { end, destinations } = follow(table, {
    entryPoint,
    tls: null,
    clientIp: "127.0.0.1",
    http,
  }).passage();
  if (end.kind === "answered") return [end.status, end.location];
  const [{ headers: sent } = { headers: undefined }] = answering(destinations).flatMap(
    (one) => one.sent ?? [],
  );
  if (sent === undefined) return ["closed"];
  const asked = deliveries(destinations);
  expect(asked).toHaveLength(1);
  return [asked[0]?.uri, asked[0]?.host, ...SHOWN.map((name) => asLatin1(sent.get(name)))];
}

/** Node shows a header's bytes as Latin-1. */
function asLatin1(values: readonly string[] | undefined): string | null {
  return values === undefined ? null : Buffer.from(toBytes(values.join(", "))).toString("latin1");
}
