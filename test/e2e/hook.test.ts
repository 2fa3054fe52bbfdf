import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningTraefik, startTraefikWith, traefikBin, until } from "../support/traefik.ts";
import { ENVIRONMENT, type GatewayRepository, makeGatewayRepository } from "./gateway-repository.ts";
import { ask } from "./request.ts";
import { type HookRun, runHook } from "./run-hook.ts";

const SHOP = "shop.staging.example.com";
const SEARCH = "search.staging.example.com";

describe.skipIf(traefikBin === null)("the hook beside a real Traefik", () => {
  let repository: GatewayRepository;
  let traefik: RunningTraefik;
  const pidfile = (): string => join(repository.folder, "traefik.pid");

  const hook = async (hash: string): Promise<HookRun> =>
    runHook(repository.path, {
      GATEWAY_CONFIG_PATH: ENVIRONMENT,
      GATEWAY_TARGET_DIR: repository.target,
      GATEWAY_TRAEFIK_PIDFILE: pidfile(),
      GATEWAY_TRAEFIK_API: `http://127.0.0.1:${repository.ports.traefik}`,
      GATEWAY_TRAEFIK_BIN: traefikBin ?? "",
      GITSYNC_HASH: hash,
    });

  beforeAll(async () => {
    repository = await makeGatewayRepository();
    const first = await hook(await repository.commit("first", {}));
    expect(first.code, first.stderr).toBe(0);
    traefik = await startTraefikWith(
      traefikBin!,
      [`--configFile=${repository.target}/traefik.yaml`],
      repository.ports,
    );
    await writeFile(pidfile(), String(traefik.pid));
    await until("the shop's route", async () => (await ask(repository.ports.web, SHOP)).status === 200);
  });

  afterAll(async () => {
    await traefik?.stop("SIGKILL");
    await repository?.remove();
  });

  it("sends requests through the weighted canary to both versions, and keeps a client where it was", async () => {
    const seen = { v1: 0, v2: 0 };
    for (let n = 0; n < 200; n++) {
      const { status, version } = await ask(repository.ports.web, SHOP);
      expect(status).toBe(200);
      seen[version as "v1" | "v2"]++;
    }
    // Traefik's weighted round robin is exact: 90 to 10.
    expect(seen).toEqual({ v1: 180, v2: 20 });
    const first = await ask(repository.ports.web, SHOP);
    const cookie = String(first.headers["set-cookie"]).split(";")[0] ?? "";
    expect(cookie).toMatch(/^shop_version=/);
    for (let n = 0; n < 20; n++) {
      expect((await ask(repository.ports.web, SHOP, "/", { cookie })).version).toBe(first.version);
    }
  });

  it.each([
    ["header", "/", { "x-variant": "b" }, "v2", "b"],
    ["cookie", "/", { cookie: "a=1; variant=b" }, "v2", "b"],
    ["query", "/?variant=b", {}, "v2", "b"],
    ["header of the other side", "/", { "x-variant": "a" }, "v1", "a"],
    ["cookie of the other side", "/", { cookie: "variant=a" }, "v1", "a"],
    ["query of the other side", "/?variant=a", {}, "v1", "a"],
  ])("sends an A/B test's request to its side by %s", async (_, path, headers, version, variant) => {
    const answer = await ask(repository.ports.web, SEARCH, path, headers as Record<string, string>);
    expect(answer).toMatchObject({ status: 200, version });
    expect(answer.headers["x-search-variant"]).toBe(variant);
  });

  it("puts a second commit live", async () => {
    const canary = await repository.read("conf.d/shop/canary.yaml");
    const hash = await repository.commit("v2 for all", {
      "conf.d/shop/canary.yaml": canary
        .replace("weight: 90", "weight: 0")
        .replace("weight: 10", "weight: 100"),
    });
    const second = await hook(hash);
    expect(second.code, second.stderr).toBe(0);
    // Confirmed by the API before the hook ended: no waiting here.
    for (let n = 0; n < 20; n++) expect((await ask(repository.ports.web, SHOP)).version).toBe("v2");
  });

  it("rejects a broken third commit; traffic goes on", async () => {
    const canary = await repository.read("conf.d/shop/canary.yaml");
    const hash = await repository.commit("broken", {
      "conf.d/shop/canary.yaml": canary.replace("service: shop-canary", "servise: shop-canary"),
    });
    const third = await hook(hash);
    expect(third.code).toBe(1);
    expect(third.stderr).toContain("conf.d/shop/canary.yaml");
    expect(third.stderr).toContain("servise");
    expect((await ask(repository.ports.web, SHOP)).version).toBe("v2");
    traefik.reload();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await ask(repository.ports.web, SHOP)).version).toBe("v2");
  });

  it("does nothing for a commit that is published already", async () => {
    const log = traefik.log().length;
    await repository.git("revert", "--no-edit", "HEAD");
    const again = await hook(await repository.git("rev-parse", "HEAD"));
    expect(again.code, again.stderr).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(traefik.log().slice(log)).not.toContain("onfiguration received");
  });

  it("rolls back, and sees that Traefik shows the values of before", async () => {
    const { code, stdout, stderr } = await runHook(
      repository.path,
      {
        GATEWAY_TARGET_DIR: repository.target,
        GATEWAY_TRAEFIK_PIDFILE: pidfile(),
        GATEWAY_TRAEFIK_API: `http://127.0.0.1:${repository.ports.traefik}`,
      },
      ["rollback", "--format", "json"],
    );
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ reload: { method: "signal", confirmed: true } });
    const versions = Array.from({ length: 20 }, async () => (await ask(repository.ports.web, SHOP)).version);
    expect(await Promise.all(versions)).toContain("v1");
  });
});
