import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RunningTraefik, startTraefikWith, traefikBin, until } from "../support/traefik.ts";
import { ENVIRONMENT, type GatewayRepository, makeGatewayRepository } from "./gateway-repository.ts";
import { ask } from "./request.ts";
import { runHook } from "./run-hook.ts";
import { startOnTarget } from "./start-on-target.ts";

const SHOP = "shop.staging.example.com";
const CANARY = "conf.d/shop/canary.yaml";

/** Traefik without git-sync or a gateway beside it: what it runs with can only be seen from outside. */
describe.skipIf(traefikBin === null)("a static file that is not there", { timeout: 120_000 }, () => {
  let repository: GatewayRepository;
  let traefik: RunningTraefik;
  /** all for the first version, and all for the second */
  let canary: string;
  let second: string;

  interface Report {
    readonly code: number | null;
    readonly reload: { readonly method: string; readonly confirmed: boolean | null };
    readonly restartRequired: boolean;
  }

  const hook = async (withApi: boolean): Promise<Report> => {
    const { code, stdout } = await runHook(
      repository.path,
      {
        GATEWAY_CONFIG_PATH: ENVIRONMENT,
        GATEWAY_TARGET_DIR: repository.target,
        GATEWAY_TRAEFIK_PIDFILE: join(repository.folder, "traefik.pid"),
        GATEWAY_TRAEFIK_BIN: traefikBin ?? "",
        ...(withApi ? { GATEWAY_TRAEFIK_API: `http://127.0.0.1:${repository.ports.traefik}` } : {}),
      },
      ["--format", "json"],
    );
    return { code, ...(JSON.parse(stdout) as Omit<Report, "code">) };
  };
  const start = async (): Promise<void> => {
    traefik = await startOnTarget(repository);
    await until("the shop's route", async () => (await ask(repository.ports.web, SHOP)).status === 200);
  };
  const version = async () => (await ask(repository.ports.web, SHOP)).version;

  beforeEach(async () => {
    repository = await makeGatewayRepository();
    const given = await repository.read(CANARY);
    canary = given.replace("weight: 10", "weight: 0");
    second = given.replace("weight: 90", "weight: 0");
    await repository.commit("the first version", { [CANARY]: canary });
  });
  afterEach(async () => {
    await traefik?.stop("SIGKILL");
    await repository?.remove();
  });

  it("since somebody deleted it: Traefik is told all the same", async () => {
    await hook(false);
    await start();
    await rm(join(repository.target, "traefik.yaml"));
    await repository.commit("the second version", { [CANARY]: second });
    expect(await hook(true)).toMatchObject({ code: 0, reload: { method: "signal", confirmed: true } });
    expect(await version()).toBe("v2");
  });

  it("since it was renamed in the repository: Traefik is told of what comes after", async () => {
    await hook(false);
    await start();
    await repository.git("mv", `${ENVIRONMENT}/traefik.yaml`, `${ENVIRONMENT}/traefik.yml`);
    await repository.commit("another name", {});
    expect(await hook(true)).toMatchObject({ code: 0, restartRequired: true });
    await repository.commit("the second version", { [CANARY]: second });
    expect(await hook(true)).toMatchObject({ code: 0, restartRequired: true, reload: { method: "signal" } });
    expect(await version()).toBe("v2");
  });

  it("when Traefik started: it is left alone, and a restart asked for", async () => {
    await mkdir(repository.target, { recursive: true });
    const alone = await startTraefikWith(
      traefikBin!,
      [
        `--configFile=${repository.target}/traefik.yaml`,
        "--api.insecure",
        ...Object.entries(repository.ports).map(
          ([point, port]) => `--entrypoints.${point}.address=127.0.0.1:${port}`,
        ),
      ],
      repository.ports,
    );
    try {
      await writeFile(join(repository.folder, "traefik.pid"), String(alone.pid));
      for (const text of [canary, second, canary]) {
        await repository.commit("a change", { [CANARY]: text, "conf.d/note.txt": text });
        expect(await hook(false)).toMatchObject({
          code: 0,
          reload: { method: "none" },
          restartRequired: true,
        });
        expect(await (await fetch(`${alone.api}/api/version`)).json()).toHaveProperty("Version");
      }
    } finally {
      await alone.stop("SIGKILL");
    }
    await start();
    await repository.commit("the second version", { [CANARY]: second });
    expect(await hook(true)).toMatchObject({ code: 0, reload: { method: "signal" }, restartRequired: false });
    expect(await version()).toBe("v2");
  });
});
