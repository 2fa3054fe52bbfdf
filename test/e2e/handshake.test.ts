import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { selfSigned } from "../../src/gateway/self-signed.ts";
import { follow } from "../../src/traefik/routes/follow.ts";
import { routingTableOf, type RoutingTable } from "../../src/traefik/routes/routing-table.ts";
import { gatewayOf } from "../support/gateway-of.ts";
import { startTraefik, temporaryFolder, traefikBin, until, type RunningTraefik } from "../support/traefik.ts";

/** For Common.Test, Good.test, *.wild.test, dot.test., 127.0.0.1 and 2001:db8::1; made for this test alone. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIB9TCCAZugAwIBAgIULHoQNn2eIvK7UhNNq2VxXy4tmnYwCgYIKoZIzj0EAwIw
KzETMBEGA1UECgwKVGVzdCwgSW5jLjEUMBIGA1UEAwwLQ29tbW9uLlRlc3QwIBcN
MjYxMTI5MTIyODA0WhgPMjEyNjExMDUxMjI4MDRaMCsxEzARBgNVBAoMClRlc3Qs
IEluYy4xFDASBgNVBAMMC0NvbW1vbi5UZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEFRasgzfplosFZe38yXoauwfevtK4SJTa+92ZPMU7RSK59IxCFtH/gpgT
FIQcbscv/t3VhMZM1nAKpykL/dCLMaOBmjCBlzAdBgNVHQ4EFgQUYkNJDQ4KGf2+
91/psqaoa+piNr4wHwYDVR0jBBgwFoAUYkNJDQ4KGf2+91/psqaoa+piNr4wDwYD
VR0TAQH/BAUwAwEB/zBEBgNVHREEPTA7gglHb29kLnRlc3SCCyoud2lsZC50ZXN0
gglkb3QudGVzdC6HBH8AAAGHECABDbgAAAAAAAAAAAAAAAEwCgYIKoZIzj0EAwID
SAAwRQIgD4CYdMzPJtWwaBpvTMSHPtw6ZmU7OhMK33bJq0mKarkCIQCORoHUacYd
3MpWPJ4Mw5pTuIM7u4By/wwZr/62qs6wXQ==
-----END CERTIFICATE-----`;
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgzGKDHtZ9Ey6G9LQs
PlgWERDaMIxVq14TO57qKxSml1ahRANCAAQVFqyDN+mWiwVl7fzJehq7B96+0rhI
lNr73Zk8xTtFIrn0jEIW0f+CmBMUhBxuxy/+3dWExkzWcAqnKQv90Isx
-----END PRIVATE KEY-----`;
const OTHER = selfSigned("other-store.test", new Date("2026-01-01"), new Date("2126-01-01"));

const text = (pem: string): string => JSON.stringify(pem);
const pair = (certificate: string, key: string): string =>
  `certFile: ${text(certificate)}, keyFile: ${text(key)}`;
const DYNAMIC = `http:
  routers:
    strict: {rule: "PathPrefix(\`/\`)", entryPoints: [strict], tls: {}, service: web}
    lax: {rule: "Host(\`lax.test\`)", entryPoints: [strict], tls: {options: lax}, service: web}
    any: {rule: "Host(\`any.wild.test\`)", entryPoints: [mutual], tls: {options: any}, service: web}
    verified: {rule: "Host(\`verified.wild.test\`)", entryPoints: [mutual], tls: {options: verified}, service: web}
    by-authority: {rule: "Host(\`by-authority.wild.test\`)", entryPoints: [mutual], tls: {options: by-authority}, service: web}
    asked: {rule: "Host(\`asked.wild.test\`)", entryPoints: [mutual], tls: {options: asked}, service: web}
    never: {rule: "Host(\`never.wild.test\`)", entryPoints: [mutual], tls: {options: never}, service: web}
  services:
    web: {loadBalancer: {servers: [{url: "http://127.0.0.1:PORT"}]}}
tcp:
  routers:
    stream: {rule: "HostSNI(\`stream.test\`)", entryPoints: [stream], tls: {}, service: web}
    wild: {rule: "HostSNI(\`stream.wild.test\`)", entryPoints: [stream], tls: {options: any}, service: web}
    lax: {rule: "HostSNI(\`lax.test\`)", entryPoints: [stream], tls: {options: lax}, service: web}
  services:
    web: {loadBalancer: {servers: [{address: "127.0.0.1:PORT"}]}}
tls:
  certificates:
    - {${pair(CERTIFICATE, KEY)}}
    - {${pair(OTHER, OTHER)}, stores: [other]}
    - {${pair(OTHER, KEY)}}
  stores: {other: {}, default: {defaultCertificate: {${pair(OTHER, OTHER)}}}}
  options:
    default: {sniStrict: true}
    lax: {}
    any: {clientAuth: {clientAuthType: RequireAnyClientCert}}
    verified: {clientAuth: {caFiles: [${text(CERTIFICATE)}], clientAuthType: RequireAndVerifyClientCert}}
    by-authority: {clientAuth: {caFiles: [${text(CERTIFICATE)}]}}
    asked: {clientAuth: {clientAuthType: RequestClientCert}}
    never: {clientAuth: {caFiles: [${text(CERTIFICATE)}], clientAuthType: NoClientCert}}
`;
const STATIC = `entryPoints: {strict: {address: ":443"}, mutual: {address: ":444"}, stream: {address: ":445"}}
providers: {file: {directory: /etc/traefik/conf.d}}
`;

const asIs = (dynamic = DYNAMIC, statics = STATIC): RoutingTable =>
  routingTableOf(gatewayOf({ "traefik.yaml": statics, "conf.d/tls.yaml": dynamic.replaceAll("PORT", "80") }));

/** Whether a client gets through, and what is taken for granted of it. */
function ours(table: RoutingTable, entryPoint: string, serverName: string) {
  const isHttp = entryPoint !== "stream";
  const journey = follow(table, {
    entryPoint,
    clientIp: "127.0.0.1",
    tls: { serverName, alpnProtocols: ["http/1.1"] },
    http: isHttp ? { method: "GET", host: serverName || "127.0.0.1", target: "/", headers: [] } : null,
  });
  const { end } = journey.passage();
  return { end: end.kind, says: end.kind === "service" ? null : end.says, assumed: journey.assumed };
}

