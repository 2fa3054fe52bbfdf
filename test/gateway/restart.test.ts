import { describe, expect, it } from "vitest";
import { whyNotBeside } from "../../src/gateway/restart.ts";
import { readStaticSummary } from "../../src/gateway/static-summary.ts";
import { temporaryFolder } from "../support/start-traefik.ts";

const PLAIN = `entryPoints:
  web: { address: ":8000" }
`;
const SHARED = `entryPoints:
  web: { address: ":8000", reusePort: true }
  Metrics: { Address: "[::1]:9100/tcp", ReusePort: "true" }
ping: { entryPoint: Metrics }
`;
const secure = (tls: string): string =>
  `entryPoints: { traefik: { address: ":8443", http: { ${tls} } } }\nping: {}\napi: { insecure: true }\n`;
const RESOLVER = `${SHARED}certificatesResolvers: { le: { acme: { storage: acme.json } } }\n`;

async function summaryOf(text: string, name = "traefik.yaml") {
  const folder = await temporaryFolder({ [name]: text });
  const summary = await readStaticSummary(`${folder.path}/${name}`);
  await folder.remove();
  return summary;
}

describe("how another Traefik takes over", () => {
  it.each([
    ["auto", SHARED, SHARED, /^$/],
    ["auto", PLAIN, SHARED, /reusePort/],
    ["auto", SHARED, PLAIN, /reusePort/],
    ["auto", RESOLVER, SHARED, /acme\.json/],
    ["auto", SHARED, RESOLVER, /acme\.json/],
    ["beside", RESOLVER, RESOLVER, /^$/],
    ["sequential", SHARED, SHARED, /GATEWAY_RESTART/],
  ] as const)("%s", async (choice, before, after, reason) => {
    const why = whyNotBeside({ choice, before: await summaryOf(before), after: await summaryOf(after) });
    expect(why ?? "").toMatch(reason);
  });
});

describe("what a static configuration says of how Traefik can be asked", () => {
  it.each([
    [SHARED, { ping: "http://[::1]:9100/ping", api: null, publicPorts: [8000], fileProvider: false }],
    ["ping: {}\n", { ping: "http://127.0.0.1:8080/ping", api: null }],
    [
      `${SHARED.replace("entryPoints:", "entryPoints:\n  dns: { address: ':53/udp' }")}`,
      { clientPorts: [{ name: "web", host: "127.0.0.1", port: 8000 }] },
    ],
    [secure("tls: {}"), { clientPorts: [{ name: "traefik", host: "127.0.0.1", port: 8443 }] }],
    ["ping: true\n", { ping: "http://127.0.0.1:8080/ping" }],
    ["ping: false\n", { ping: null }],
    ["ping: { manualRouting: true }\n", { ping: null }],
    [secure("tls: {}"), { ping: "https://127.0.0.1:8443/ping", api: null }],
    [secure("tls: true"), { ping: "https://127.0.0.1:8443/ping", api: null }],
    [secure("tls: false"), { ping: "http://127.0.0.1:8443/ping", api: "http://127.0.0.1:8443" }],
    ["api: { insecure: true, basePath: /t }\n", { ping: null, api: "http://127.0.0.1:8080/t" }],
    ["api: { dashboard: true }\nproviders: { file: { directory: /d } }\n", { api: null, fileProvider: true }],
    ["not: [a, static, file\n", { ping: null, api: null, reusePort: false }],
  ])("%j", async (text, expected) => {
    expect(await summaryOf(text)).toMatchObject(expected);
  });

  it("reads TOML as well", async () => {
    const text = '[entryPoints.ops]\naddress = "0.0.0.0:9000"\n[ping]\nentryPoint = "ops"\n';
    expect(await summaryOf(text, "traefik.toml")).toMatchObject({ ping: "http://127.0.0.1:9000/ping" });
  });

  it("knows nothing where there is no file", async () => {
    expect(await readStaticSummary(null)).toMatchObject({ ping: null, reusePort: false, publicPorts: [] });
  });
});
