import { execFile } from "node:child_process";
import { chmod, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GatewayRepository, makeGatewayRepository } from "../e2e/gateway-repository.ts";
import { ask } from "../e2e/request.ts";
import { findGitSync } from "../support/find-git-sync.ts";
import { freePort, temporaryFolder, traefikBin, until } from "../support/traefik.ts";
import { startLoad } from "./support/load.ts";
import { gatewayVariables, type RunningGateway, startGateway } from "./support/start-gateway.ts";

const gitSync = findGitSync();
const run = promisify(execFile);
const SHOP = "shop.staging.example.com";
const CANARY = "conf.d/shop/canary.yaml";
/** However busy the machine is. */
const eventually = (what: string, condition: () => boolean | Promise<boolean>): Promise<void> =>
  until(what, condition, 60_000);

describe.skipIf(traefikBin === null || gitSync === null)(
  "how the gateway starts",
  { timeout: 120_000 },
  () => {
    let repository: GatewayRepository;
    let good: string;
    let bad: string;

    const start = (
      env: Readonly<Record<string, string>> = {},
      args: readonly string[] = [],
    ): RunningGateway => {
      const variables = gatewayVariables(repository, { traefik: traefikBin!, gitSync: gitSync! });
      return startGateway(repository.folder, { ...variables, ...env }, args);
    };
    const serves = async (gateway: RunningGateway): Promise<void> =>
      eventually("a Traefik that serves", async () => (await gateway.traefikPid()) !== null);
    const end = async (gateway: RunningGateway): Promise<void> => {
      gateway.signal("SIGINT");
      expect(await gateway.ended).toEqual({ code: 0, signal: null });
      expect(await gateway.family()).toEqual(new Map());
    };

    beforeAll(async () => {
      repository = await makeGatewayRepository();
      const text = await repository.read("traefik.yaml");
      good = await repository.commit("good", {
        "traefik.yaml": text.replace("requestAcceptGraceTimeout: 2s", "requestAcceptGraceTimeout: 0s"),
      });
      const canary = await repository.read(CANARY);
      await repository.commit("bad", { [CANARY]: `${canary}  bogus: [\n` });
      bad = await repository.commit("worse", { [CANARY]: canary.replace("service:", "servise:") });
    });

    afterAll(async () => repository?.remove());

    it("ends with 2 and the diagnostics where no commit within the depth is accepted", async () => {
      const gateway = start({ GATEWAY_FALLBACK_DEPTH: "1" });
      expect(await gateway.ended).toEqual({ code: 2, signal: null });
      const words = gateway.lines().map(({ msg }) => msg);
      expect(words.at(-1)).toBe(
        "no configuration to start with: nothing is published, and no commit is accepted",
      );
      expect(gateway.lines()).toContainEqual(
        expect.objectContaining({ file: CANARY, rule: "unknown-field" }),
      );
      expect(gateway.lines()).toContainEqual(expect.objectContaining({ file: CANARY, rule: "yaml-syntax" }));
      expect(await gateway.family()).toEqual(new Map());
      await rm(join(repository.folder, "git"), { recursive: true });
    });

    it("ends with 2 where git-sync never reached the repository, and blames no commit", async () => {
      const gateway = start({
        GITSYNC_REPO: `file://${repository.folder}/nowhere`,
        GITSYNC_ROOT: join(repository.folder, "git-nowhere"),
      });
      expect(await gateway.ended).toEqual({ code: 2, signal: null });
      expect(gateway.lines().at(-1)?.msg).toMatch(
        /nothing is published, and git-sync has checked nothing out/,
      );
      expect(gateway.lines().some(({ msg }) => msg.includes("look back"))).toBe(false);
    });

    it("publishes what it would start with, and ends, where something else starts Traefik", async () => {
      const target = join(repository.folder, "elsewhere");
      const elsewhere = {
        GATEWAY_TARGET_DIR: target,
        GITSYNC_ROOT: join(repository.folder, "git-elsewhere"),
      };
      const run = (env: Readonly<Record<string, string>>): RunningGateway =>
        start({ ENABLE_GITSYNC: "0", ...elsewhere, ...env }, ["first-sync"]);
      const none = run({ GATEWAY_FALLBACK_DEPTH: "1" });
      expect(await none.ended).toEqual({ code: 2, signal: null });
      expect(none.lines().at(-1)?.msg).toMatch(/^no configuration to start with/);
      const found = run({});
      expect(await found.ended).toEqual({ code: 0, signal: null });
      expect(found.lines().at(-1)).toMatchObject({
        msg: "DEGRADED: the newest commit is not accepted; starting with an older one",
        revision: good,
      });
      expect(await readdir(target)).toContain("traefik.yaml");
      expect(await found.family()).toEqual(new Map());
      expect((await run({ GITSYNC_REPO: "" }).ended).code).toBe(2);
    });

    it("looks back for the newest commit that is accepted, and says loudly that it did", async () => {
      // git's own way to test what it does in folders of another user, such as a volume's
      const gateway = start({ GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" });
      await serves(gateway);
      expect((await ask(repository.ports.web, SHOP)).status).toBe(200);
      await eventually("the rejection by git-sync's own run", async () => {
        const { lastRejection } = await gateway.health();
        return lastRejection?.revision === bad;
      });
      expect(await gateway.health()).toMatchObject({
        code: 0,
        health: "degraded",
        revision: good,
        reasons: ["started with an older commit", `revision ${bad} was rejected`],
      });
      expect(gateway.lines()).toContainEqual(
        expect.objectContaining({
          level: "error",
          msg: "DEGRADED: the newest commit is not accepted; starting with an older one",
          revision: good,
        }),
      );
      await end(gateway);
    });

    it("starts with what is published when git cannot be reached, and recovers by itself", async () => {
      const away = `${repository.path}.away`;
      await rename(repository.path, away);
      const gateway = start();
      await serves(gateway);
      expect((await ask(repository.ports.web, SHOP)).status).toBe(200);
      expect(await gateway.health({ GATEWAY_STALE_AFTER: "0" })).toMatchObject({
        health: "degraded",
        revision: good,
        reasons: expect.arrayContaining(["started with what had been published before"]) as unknown,
      });
      await rename(away, repository.path);
      await repository.git("revert", "--no-edit", "HEAD", "HEAD~1");
      await eventually("health", async () => (await gateway.health()).health === "healthy");
      await end(gateway);
    });

    it("starts with what is published when git never answers, or may fail for ever", async () => {
      const silent = createServer((socket) => void socket.resume());
      await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
      const { port } = silent.address() as AddressInfo;
      const name = basename(repository.path);
      for (const [env, why] of [
        [
          { GITSYNC_REPO: `http://127.0.0.1:${port}/${name}`, GATEWAY_FIRST_SYNC_TIMEOUT: "1s" },
          "took longer than 1 s",
        ],
        [{ GITSYNC_REPO: `file:///no/${name}`, GITSYNC_INIT_MAX_FAILURES: "-1" }, "failed"],
      ] as const) {
        const gateway = start(env);
        await serves(gateway);
        expect((await gateway.health()).reasons).toEqual(["started with what had been published before"]);
        expect(gateway.lines().map(({ msg }) => msg)).toContain(
          `DEGRADED: the first sync ${why}; starting with what is published already`,
        );
        await end(gateway);
      }
      await new Promise((resolve) => silent.close(resolve));
    });

    it("ends with Traefik's exit code when Traefik dies; git-sync goes too", async () => {
      const gateway = start();
      await serves(gateway);
      process.kill((await gateway.traefikPid())!, "SIGKILL");
      expect(await gateway.ended).toEqual({ code: 137, signal: null });
      expect(gateway.lines()).toContainEqual(
        expect.objectContaining({ msg: "Traefik ended; stopping", code: 137 }),
      );
      expect(await gateway.family()).toEqual(new Map());
    });

    it("asks the Traefik that was started on a file of its own", async () => {
      const own = join(repository.folder, "own.yaml");
      const port = await freePort();
      const text = await readFile(join(repository.target, "traefik.yaml"), "utf8");
      await writeFile(own, text.replace(`:${repository.ports.metrics}"`, `:${port}"`));
      const gateway = start({}, [`--configFile=${own}`]);
      await serves(gateway);
      const pid = (await gateway.traefikPid())!;
      await eventually("health", async () => (await gateway.health()).health === "healthy");
      process.kill(pid, "SIGSTOP");
      expect((await gateway.health()).reasons).toEqual(["Traefik does not answer its ping"]);
      process.kill(pid, "SIGCONT");
      await end(gateway);
    });

    it.each([
      ["auto", "take-over: another Traefik starts beside the old one"],
      [
        "sequential",
        "take-over: Traefik starts once the old one has drained; its ports are closed meanwhile",
      ],
    ])("takes over what a gateway has left that was killed: %s", async (choice, how) => {
      const killed = start();
      await serves(killed);
      const old = (await killed.traefikPid())!;
      const second = start();
      expect(await second.ended).toEqual({ code: 2, signal: null });
      expect(second.lines().at(-1)?.msg).toMatch(/^another gateway is running/);
      expect(await killed.traefikPid()).toBe(old);
      await eventually("git-sync", async () => (await killed.health()).gitSync?.alive === true);

      const load = startLoad({ port: repository.ports.web, host: SHOP });
      killed.signal("SIGKILL");
      await killed.ended;
      const gateway = start({ GATEWAY_RESTART: choice });
      await eventually("another Traefik", async () => ![null, old].includes(await gateway.traefikPid()));
      expect(gateway.lines()).toContainEqual(
        expect.objectContaining({
          gateway: killed.pid,
          left: expect.stringContaining(`traefik ${old}, git-sync`) as string,
        }),
      );
      expect(gateway.lines().map(({ msg }) => msg)).toContain(how);
      await eventually("one of each", async () => {
        const names = [...(await gateway.family()).values()];
        return ["traefik", "git-sync"].every((name) => names.filter((other) => other === name).length === 1);
      });
      const { lost } = await load.stop();
      // one after the other the ports are closed in between
      expect(choice === "auto" ? lost : []).toEqual([]);
      await end(gateway);
    });

    it("can be stopped during the first sync", async () => {
      const slow = join(repository.folder, "slow-git-sync");
      await writeFile(slow, "#!/bin/sh\nexec sleep 60\n");
      await chmod(slow, 0o755);
      const gateway = start({ GATEWAY_GITSYNC_BIN: slow });
      await eventually("git-sync", async () => [...(await gateway.family()).values()].includes("sleep"));
      // the gateways before have said much, of Traefiks that are gone
      expect(await gateway.health()).toMatchObject({
        code: 1,
        health: "unhealthy",
        reasons: ["Traefik has not been started yet"],
      });
      gateway.signal("SIGTERM");
      expect(await gateway.ended).toEqual({ code: 143, signal: null });
      expect(await gateway.family()).toEqual(new Map());
    });

    it("ends before anything starts where its own port is taken", async () => {
      const taken = createServer();
      await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
      const { port } = taken.address() as AddressInfo;
      const gateway = start({ GATEWAY_HTTP_BIND: `127.0.0.1:${port}` });
      expect(await gateway.ended).toEqual({ code: 2, signal: null });
      expect(gateway.lines()).toEqual([
        expect.objectContaining({ level: "error", msg: "GATEWAY_HTTP_BIND cannot be listened on" }),
      ]);
      expect(await gateway.family()).toEqual(new Map());
      await new Promise((resolve) => taken.close(resolve));
    });

    it("ends with 127 and says why where there is no such Traefik", async () => {
      const gateway = start({ GATEWAY_TRAEFIK_BIN: "/no/such/traefik", GATEWAY_PREFLIGHT: "never" });
      expect(await gateway.ended).toEqual({ code: 127, signal: null });
      expect(gateway.lines().map(({ msg }) => msg)).toContain("Traefik cannot be started; stopping");
      const plain = start({ GATEWAY_TRAEFIK_BIN: "/no/such/traefik", ENABLE_GITSYNC: "0" });
      expect(await plain.ended).toEqual({ code: 127, signal: null });
      expect(plain.lines().at(-1)?.msg).toMatch(/^gateway: Traefik cannot be started: .*ENOENT/);
    });

    it("says what is wrong with its settings before anything starts", async () => {
      const gateway = start({
        GITSYNC_REPO: "",
        GATEWAY_CONFIG_PAHT: "envs/staging",
        GATEWAY_RESTART: "maybe",
      });
      expect((await gateway.ended).code).toBe(2);
      const words = gateway.lines().map(({ msg }) => msg);
      expect(words.slice(0, 3)).toEqual([
        "gateway: GITSYNC_REPO is not set: the repository that describes the routes",
        'gateway: GATEWAY_RESTART is one of auto, beside, sequential, not "maybe"',
        "gateway: unknown variable GATEWAY_CONFIG_PAHT: did you mean GATEWAY_CONFIG_PATH?",
      ]);
    });
  },
);

describe.skipIf(traefikBin === null)("the gateway without git-sync", { timeout: 60_000 }, () => {
  it("becomes Traefik: its arguments, its output, its exit code", async () => {
    const { stdout } = await run(process.execPath, [join("bin", "gateway.js"), "version"], {
      env: { PATH: process.env["PATH"], GATEWAY_TRAEFIK_BIN: traefikBin! },
    });
    expect(stdout).toMatch(/^Version: +3\./m);
    const folder = await temporaryFolder();
    const env = { PATH: process.env["PATH"] ?? "", GATEWAY_TRAEFIK_BIN: traefikBin!, MARK: folder.path };
    const wrong = startGateway(folder.path, env, ["--no-such-flag"]);
    expect(await wrong.ended).toEqual({ code: 1, signal: null });
    await folder.remove();
  });

  it("is healthy as long as its Traefik is: by its process, and by the ping of the file that it was started on", async () => {
    const folder = await temporaryFolder();
    // a name that no other Traefik of this machine has
    const bin = join(folder.path, `t${basename(folder.path).slice(-8)}`);
    await symlink(traefikBin!, bin);
    const file = join(folder.path, "own.yaml");
    const port = await freePort();
    await writeFile(file, `entryPoints: { traefik: { address: "127.0.0.1:${port}" } }\nping: {}\n`);
    const env = {
      PATH: process.env["PATH"] ?? "",
      GATEWAY_TRAEFIK_BIN: bin,
      GATEWAY_TARGET_DIR: folder.path,
      MARK: folder.path,
    };
    const gateway = startGateway(folder.path, env, [`--configFile=${file}`]);
    const isHealthy = async (): Promise<boolean> => (await gateway.health()).health === "healthy";
    await eventually("health", isHealthy);
    const traefik = [...(await gateway.family())].find(([, name]) => name === basename(bin))?.[0] ?? 0;
    process.kill(traefik, "SIGSTOP");
    expect(await gateway.health()).toMatchObject({ code: 1, reasons: ["Traefik does not answer its ping"] });
    process.kill(traefik, "SIGCONT");
    gateway.signal("SIGTERM");
    await gateway.ended;
    expect(await gateway.health()).toMatchObject({ code: 1, reasons: ["Traefik is not running"] });
    await folder.remove();
  });

  it.each([
    ["0", "SIGTERM", { code: 0, signal: null }],
    ["", "SIGINT", { code: 0, signal: null }],
  ] as const)("passes signals (ENABLE_GITSYNC=%s, %s)", async (enabled, signal, ended) => {
    const folder = await temporaryFolder();
    const env = {
      PATH: process.env["PATH"] ?? "",
      GATEWAY_TRAEFIK_BIN: traefikBin!,
      MARK: folder.path,
      ENABLE_GITSYNC: enabled,
    };
    const args = [
      "--entryPoints.web.address=127.0.0.1:0",
      `--providers.file.directory=${folder.path}`,
      "--providers.file.watch=false",
      "--log.level=INFO",
    ];
    const gateway = startGateway(folder.path, env, args);
    const said = (text: string): boolean => gateway.lines().some(({ msg }) => msg.includes(text));
    await eventually("Traefik", () => said("Starting provider *file.Provider"));
    gateway.signal("SIGUSR1");
    await eventually("other log files", () => said("Closing and re-opening log files"));
    gateway.signal(signal);
    expect(await gateway.ended).toEqual(ended);
    await sleep(100);
    expect(await gateway.family()).toEqual(new Map());
    await folder.remove();
  });
});
