import { createServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { watchPorts } from "../../src/gateway/closed-ports.ts";
import { freePort } from "../support/start-traefik.ts";

async function listen(port: number): Promise<Server> {
  const server = createServer((socket) => socket.on("error", () => undefined).resume());
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return server;
}

async function close(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}

describe("for how long ports are closed", () => {
  it("is told of each by itself", async () => {
    const [open, shut] = [await freePort(), await freePort()];
    const [stays, goes] = [await listen(open), await listen(shut)];
    const watched = watchPorts([
      { name: "open", host: "127.0.0.1", port: open },
      { name: "shut", host: "127.0.0.1", port: shut },
    ]);
    await sleep(200);
    await close(goes);
    await sleep(400);
    const back = await listen(shut);
    await sleep(200);
    const found = await watched.stop();
    expect(found.get("open")).toBe(0);
    expect(found.get("shut")).toBeGreaterThanOrEqual(300);
    expect(found.get("shut")).toBeLessThan(800);
    expect(await watched.stop()).toEqual(found);
    await Promise.all([close(stays), close(back)]);
  });

  it("is told of one that stays closed", async () => {
    const watched = watchPorts([{ name: "shut", host: "127.0.0.1", port: await freePort() }]);
    await sleep(200);
    expect((await watched.stop()).get("shut")).toBeGreaterThan(100);
  });
});
