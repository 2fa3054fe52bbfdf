import { type ChildProcess, spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findGitSync } from "../support/find-git-sync.ts";
import { type RunningTraefik, startTraefikWith, traefikBin, until } from "../support/traefik.ts";
import { ENVIRONMENT, type GatewayRepository, makeGatewayRepository } from "./gateway-repository.ts";
import { ask } from "./request.ts";
import { HOOK } from "./run-hook.ts";

const gitSync = findGitSync();
const SHOP = "shop.staging.example.com";

describe.skipIf(traefikBin === null || gitSync === null)("the hook under the real git-sync", () => {
  let repository: GatewayRepository;
  let traefik: RunningTraefik;
  let syncing: ChildProcess;
  let log = "";

  beforeAll(async () => {
    repository = await makeGatewayRepository();
    await repository.commit("first", {});
    syncing = spawn(gitSync!, [], {
      env: {
        PATH: process.env["PATH"],
        HOME: repository.folder,
        GITSYNC_REPO: `file://${repository.path}`,
        GITSYNC_REF: "main",
        GITSYNC_ROOT: join(repository.folder, "git"),
        GITSYNC_PERIOD: "500ms",
        GITSYNC_EXECHOOK_COMMAND: HOOK,
        GITSYNC_EXECHOOK_BACKOFF: "1s",
        GATEWAY_CONFIG_PATH: ENVIRONMENT,
        GATEWAY_TARGET_DIR: repository.target,
        GATEWAY_TRAEFIK_PIDFILE: join(repository.folder, "traefik.pid"),
        GATEWAY_TRAEFIK_API: "",
        GATEWAY_TRAEFIK_BIN: traefikBin!,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [syncing.stdout, syncing.stderr])
      stream?.on("data", (text: Buffer) => (log += text.toString()));
    const published = join(repository.target, "traefik.yaml");
    await until("the first publication", () => isThere(published), 30_000);
    traefik = await startTraefikWith(traefikBin!, [`--configFile=${published}`], repository.ports);
    await writeFile(join(repository.folder, "traefik.pid"), String(traefik.pid));
    await until("the shop's route", async () => (await ask(repository.ports.web, SHOP)).status === 200);
  }, 60_000);

  afterAll(async () => {
    if (syncing?.exitCode === null) {
      syncing.kill("SIGTERM");
      await new Promise((resolve) => syncing.once("exit", resolve));
    }
    await traefik?.stop("SIGKILL");
    await repository?.remove();
  });

  it("puts a commit live", async () => {
    const canary = await repository.read("conf.d/shop/canary.yaml");
    await repository.commit("v2 for all", {
      "conf.d/shop/canary.yaml": canary
        .replace("weight: 90", "weight: 0")
        .replace("weight: 10", "weight: 100"),
    });
    await until("version 2 for all", async () => {
      const versions = await Promise.all(Array.from({ length: 10 }, () => ask(repository.ports.web, SHOP)));
      return versions.every(({ version }) => version === "v2");
    }, 20_000); // prettier-ignore
  });

  it("keeps traffic going through a broken commit, says why, and takes the next good one", async () => {
    const canary = await repository.read("conf.d/shop/canary.yaml");
    await repository.commit("broken", { "conf.d/shop/canary.yaml": `${canary}  bogus: [\n` });
    await until("the rejection", () => log.includes("conf.d/shop/canary.yaml"), 20_000);
    expect((await ask(repository.ports.web, SHOP)).version).toBe("v2");
    await repository.commit("mended", {
      "conf.d/shop/canary.yaml": canary
        .replace("weight: 0", "weight: 100")
        .replace("weight: 100\n        # Who", "weight: 0\n        # Who"),
    });
    await until(
      "version 1 for all",
      async () => (await ask(repository.ports.web, SHOP)).version === "v1",
      20_000,
    );
  });
});

async function isThere(file: string): Promise<boolean> {
  const { access } = await import("node:fs/promises");
  return access(file).then(
    () => true,
    () => false,
  );
}
