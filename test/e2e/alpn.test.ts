import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTraefik, temporaryFolder, traefikBin, type RunningTraefik } from "../support/traefik.ts";

const OPTIONS = {
  misspelt: "[HTTP/1.1]",
  foreign: "[h3, mqtt, http/1.1]",
  good: "[h2, http/1.1]",
};

/** The protocol agreed on, "" for none, or null where the handshake is refused. */
async function agreed(port: number, servername: string, protocols?: string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({
      port,
      host: "127.0.0.1",
      servername,
      rejectUnauthorized: false,
      ...(protocols && { ALPNProtocols: protocols }),
    });
    socket.once("secureConnect", () => {
      resolve(socket.alpnProtocol || "");
      socket.destroy();
    });
    socket.once("error", () => resolve(null));
  });
}

describe.skipIf(traefikBin === null)("ALPN as the options of a router have it", () => {
  let traefik: RunningTraefik;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => {
    const names = Object.keys(OPTIONS);
    const routers = names.map(
      (name) => `${name}: {rule: Host(\`${name}.test\`), tls: {options: ${name}}, service: a}`,
    );
    const options = Object.entries(OPTIONS).map(([name, list]) => `${name}: {alpnProtocols: ${list}}`);
    folder = await temporaryFolder({
      "a.yaml": `http: {routers: {${routers.join(", ")}}, services: {a: {loadBalancer: {servers: [{url: http://127.0.0.1:1}]}}}}
tls: {options: {${options.join(", ")}}}
`,
    });
    traefik = await startTraefik({ bin: traefikBin!, directory: folder.path, entryPoints: ["web"] });
  });
  afterAll(async () => {
    await traefik?.stop();
    await folder?.remove();
  });

  test.each([
    ["misspelt.test", ["h2", "http/1.1"], null],
    ["misspelt.test", undefined, ""],
    ["misspelt.test", ["HTTP/1.1"], "HTTP/1.1"],
    ["foreign.test", ["h2", "http/1.1"], "http/1.1"],
    ["foreign.test", ["h3"], "h3"],
    ["foreign.test", ["mqtt"], "mqtt"],
    ["good.test", ["http/1.1"], "http/1.1"],
    ["good.test", ["spdy/3"], null],
  ])("%s, asked for %j: %j", async (name, protocols, expected) => {
    expect(await agreed(traefik.ports["web"]!, name, protocols)).toBe(expected);
  });
});
