import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startLoad } from "../gateway/support/load.ts";
import { type RunningTraefik, traefikBin, until } from "../support/traefik.ts";
import { ENVIRONMENT, type GatewayRepository, makeGatewayRepository } from "./gateway-repository.ts";
import { ask } from "./request.ts";
import { guardedBy, isAdmitted, USERS } from "./guarded.ts";
import { runHook } from "./run-hook.ts";
import { startOnTarget } from "./start-on-target.ts";

const SHOP = "shop.staging.example.com";
const CANARY = "conf.d/shop/canary.yaml";
const WOULD_SERVE_LESS =
  "Traefik was not told: it would not serve all of this as it was started; a restart puts it live";

/** The hook alone: nobody restarts Traefik but the test. */
describe.skipIf(traefikBin === null)("a Traefik whose restart is due", { timeout: 120_000 }, () => {
  let repository: GatewayRepository;
  let traefik: RunningTraefik;
  let text: string;
  let given: string;
  /** all for the first version */
  let canary: string;

  interface Report {
    readonly outcome: string;
    readonly reload: { readonly method: string; readonly confirmed: boolean | null };
    readonly restartRequired: boolean;
    readonly message: string;
  }

  const hook = async (...args: string[]): Promise<Report> => {
    const { code, stdout, stderr } = await runHook(
      repository.path,
      {
        ...(args.length === 0 ? { GATEWAY_CONFIG_PATH: ENVIRONMENT } : {}),
        GATEWAY_TARGET_DIR: repository.target,
        GATEWAY_TRAEFIK_PIDFILE: join(repository.folder, "traefik.pid"),
        GATEWAY_TRAEFIK_API: `http://127.0.0.1:${repository.ports.traefik}`,
        GATEWAY_TRAEFIK_BIN: traefikBin ?? "",
        // what it would tell of is not what is tried here
        GATEWAY_PREFLIGHT: "never",
      },
      [...args, "--format", "json"],
    );
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout) as Report;
  };
  const push = async (files: Readonly<Record<string, string>>): Promise<Report> => {
    await repository.commit("a change", files);
    return hook();
  };
  const version = async () => (await ask(repository.ports.web, SHOP)).version;
  const toV2 = () => given.replace("weight: 90", "weight: 0");
  const start = async (): Promise<void> => {
    traefik = await startOnTarget(repository);
    await until("the shop's route", async () => (await ask(repository.ports.web, SHOP)).status === 200);
  };
  /** At once: nobody asks meanwhile, and Traefik would wait for those who do. */
  const restart = async (): Promise<void> => {
    await traefik.stop("SIGKILL");
    await start();
  };
  /** Nothing is lost while something is done, and for a moment after. */
  const withoutLoss = async <T>(action: () => Promise<T>): Promise<T> => {
    const load = startLoad({ port: repository.ports.web, host: SHOP });
    const done = await action();
    await sleep(500);
    const { requests, lost } = await load.stop();
    expect(lost).toEqual([]);
    expect(requests).toBeGreaterThan(10);
    return done;
  };

  beforeEach(async () => {
    repository = await makeGatewayRepository();
    // a quarter of Traefik's default, so that changes in a row do not wait
    const throttle = "  providersThrottleDuration: 500ms\n";
    text = (await repository.read("traefik.yaml")).replace("\nproviders:\n", (line) => line + throttle);
    given = await repository.read(CANARY);
    canary = given.replace("weight: 10", "weight: 0");
    await push({ "traefik.yaml": text, "conf.d/README.md": "a folder that stays", [CANARY]: canary });
    await start();
  });
  afterEach(async () => {
    await traefik?.stop("SIGKILL");
    await repository?.remove();
  });

  it("is told of nothing that it would read in another folder, until it is restarted", async () => {
    const moved = await withoutLoss(async () => {
      await repository.git("mv", `${ENVIRONMENT}/conf.d`, `${ENVIRONMENT}/routes`);
      return push({
        "conf.d/README.md": "a folder that stays",
        "traefik.yaml": text.replace("/conf.d", "/routes"),
      });
    });
    expect(moved).toMatchObject({
      outcome: "published",
      reload: { method: "none", confirmed: false },
      restartRequired: true,
      message: expect.stringContaining(WOULD_SERVE_LESS) as unknown,
    });
    const later = await withoutLoss(() => push({ [CANARY.replace("conf.d", "routes")]: toV2() }));
    expect(later).toMatchObject({ outcome: "published", reload: { method: "none" }, restartRequired: true });
    expect(await version()).toBe("v1");
    await restart();
    expect(await version()).toBe("v2");
    expect(await push({ "routes/README.md": "told again" })).toMatchObject({
      reload: { method: "signal" },
      restartRequired: false,
    });
  });

  it("is told of nothing that needs an entry point that it does not have, but of what is taken back", async () => {
    const renamed = await withoutLoss(() =>
      push({
        "traefik.yaml": text.replace("  web:\n", "  public:\n"),
        [CANARY]: toV2().replace("[web]", "[public]"),
        "conf.d/search/ab-test.yaml": "",
      }),
    );
    expect(renamed).toMatchObject({
      outcome: "published",
      reload: { method: "none" },
      restartRequired: true,
    });
    expect(await version()).toBe("v1");
    // as long as nothing was told, what Traefik shows is not what was published before
    const back = await withoutLoss(() => push({ "traefik.yaml": text, [CANARY]: canary }));
    expect(back).toMatchObject({
      outcome: "published",
      reload: { method: "signal" },
      restartRequired: false,
    });
    expect(await version()).toBe("v1");
  });

  it("nor by a rollback", async () => {
    await push({ "traefik.yaml": text.replace("  web:\n", "  public:\n"), ...(await onPublic()) });
    await restart();
    const back = await withoutLoss(() => hook("rollback"));
    expect(back).toMatchObject({ outcome: "published", reload: { method: "none" }, restartRequired: true });
  });

  it("is told of all that it serves as it was started", async () => {
    const told = await withoutLoss(() =>
      push({ "traefik.yaml": text.replace("level: INFO", "level: WARN"), [CANARY]: toV2() }),
    );
    expect(told).toMatchObject({ reload: { method: "signal", confirmed: true }, restartRequired: true });
    expect(await version()).toBe("v2");
    const later = await withoutLoss(() => push({ [CANARY]: canary }));
    expect(later).toMatchObject({ reload: { method: "signal", confirmed: true }, restartRequired: true });
    expect(await version()).toBe("v1");
  });

  it("reads the users of another file when it builds anew, which takes another change or a restart", async () => {
    const first = await push(guardedBy(repository.target, "alice"));
    expect(first).toMatchObject({ reload: { confirmed: true }, restartRequired: false });
    expect(await admits("alice")).toBe(true);
    const second = await withoutLoss(() => push(guardedBy(repository.target, "bob")));
    expect(second).toMatchObject({ outcome: "published", restartRequired: true });
    expect(second.message).toBe(`published; Traefik has to be restarted to read ${USERS} anew`);
    expect([await admits("alice"), await admits("bob")]).toEqual([true, false]);
    expect(await hook()).toMatchObject({ outcome: "unchanged", restartRequired: true });
    // what it has read is what is published again
    expect(await push(guardedBy(repository.target, "alice"))).toMatchObject({ restartRequired: false });
    expect(await push(guardedBy(repository.target, "bob"))).toMatchObject({ restartRequired: true });
    // nothing to read anew, and nothing that would have it build
    expect(await push({ "traefik.yaml": `# a comment\n${text}` })).toMatchObject({ restartRequired: true });
    expect(await push({ [CANARY]: toV2() })).toMatchObject({
      reload: { confirmed: true },
      restartRequired: false,
    });
    expect([await admits("alice"), await admits("bob")]).toEqual([false, true]);
    expect(await push({ [CANARY]: canary, ...guardedBy(repository.target, "alice") })).toMatchObject({
      restartRequired: false,
    });
    expect(await admits("alice")).toBe(true);
  });

  const admits = async (user: string): Promise<boolean> => isAdmitted(repository.ports.web, user);

  /** Every router of the environment on the renamed entry point. */
  async function onPublic(): Promise<Record<string, string>> {
    const files = [CANARY, "conf.d/search/ab-test.yaml"];
    const texts = await Promise.all(files.map(async (file) => repository.read(file)));
    return Object.fromEntries(
      files.map((file, index) => [file, (texts[index] ?? "").replaceAll("[web]", "[public]")]),
    );
  }
});
