import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startChild } from "../../src/gateway/child.ts";
import { gatherHealth } from "../../src/gateway/health.ts";
import { waitUntilReady } from "../../src/gateway/readiness.ts";
import { readStaticSummary } from "../../src/gateway/static-summary.ts";
import { freePort, temporaryFolder, traefikBin, writeFiles } from "../support/traefik.ts";

const MANUAL =
  'http: { routers: { ping: { rule: "Path(`/health`)", entryPoints: [ops], service: ping@internal } } }\n';

/** How a Traefik with this static configuration is found to be, by what the gateway reads there. */
async function look(ops: string, ping: string): Promise<{ lacks: string | null; ping: string }> {
  const port = await freePort();
  const folder = await temporaryFolder({ "conf.d/ping.yaml": ping.includes("manual") ? MANUAL : "" });
  const file = join(folder.path, "traefik.yaml");
  await writeFiles(folder.path, {
    "traefik.yaml": `entryPoints: { ops: { address: "127.0.0.1:${port}", ${ops} } }
ping: ${ping}
providers: { file: { directory: "${join(folder.path, "conf.d")}", watch: false } }
`,
  });
  const summary = await readStaticSummary(file);
  const traefik = startChild("traefik", traefikBin!, [`--configFile=${file}`], {});
  try {
    const lacks = await waitUntilReady(traefik, summary, 0, 20_000, new AbortController().signal);
    const { traefik: found } = await gatherHealth({
      traefikRuns: null,
      pingUrl: summary.ping,
      statusFile: join(folder.path, "gateway.json"),
      withGitSync: false,
      staleAfter: 600,
      now: Date.now(),
      isAlive: () => true,
      published: async () => ({ revision: null, trouble: null }),
    });
    return { lacks, ping: found.ping };
  } finally {
    await traefik.stop(5_000);
    await folder.remove();
  }
}

describe.skipIf(traefikBin === null)("whether a real Traefik is ready", { timeout: 60_000 }, () => {
  it.each([
    ["", "{ entryPoint: ops }", "ok"],
    ["http: { tls: {} }", "{ entryPoint: ops }", "ok"],
    ["http: { tls: true }", "{ entryPoint: ops }", "ok"],
    ["http: { tls: false }", "{ entryPoint: ops }", "ok"],
    ["", "{ entryPoint: ops, manualRouting: true }", "not configured"],
    ["", "false", "not configured"],
  ])("entry point { %s }, ping: %s", async (ops, ping, found) => {
    expect(await look(ops, ping)).toEqual({ lacks: null, ping: found });
  });
});
