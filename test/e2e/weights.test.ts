import { createServer, type Server } from "node:http";
import { Agent, get } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serverShares } from "../../src/traefik/model/shares.ts";
import { destinationsOf } from "../../src/traefik/routes/destinations.ts";
import { gatewayOf } from "../support/gateway-of.ts";
import { startTraefik, temporaryFolder, traefikBin, until, type RunningTraefik } from "../support/traefik.ts";

const REQUESTS = 1000;
const NAMES = ["v1", "v2", "v3", "twin-a", "twin-b", "copy"];

describe.skipIf(traefikBin === null)("weights, held against 1,000 requests to the real Traefik", () => {
  const servers: Server[] = [];
  const seen = new Map<string, number>();
  const urls: Record<string, string> = {};
  let traefik: RunningTraefik;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let dynamic = "";

  beforeAll(async () => {
    for (const name of NAMES) {
      const server = createServer((_, response) => {
        seen.set(name, (seen.get(name) ?? 0) + 1);
        response.end(name);
      });
      await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
      servers.push(server);
      urls[name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }
    const balancer = (...names: string[]): string =>
      `{loadBalancer: {servers: [${names.map((name) => `{url: "${urls[name]}"}`).join(", ")}]}}`;
    dynamic = `http:
  routers:
    canary: {rule: Path(\`/canary\`), service: canary}
    sticky: {rule: Path(\`/sticky\`), service: sticky}
    nested: {rule: Path(\`/nested\`), service: nested}
    mirrored: {rule: Path(\`/mirrored\`), service: mirrored}
    servers: {rule: Path(\`/servers\`), service: weighty}
  services:
    canary: {weighted: {services: [{name: v1, weight: 90}, {name: v2, weight: 10}, {name: v3, weight: 0}]}}
    sticky: {weighted: {sticky: {cookie: {name: version}}, services: [{name: v1, weight: 3}, {name: v2}]}}
    nested: {weighted: {services: [{name: canary, weight: 1}, {name: twins, weight: 3}]}}
    mirrored: {mirroring: {service: twins, mirrors: [{name: copy, percent: 25}]}}
    weighty: {loadBalancer: {servers: [{url: "${urls["v1"]}", weight: 7}, {url: "${urls["v2"]}", weight: 3}]}}
    v1: ${balancer("v1")}
    v2: ${balancer("v2")}
    v3: ${balancer("v3")}
    copy: ${balancer("copy")}
    twins: ${balancer("twin-a", "twin-b")}
`;
    folder = await temporaryFolder({ "conf.d/weights.yaml": dynamic });
    traefik = await startTraefik({ directory: `${folder.path}/conf.d`, entryPoints: ["web"] });
    await until("the routers", async () => "canary@file" in ((await traefik.rawData()).routers ?? {}));
  });
  afterAll(async () => {
    await traefik?.stop("SIGKILL");
    await folder?.remove();
    for (const server of servers) server.close();
  });

  test.each(["canary", "sticky", "nested", "mirrored", "weighty"])("%s", async (service) => {
    const path = service === "weighty" ? "servers" : service;
    const gateway = gatewayOf({
      "traefik.yaml":
        'entryPoints: {web: {address: ":80"}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n',
      "conf.d/weights.yaml": dynamic,
    });
    const wanted = new Map<string, number>();
    for (const { service: leaf, probability } of destinationsOf(
      gateway,
      `http.services.${service}@file`,
      null,
    ).destinations)
      for (const { address, share } of serverShares(leaf)) {
        const name = NAMES.find((candidate) => urls[candidate] === address) ?? address;
        wanted.set(name, (wanted.get(name) ?? 0) + probability * (share ?? 1));
      }
    seen.clear();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const answers: string[] = [];
    for (let at = 0; at < REQUESTS; at++) answers.push(await ask(traefik.ports["web"] ?? 0, path, agent));
    agent.destroy();
    expect(answers).toHaveLength(REQUESTS);
    // copies are sent after the answer
    await until(
      "the last copy",
      () => (seen.get("copy") ?? 0) >= Math.floor(REQUESTS * (wanted.get("copy") ?? 0)),
    );
    for (const [name, share] of wanted) {
      // weighted round robin is exact but for where in its round it stands; of nested rounds each adds one
      const difference = Math.abs((seen.get(name) ?? 0) - share * REQUESTS);
      expect(difference, `${name}: ${seen.get(name)} of ${share * REQUESTS}`).toBeLessThanOrEqual(3);
    }
  });

  test("who has a cookie stays", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const port = traefik.ports["web"] ?? 0;
    for (const first of await Promise.all([
      ask(port, "sticky", agent, true),
      ask(port, "sticky", agent, true),
    ])) {
      const [version = "", cookie = ""] = first.split("\n");
      const answers = new Set<string>();
      for (let at = 0; at < 50; at++) answers.add(await ask(port, "sticky", agent, false, cookie));
      expect([...answers]).toEqual([version]);
    }
    agent.destroy();
  });
});

/** The answer's body, and, where it is wanted, the cookie that came with it. */
async function ask(
  port: number,
  path: string,
  agent: Agent,
  withCookie = false,
  cookie = "",
): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = cookie === "" ? {} : { Cookie: cookie };
    get({ host: "127.0.0.1", port, path: `/${path}`, agent, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response.on("end", () => {
        const [set = ""] = response.headers["set-cookie"] ?? [];
        resolve(withCookie ? `${body}\n${set.split(";")[0]}` : body);
      });
    }).on("error", reject);
  });
}