const NAMES = [
  "good.test",
  "GOOD.test",
  "common.test",
  "bad.test",
  "x.wild.test",
  "a.x.wild.test",
  "wild.test",
  "dot.test",
  "other-store.test",
  "lax.test",
  "",
];

describe.skipIf(traefikBin === null)("TLS handshakes, held against the real Traefik", () => {
  let server: Server;
  let traefik: RunningTraefik;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const table = asIs();

  beforeAll(async () => {
    server = createServer((_, response) => response.end("served"));
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const port = String((server.address() as AddressInfo).port);
    folder = await temporaryFolder({ "conf.d/tls.yaml": DYNAMIC.replaceAll("PORT", port) });
    traefik = await startTraefik({
      directory: `${folder.path}/conf.d`,
      entryPoints: ["strict", "mutual", "stream"],
    });
    await until("the routers", async () => "never@file" in ((await traefik.rawData()).routers ?? {}));
  });
  afterAll(async () => {
    await traefik?.stop("SIGKILL");
    await folder?.remove();
    server?.close();
  });
  const gets = async (entryPoint: string, serverName: string, more: object = {}): Promise<string> =>
    speak(traefik.ports[entryPoint] ?? 0, serverName, more);

  test.each(NAMES)("sniStrict, for %j", async (name) => {
    expect(ours(table, "strict", name).end).toBe(await gets("strict", name));
  });

  test.each(["stream.test", "lax.test"])("sniStrict of a TCP router, for %s", async (name) => {
    expect(ours(table, "stream", name).end).toBe(await gets("stream", name));
  });

  test.each(["any", "verified", "by-authority", "asked", "never"])(
    "client certificates: %s",
    async (name) => {
      const at = ["mutual", `${name}.wild.test`] as const;
      const shown = { cert: CERTIFICATE, key: KEY };
      const { end, assumed } = ours(table, ...at);
      expect(end).toBe(await gets(...at, shown));
      expect(assumed === null ? "service" : "closed").toBe(await gets(...at));
    },
  );

  test("a client certificate for a TCP router", async () => {
    const at = ["stream", "stream.wild.test"] as const;
    expect([await gets(...at), await gets(...at, { cert: CERTIFICATE, key: KEY })]).toEqual([
      "closed",
      "service",
    ]);
    expect(ours(table, ...at)).toMatchObject({
      end: "service",
      assumed: expect.stringContaining("options any"),
    });
  });
});

test("what is said of it", () => {
  expect(ours(asIs(), "strict", "bad.test")).toEqual({
    end: "closed",
    says: "no certificate is for bad.test, and the default TLS options have sniStrict: Traefik refuses the handshake",
    assumed: null,
  });
  expect(ours(asIs(), "mutual", "verified.wild.test").assumed).toBe(
    "the client is taken to show a certificate of one of their caFiles: TLS options verified have RequireAndVerifyClientCert, and Traefik refuses the handshake of others",
  );
});

test("where certificates may be that are not known here, none is missed", () => {
  const ends = (dynamic: string, statics?: string): string =>
    ours(asIs(dynamic, statics), "strict", "bad.test").end;
  expect(ends(DYNAMIC)).toBe("closed");
  expect(
    ends(
      DYNAMIC.replace(
        "  stores:",
        "    - {certFile: /elsewhere/c.pem, keyFile: /elsewhere/k.pem}\n  stores:",
      ),
    ),
  ).toBe("service");
  expect(
    ends(DYNAMIC, `${STATIC}certificatesResolvers: {le: {acme: {storage: /acme.json, tlsChallenge: {}}}}\n`),
  ).toBe("service");
  expect(ends(DYNAMIC, STATIC.replace("providers: {", "providers: {kubernetesCRD: {}, "))).toBe("service");
  expect(ends(DYNAMIC, STATIC.replace("providers: {", "providers: {docker: {}, "))).toBe("closed");
});

test("a client that asks for no name is refused where no certificate is for an address", () => {
  const dynamic = DYNAMIC.replace(pair(CERTIFICATE, KEY), pair(OTHER, OTHER));
  expect(ours(asIs(), "strict", "").end).toBe("service");
  expect(ours(asIs(dynamic), "strict", "").end).toBe("closed");
});

/** What comes of a request over TLS: an answer of the service, or the end of the connection. */
async function speak(port: number, servername: string, more: object): Promise<string> {
  return new Promise((resolve) => {
    const options = {
      host: "127.0.0.1",
      port,
      servername,
      rejectUnauthorized: false,
      ALPNProtocols: ["http/1.1"],
    };
    let answer = "";
    const socket = connect({ ...options, ...more }, () => {
      socket.write(`GET / HTTP/1.1\r\nHost: ${servername || "127.0.0.1"}\r\nConnection: close\r\n\r\n`);
    });
    socket.setEncoding("utf8").on("data", (part: string) => (answer += part));
    socket.on("error", () => undefined);
    socket.on("close", () =>
      resolve(
        answer.endsWith("served") || answer.includes("\r\nserved")
          ? "service"
          : answer === ""
            ? "closed"
            : answer,
      ),
    );
  });
}
