import { createServer } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { gatherHealth, healthExitCode, type HealthQuestion } from "../../src/gateway/health.ts";
import { type GatewayStatus, writeStatus } from "../../src/gateway/status-file.ts";
import { temporaryFolder } from "../support/start-traefik.ts";

const NOW = Date.parse("2026-01-01T12:00:00Z");
const good: GatewayStatus = {
  pid: 1,
  startedAt: "2026-01-01T11:00:00Z",
  start: "current",
  traefik: { pid: 2, staticFile: null },
  gitSync: { pid: 3, restarts: 0 },
  lastSyncAt: "2026-01-01T11:59:55Z",
  hookFailed: null,
  failedRestart: null,
};

const trouble = { kind: "failed" as const, revision: "bad", at: "t", message: "no space" };

let folder: { path: string; remove: () => Promise<void> };
beforeEach(async () => void (folder = await temporaryFolder()));
afterEach(async () => folder.remove());

async function health(status: Partial<GatewayStatus> | null, question: Partial<HealthQuestion> = {}) {
  const statusFile = join(folder.path, "gateway.json");
  await writeStatus(statusFile, status && { ...good, ...status });
  return gatherHealth({
    pingUrl: null,
    traefikRuns: null,
    statusFile,
    withGitSync: true,
    staleAfter: 600,
    now: NOW,
    isAlive: () => true,
    published: async () => ({ revision: "abc", trouble: null }),
    ...question,
  });
}

describe("the gateway's health", () => {
  it("is good", async () => {
    expect(await health({})).toEqual({
      version: 1,
      health: "healthy",
      reasons: [],
      traefik: { ping: "not configured" },
      gitSync: { alive: true, lastSyncAgeSeconds: 5 },
      revision: "abc",
      lastRejection: null,
    });
  });

  it.each([
    ["git-sync is not running", {}, { isAlive: (pid: number) => pid !== good.gitSync.pid }],
    ["git-sync has not reached its repository for 3600 s", { lastSyncAt: null }, {}],
    ["git-sync has not reached its repository for 601 s", { lastSyncAt: "2026-01-01T11:49:59Z" }, {}],
    [
      "started with an older commit",
      { start: "older" as const, lastSyncAt: null, startedAt: "2026-01-01T11:59:00Z" },
      {},
    ],
    [
      "revision bad was rejected",
      {},
      { published: async () => ({ revision: "abc", trouble: { ...trouble, kind: "rejected" as const } }) },
    ],
    [
      "revision bad could not be published: no space",
      { hookFailed: "bad" },
      { published: async () => ({ revision: "abc", trouble }) },
    ],
    ["the hook failed at revision bad: the log says why", { hookFailed: "bad" }, {}],
    [
      "the static change was not taken: it ended",
      { failedRestart: "the static change was not taken: it ended" },
      {},
    ],
  ])("is degraded: %s", async (reason, status, question) => {
    expect(await health(status, question)).toMatchObject({ health: "degraded", reasons: [reason] });
  });

  it.each([
    ["Traefik has not been started yet", null, {}],
    ["Traefik is not running", { traefik: { pid: null, staticFile: null } }, {}],
    ["Traefik is not running", {}, { isAlive: (pid: number) => pid !== good.traefik.pid }],
  ])("is bad without a ping to ask: %s", async (reason, status, question) => {
    expect(await health(status, question)).toMatchObject({
      health: "unhealthy",
      reasons: [reason],
      traefik: { ping: "not configured" },
    });
  });

  it.each([
    [true, "healthy"],
    [false, "unhealthy"],
    // the container ends with Traefik
    [null, "healthy"],
  ] as const)("without git-sync and a ping it is the process's: %s", async (traefikRuns, verdict) => {
    const found = await health(null, { withGitSync: false, traefikRuns });
    expect(found).toMatchObject({ health: verdict, gitSync: null });
    expect(found.reasons).toEqual(verdict === "healthy" ? [] : ["Traefik is not running"]);
  });

  it("is bad when Traefik does not answer, whatever else", async () => {
    const server = createServer((_, response) => response.writeHead(503).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    expect(await health({}, { pingUrl: `http://127.0.0.1:${port}/ping` })).toMatchObject({
      health: "unhealthy",
    });
    await new Promise((resolve) => server.close(resolve));
    expect(await health({}, { pingUrl: `http://127.0.0.1:${port}/ping` })).toMatchObject({
      health: "unhealthy",
      traefik: { ping: "failed" },
    });
  });

  it.each([
    ["healthy", false, 0],
    ["degraded", false, 0],
    ["degraded", true, 1],
    ["unhealthy", false, 1],
  ] as const)("%s, strict %s: exit code %i", (verdict, strict, code) => {
    expect(healthExitCode(verdict, strict)).toBe(code);
  });
});
