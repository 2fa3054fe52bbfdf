import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ENVIRONMENT, type GatewayRepository, makeGatewayRepository } from "../e2e/gateway-repository.ts";
import { guardedBy, isAdmitted, USERS } from "../e2e/guarded.ts";
import { findGitSync } from "../support/find-git-sync.ts";
import { traefikBin, until } from "../support/traefik.ts";
import { startLoad } from "./support/load.ts";
import { gatewayVariables, type RunningGateway, startGateway } from "./support/start-gateway.ts";

const gitSync = findGitSync();
const SHOP = "shop.staging.example.com";
const FILES = ["shop/canary.yaml", "search/ab-test.yaml"];

describe.skipIf(traefikBin === null || gitSync === null)(
  "a commit that another Traefik has to take",
  { timeout: 120_000 },
  () => {
    let repository: GatewayRepository;
    let gateway: RunningGateway;

    /** Commits, and waits until another Traefik has taken over; gives what was lost meanwhile. */
    const push = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
      const old = await gateway.traefikPid();
      const drained = () => gateway.lines().filter((line) => line["drainedMs"] !== undefined).length;
      const before = drained();
      const load = startLoad({ port: repository.ports.web, host: SHOP });
      await repository.commit("static and dynamic", files);
      await until("another Traefik", async () => ![old, null].includes(await gateway.traefikPid()), 60_000);
      await until("the old one to drain", () => drained() > before, 60_000);
      await sleep(300);
      return (await load.stop()).lost;
    };

    beforeAll(async () => {
      repository = await makeGatewayRepository();
      await repository.commit("first", { "conf.d/README.md": "a folder that stays" });
      gateway = startGateway(
        repository.folder,
        gatewayVariables(repository, { traefik: traefikBin!, gitSync: gitSync! }),
      );
      await until("a Traefik that serves", async () => (await gateway.traefikPid()) !== null, 60_000);
    }, 120_000);

    afterAll(async () => {
      gateway?.signal("SIGTERM");
      await gateway?.ended;
      await repository?.remove();
    });

    it("reads the users of another file, and loses nothing", async () => {
      const head = await repository.commit("guarded", guardedBy(repository.target, "alice"));
      await until("the commit", async () => (await gateway.health()).revision === head, 60_000);
      const admits = async (user: string) => isAdmitted(repository.ports.web, user);
      await until("alice's admission", async () => admits("alice"), 60_000);
      expect(await push(guardedBy(repository.target, "bob"))).toEqual([]);
      expect([await admits("alice"), await admits("bob")]).toEqual([false, true]);
      expect(gateway.lines()).toContainEqual(
        expect.objectContaining({
          msg: "Traefik reads files only when it starts: another one does",
          files: USERS,
        }),
      );
    });

    it("loses nothing where an entry point is renamed, with its routers", async () => {
      const text = await repository.read("traefik.yaml");
      const renamed = FILES.map(async (name) => {
        const file = `conf.d/${name}`;
        return [file, (await repository.read(file)).replaceAll("[web]", "[public]")] as const;
      });
      const lost = await push({
        "traefik.yaml": text.replace("  web:\n", "  public:\n"),
        ...Object.fromEntries(await Promise.all(renamed)),
      });
      expect(lost).toEqual([]);
    });

    it("loses nothing where the file provider reads another folder, and something is left in the old one", async () => {
      const text = await repository.read("traefik.yaml");
      await repository.git("mv", `${ENVIRONMENT}/conf.d`, `${ENVIRONMENT}/routes`);
      const lost = await push({
        "conf.d/README.md": "a folder that stays",
        "traefik.yaml": text.replace("/conf.d", "/routes"),
      });
      expect(lost).toEqual([]);
      const told = gateway.lines().filter(({ msg }) => msg.includes("Traefik was not told"));
      expect(told.map((line) => [line["reload"], line["restartRequired"]])).toEqual([
        ["none", true],
        ["none", true],
      ]);
    });
  },
);
