import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { connect } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { selfSigned } from "../../src/gateway/self-signed.ts";
import { judgeDynamic } from "../../src/traefik/check/judge.ts";
import type { StaticFacts } from "../../src/traefik/static/facts.ts";
import { JUDGE_FACTS } from "../support/judge-facts.ts";
import { loadFiles } from "../support/load-files.ts";
import { startTraefik, temporaryFolder, traefikBin, type RunningTraefik } from "../support/traefik.ts";
import { ask } from "./request.ts";

/** For spiffe://example.com/app; made for this test alone. */
const MESH = `-----BEGIN CERTIFICATE-----
MIIBqjCCAU+gAwIBAgIUbYiDcNZtc/0wWtT7jlHh/GJbZ7wwCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEbWVzaDAgFw0yNjExMjkxNTEwNTVaGA8yMTI2MTEwNTE1MTA1
NVowDzENMAsGA1UEAwwEbWVzaDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABMSq
B3dpniMb1pVWAhzNchIXVXanVjGl95dz4dyfHflG5NtiGpFhukhd5LU2bx6aGeco
XXROUPhqnE7qM/FV45ujgYYwgYMwHQYDVR0OBBYEFB8s9sPXG+hGzopYpZOQ5lP4
NxWpMB8GA1UdIwQYMBaAFB8s9sPXG+hGzopYpZOQ5lP4NxWpMCMGA1UdEQQcMBqG
GHNwaWZmZTovL2V4YW1wbGUuY29tL2FwcDAMBgNVHRMBAf8EAjAAMA4GA1UdDwEB
/wQEAwIHgDAKBggqhkjOPQQDAgNJADBGAiEAia+bSVyjPN/zNYnjLDRK9Ri1JfI+
eSDwMy7UkNmJuXkCIQDaEnUZSsVyq+nrFjTROFKIjtVWgMyCqfSCrdS2gqIMKA==
-----END CERTIFICATE-----`;
const MESH_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAqYaQC3hpHj+jJAf
V+puNwVoXQw5YhXDSOcg+XT+fmShRANCAATEqgd3aZ4jG9aVVgIczXISF1V2p1Yx
pfeXc+Hcnx35RuTbYhqRYbpIXeS1Nm8emhnnKF10TlD4apxO6jPxVeOb
-----END PRIVATE KEY-----`;
const OTHER = selfSigned("other.test", new Date("2026-01-01"), new Date("2126-01-01"));

const http = (transport: string, port: number): string => `http:
  routers: {app: {rule: Host(\`app\`), entryPoints: [web], service: app}}
  services: {app: {loadBalancer: {${transport}servers: [{url: "https://127.0.0.1:${port}"}]}}}
  serversTransports: {mesh: {spiffe: {}}}
`;
const tcp = (port: number): string => `tcp:
  routers: {app: {rule: HostSNI(\`*\`), entryPoints: [web], tls: {}, service: app}}
  services: {app: {loadBalancer: {serversTransport: mesh, servers: [{address: "127.0.0.1:${port}", tls: true}]}}}
  serversTransports: {mesh: {tls: {spiffe: {}}}}
`;

describe.skipIf(traefikBin === null)("SPIFFE without a source of certificates", () => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  /** A Traefik in front of a server with a certificate, and the rules of what is found in its file. */
  async function start(
    [cert, key]: readonly [string, string],
    textOf: (port: number) => string,
    facts: Partial<StaticFacts> = {},
    args: readonly string[] = [],
  ): Promise<{ readonly traefik: RunningTraefik; readonly rules: readonly string[] }> {
    const server: Server = createServer({ cert, key }, (_, response) => response.end());
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const text = textOf((server.address() as AddressInfo).port);
    const folder = await temporaryFolder({ "a.yaml": text });
    const traefik = await startTraefik({
      bin: traefikBin!,
      directory: folder.path,
      entryPoints: ["web"],
      args,
    });
    closing.push(
      () => server.close(),
      folder.remove,
      () => traefik.stop(),
    );
    const { configuration } = loadFiles({ "a.yaml": text });
    const { diagnostics } = judgeDynamic(configuration!, {
      version: "3.7",
      facts: { ...JUDGE_FACTS, ...facts },
    });
    return { traefik, rules: diagnostics.map(({ rule }) => rule).toSorted() };
  }

  test("Traefik dies of the first https server that shows a certificate of SPIFFE", async () => {
    const { traefik, rules } = await start([MESH, MESH_KEY], (port) =>
      http("serversTransport: mesh, ", port),
    );
    await expect(ask(traefik.ports["web"]!, "app")).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(await traefik.ended).toBe(2);
    expect(traefik.log()).toContain("nil pointer dereference");
    expect(rules).toEqual(["spiffe-off", "spiffe-panic"]);
  });

  test("so it does where the default transport asks for it", async () => {
    const { traefik, rules } = await start(
      [MESH, MESH_KEY],
      (port) => http("", port),
      { spiffeByDefault: true },
      ["--serversTransport.spiffe=true"],
    );
    await expect(ask(traefik.ports["web"]!, "app")).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(await traefik.ended).toBe(2);
    expect(rules).toEqual(["spiffe-off", "spiffe-panic"]);
  });

  test("it answers 500 where a server shows another certificate", async () => {
    const { traefik } = await start([OTHER, OTHER], (port) => http("serversTransport: mesh, ", port));
    expect((await ask(traefik.ports["web"]!, "app")).status).toBe(500);
    expect((await traefik.rawData()).services?.["app@file"]?.status).toBe("enabled");
  });

  test("it cuts connections off that a TCP router passes on, and goes on", async () => {
    const { traefik, rules } = await start([MESH, MESH_KEY], tcp);
    const received = await new Promise<string>((ended) => {
      const socket = connect({ port: traefik.ports["web"]!, host: "127.0.0.1", rejectUnauthorized: false });
      let text = "";
      socket.on("data", (bytes) => (text += bytes.toString()));
      socket.on("error", () => undefined);
      socket.on("close", () => ended(text));
      socket.write("GET / HTTP/1.0\r\n\r\n");
    });
    expect(received).toBe("");
    expect((await traefik.rawData()).tcpServices?.["app@file"]?.status).toBe("enabled");
    expect(rules).toEqual(["spiffe-off"]);
  });
});
