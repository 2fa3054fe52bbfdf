import { get } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serverShares } from "../../src/traefik/model/shares.ts";
import { follow } from "../../src/traefik/routes/follow.ts";
import { type BeforeServers, startBeforeServers } from "../support/start-before-servers.ts";
import { traefikBin } from "../support/traefik.ts";

const NAMES = ["v1", "v2", "v3"];

/** Services by name; URL1 and the like are the servers'. */
const SERVICES: Readonly<Record<string, string>> = {
  v1: 'loadBalancer: {servers: [{url: "URL1"}]}',
  v2: 'loadBalancer: {servers: [{url: "URL2"}]}',
  v3: 'loadBalancer: {servers: [{url: "URL3"}]}',
  even: "highestRandomWeight: {services: [{name: v1}, {name: v2}, {name: v3}]}",
  weighed:
    "highestRandomWeight: {services: [{name: grün, weight: 75}, {name: v2, weight: 25}, {name: v3, weight: 0}]}",
  // the name is hashed as it is written
  spelled:
    "highestRandomWeight: {services: [{name: v1@file, weight: 3}, {name: v2, weight: 2}, {name: grün}]}",
  grün: 'loadBalancer: {servers: [{url: "URL3"}]}',
  nested: "weighted: {services: [{name: inner}]}",
  inner: "highestRandomWeight: {services: [{name: even}, {name: weighed, weight: 2}]}",
  empty: "loadBalancer: {servers: []}",
  "half-empty": "highestRandomWeight: {services: [{name: empty}, {name: v1}]}",
  servers:
    'loadBalancer: {strategy: hrw, servers: [{url: "URL1"}, {url: "URL2", weight: 4}, {url: "URL3", weight: 0}]}',
};
const ROUTED = ["even", "weighed", "spelled", "nested", "half-empty", "servers"];
const CLIENTS = Array.from({ length: 40 }, (_, at) => `127.${at % 7}.${at * 5}.${at + 1}`);

/** Another address of the machine than 127.0.0.1 is one on Linux alone. */
const canTest = traefikBin !== null && process.platform === "linux";

describe.skipIf(!canTest)("who is sent where by its address, held against the real Traefik", () => {
  let site: BeforeServers;
  beforeAll(async () => {
    site = await startBeforeServers({
      names: NAMES,
      answer: (name) => (_, response) => response.end(name),
      services: SERVICES,
      routed: ROUTED,
    });
  });
  afterAll(async () => site?.end());

  test.each(ROUTED)("%s", async (name) => {
    const real = await Promise.all(CLIENTS.map(async (client) => ask(site.port, `/${name}`, client)));
    expect(CLIENTS.map((client) => ours(`/${name}`, client))).toEqual(real);
    // of servers the ports are hashed, which are others each time: all clients may be sent to the heavier one
    expect(new Set(real).size).toBeGreaterThan(name === "servers" ? 0 : 1);
  });

  function ours(target: string, clientIp: string): string {
    const http = { method: "GET", host: "a.test", target, headers: [] };
    const { end, destinations } = follow(site.table, {
      entryPoint: "web",
      tls: null,
      clientIp,
      http,
    }).passage();
    if (end.kind !== "service") return end.kind === "answered" ? String(end.status) : end.kind;
    const asked = destinations.flatMap(({ service, probability }) =>
      serverShares(service, clientIp).map(
        (server) => [server.address, probability * (server.share ?? 1)] as const,
      ),
    );
    const [only, ...more] = asked.filter(([, share]) => share > 0);
    expect([only?.[1], more]).toEqual([1, []]);
    return site.nameOf(only?.[0]);
  }
});

/** The body of a server's answer, else the status. */
async function ask(port: number, path: string, localAddress: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path, localAddress, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response.on("end", () => resolve(response.statusCode === 200 ? body : String(response.statusCode)));
    }).on("error", reject);
  });
}
