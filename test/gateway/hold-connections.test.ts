import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { canSharePorts, holdConnections } from "../../src/gateway/hold-connections.ts";
import { ask } from "../e2e/request.ts";
import { freePort } from "../support/start-traefik.ts";

const able = process.platform === "linux" && canSharePorts(process.versions.node);
if (!able)
  console.warn(
    `Node ${process.versions.node} on ${process.platform} cannot share ports: holding connections is not tried`,
  );

const SERVER = `require("node:http").createServer((_, response) => response.end("served"))
  .listen({ host: "::", port: Number(process.argv[1]), reusePort: true }, () => console.log("listens"));`;

describe.skipIf(!able)("new connections that are held", () => {
  let server: ChildProcess | null = null;
  afterEach(() => void server?.kill());

  it("wait, and are served when they are let in; none is refused or answered by somebody else", async () => {
    const port = await freePort();
    server = spawn(process.execPath, ["-e", SERVER, String(port)], { stdio: ["ignore", "pipe", "inherit"] });
    await once(server.stdout!, "data");
    const held = await holdConnections([port]);
    let answered = 0;
    const asked = Array.from({ length: 8 }, async () => {
      const { status } = await ask(port, "localhost");
      answered++;
      return status;
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(answered).toBe(0);
    expect(await held.release()).toBeGreaterThanOrEqual(200);
    expect(await Promise.all(asked)).toEqual(Array.from({ length: 8 }, () => 200));
    expect((await ask(port, "localhost")).status).toBe(200);
  });

  it("cannot be held where somebody does not share the port", async () => {
    const stranger = createServer().listen(0, "::");
    await once(stranger, "listening");
    const address = stranger.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    await expect(holdConnections([port])).rejects.toThrow(/EADDRINUSE/);
    stranger.close();
  });
});

describe("sharing ports", () => {
  it.each([
    ["20.19.0", false],
    ["22.11.0", false],
    ["22.12.0", true],
    ["23.0.0", false],
    ["23.1.0", true],
    ["24.1.0", true],
  ])("Node %s: %s", (version, can) => {
    expect(canSharePorts(version)).toBe(can);
  });

  it.skipIf(able)("says why it cannot be done", async () => {
    await expect(holdConnections([8000])).rejects.toThrow(/cannot share ports|only Linux/);
  });
});
