import { X509Certificate } from "node:crypto";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GatewayRepository, makeGatewayRepository } from "../e2e/gateway-repository.ts";
import { ask } from "../e2e/request.ts";
import { certificateFor } from "./support/certificate-for.ts";
import { findGitSync } from "../support/find-git-sync.ts";
import { freePort, traefikBin, until } from "../support/traefik.ts";
import { startLoad } from "./support/load.ts";
import {
  gatewayVariables,
  type LogLine,
  type RunningGateway,
  startGateway,
} from "./support/start-gateway.ts";

const gitSync = findGitSync();
/** However busy the machine is. */
const eventually = (what: string, condition: () => boolean | Promise<boolean>): Promise<void> =>
  until(what, condition, 60_000);
const SHOP = "shop.staging.example.com";
const CANARY = "conf.d/shop/canary.yaml";

// One gateway lives through everything: each test goes on where the one before has ended.
describe.skipIf(traefikBin === null || gitSync === null)(
  "the gateway, with the real programs",
  { timeout: 120_000 },
  () => {
    let repository: GatewayRepository;
    let gateway: RunningGateway;
    let canary: string;
    let httpPort: number;
    /** fingerprint of the certificate that the gateway keeps */
    let kept: string;

    const shown = async (): Promise<string> =>
      (await certificateFor("other.example.com", repository.ports.websecure)).fingerprint256;
    const version = async (): Promise<string | undefined> => (await ask(repository.ports.web, SHOP)).version;
    const allTo = (wanted: "v1" | "v2"): string =>
      wanted === "v1"
        ? canary.replace("weight: 10", "weight: 0")
        : canary.replace("weight: 90", "weight: 0").replace("weight: 10", "weight: 100");
    const outcomes = (revision: string): LogLine[] =>
      gateway.lines().filter((line) => line["revision"] === revision && line["outcome"] !== undefined);
    const untilHealth = async (wanted: string): Promise<void> =>
      eventually(`health: ${wanted}`, async () => (await gateway.health()).health === wanted);
    const own = (): ReturnType<typeof fetch> => fetch(`http://127.0.0.1:${httpPort}/metrics`);
    const metric = async (name: string): Promise<string | undefined> =>
      new RegExp(`^${name}(?:\\{.*\\})? (.*)$`, "m").exec(await (await own()).text())?.[1];

    beforeAll(async () => {
      repository = await makeGatewayRepository();
      const text = await repository.read("traefik.yaml");
      await repository.commit("first", {
        "traefik.yaml": text.replace("requestAcceptGraceTimeout: 2s", "requestAcceptGraceTimeout: 300ms"),
      });
      canary = await repository.read(CANARY);
      httpPort = await freePort();
      gateway = startGateway(repository.folder, {
        ...gatewayVariables(repository, { traefik: traefikBin!, gitSync: gitSync! }),
        GATEWAY_HTTP_BIND: `127.0.0.1:${httpPort}`,
        GITSYNC_PEROID: "5s",
      });
      await eventually("a Traefik that serves", async () => (await gateway.traefikPid()) !== null);
    }, 120_000);

    afterAll(async () => {
      gateway?.signal("SIGTERM");
      await gateway?.ended;
      if (process.env["GATEWAY_TEST_LOG"])
        for (const line of gateway.lines()) console.log(JSON.stringify(line));
      await repository?.remove();
    });

    it("starts with the newest commit, healthy", async () => {
      expect((await ask(repository.ports.web, SHOP)).status).toBe(200);
      await untilHealth("healthy");
      const head = await repository.git("rev-parse", "HEAD");
      expect(await gateway.health()).toMatchObject({ code: 0, revision: head, gitSync: { alive: true } });
      expect(gateway.lines().map(({ msg }) => msg)).toContain(
        "unknown variable GITSYNC_PEROID: did you mean GITSYNC_PERIOD?",
      );
    });

    it("keeps a certificate for names that have none", async () => {
      const file = join(repository.folder, "run", "default-certificate.pem");
      kept = new X509Certificate(await readFile(file)).fingerprint256;
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(await shown()).toBe(kept);
    });

    it("puts a commit live, confirmed, and says so in the one log stream", async () => {
      const head = await repository.commit("v2 for all", { [CANARY]: allTo("v2") });
      await eventually("version 2", async () => (await version()) === "v2");
      await eventually("the hook's word", () => outcomes(head).length > 0);
      expect(outcomes(head)).toMatchObject([{ outcome: "published", reload: "signal", confirmed: true }]);
      expect(await shown()).toBe(kept);
      expect(gateway.lines().some(({ msg }) => msg === "running exechook")).toBe(true);
      expect(gateway.lines().some(({ msg }) => msg.startsWith("Starting provider *file.Provider"))).toBe(
        true,
      );
    });

    it("goes on through a bad commit, degraded, and says why once", async () => {
      const bad = await repository.commit("bad", {
        [CANARY]: canary.replace("service: shop", "servise: shop"),
      });
      await eventually("the rejection", () => outcomes(bad).length > 0);
      expect(await gateway.health()).toMatchObject({
        code: 0,
        health: "degraded",
        reasons: [`revision ${bad} was rejected`],
        lastRejection: { revision: bad },
      });
      expect((await gateway.health({ GATEWAY_HEALTH_STRICT: "1" })).code).toBe(1);
      expect(gateway.lines().filter(({ msg }) => msg.includes("servise"))).toMatchObject([
        { level: "error", file: CANARY, rule: "unknown-field" },
      ]);
      expect(await version()).toBe("v2");
      expect(await metric("gateway_configsync_last_run_success")).toBe("0");
      expect(await metric("gateway_healthy")).toBe("0");
    });

    it("puts the next good commit live, healthy again", async () => {
      const head = await repository.commit("good", { [CANARY]: allTo("v1") });
      await eventually("version 1", async () => (await version()) === "v1");
      await untilHealth("healthy");
      const page = await fetch(`http://127.0.0.1:${httpPort}/healthz`);
      expect(page.status).toBe(200);
      expect(await page.json()).toMatchObject({ health: "healthy", revision: head });
      const text = await (await own()).text();
      expect(text).toMatch(/^gateway_configsync_last_success_timestamp_seconds \d+/m);
      expect(text).toMatch(/^gateway_configsync_runs_total\{outcome="published"\} [3-9]/m);
      expect(text).toMatch(/^gateway_configsync_runs_total\{outcome="rejected"\} [1-9]/m);
      expect(text).toContain(`gateway_configsync_revision_info{revision="${head}"} 1\n`);
      expect(text).toMatch(/^gateway_configsync_publish_seconds \d/m);
      expect(text).toMatch(/^gateway_git_sync_restarts_total 0$/m);
      expect(text).toMatch(/^gateway_traefik_restarts_total 0$/m);
    });

    it("is healthy again when the branch is moved back to what the hook took before", async () => {
      const published = (await gateway.health()).revision;
      // another environment's: nothing to do for this one, so that what is published keeps its revision
      const other = await repository.commit("another environment", { "../production/README": "a" });
      await eventually("the hook's word", () => outcomes(other).length > 0);
      const bad = await repository.commit("bad again", { [CANARY]: `${canary}  bogus: [\n` });
      await eventually("the rejection", () => outcomes(bad).length > 0);
      await untilHealth("degraded");
      await repository.git("reset", "--quiet", "--hard", other);
      await untilHealth("healthy");
      expect(await gateway.health()).toMatchObject({ revision: published, lastRejection: null });
      expect(await metric("gateway_healthy")).toBe("1");
      expect(await metric("gateway_configsync_last_run_success")).toBe("1");
    });

    it("is degraded while the newest commit cannot be published, and says why", async () => {
      const good = await repository.git("rev-parse", "HEAD");
      const theirs = join(repository.target, "conf.d", "theirs.yaml");
      await writeFile(theirs, "# by hand\n");
      const newest = await repository.commit("their name", {
        "conf.d/theirs.yaml": "http: { middlewares: { theirs: { compress: {} } } }\n",
      });
      await eventually("the hook's word", () => outcomes(newest).length > 0);
      expect(outcomes(newest)[0]).toMatchObject({ outcome: "failed" });
      await untilHealth("degraded");
      const health = await gateway.health();
      expect(health.reasons).toEqual([
        expect.stringMatching(`^revision ${newest} could not be published: .`),
      ]);
      expect(health.lastRejection).toBeNull();
      await repository.git("reset", "--quiet", "--hard", good);
      await untilHealth("healthy");
      await rm(theirs);
    });

    it("starts git-sync again, after growing pauses, while traffic goes on", async () => {
      const load = startLoad({ port: repository.ports.web, host: SHOP });
      for (const restarts of ["1", "2"]) {
        await eventually("git-sync", async () => (await gateway.health()).gitSync?.alive === true);
        const [pid] = [...(await gateway.family())].find(([, name]) => name === "git-sync") ?? [0];
        process.kill(pid, "SIGKILL");
        await eventually(
          "another git-sync",
          async () => (await metric("gateway_git_sync_restarts_total")) === restarts,
        );
      }
      const pauses = gateway.lines().flatMap((line) => line["restartInSeconds"] ?? []);
      expect(pauses).toEqual([1, 2]);
      await repository.commit("after", { [CANARY]: allTo("v2") });
      await eventually("version 2", async () => (await version()) === "v2");
      expect((await load.stop()).lost).toEqual([]);
    });

    it("passes SIGHUP and SIGUSR1 to Traefik", async () => {
      const count = (text: string): number => gateway.lines().filter(({ msg }) => msg.includes(text)).length;
      gateway.signal("SIGUSR1");
      await eventually("other log files", () => count("Closing and re-opening log files") > 0);
      const pid = await gateway.traefikPid();
      gateway.signal("SIGHUP");
      await sleep(200);
      expect(await gateway.traefikPid()).toBe(pid);
      expect((await ask(repository.ports.web, SHOP)).status).toBe(200);
    });

    it("takes a static change beside the old Traefik: nothing is lost", async () => {
      const load = startLoad({ port: repository.ports.web, host: SHOP });
      const old = await gateway.traefikPid();
      const text = await repository.read("traefik.yaml");
      const more = await freePort();
      // only the restarted one can have the router's entry point
      await repository.commit("static", {
        "traefik.yaml": text
          .replace("graceTimeOut: 10s", "graceTimeOut: 9s")
          .replace(
            "entryPoints:\n",
            `entryPoints:\n  more: {address: "127.0.0.1:${more}", reusePort: true}\n`,
          ),
        "conf.d/more.yaml":
          'http: {routers: {more: {rule: "PathPrefix(`/`)", entryPoints: [more], service: noop@internal}}}\n',
      });
      await eventually("another Traefik", async () => ![old, null].includes(await gateway.traefikPid()));
      await eventually("the old one to drain", () =>
        gateway.lines().some((line) => line["drainedMs"] !== undefined),
      );
      expect((await load.stop()).lost).toEqual([]);
      expect(await metric("gateway_traefik_restarts_total")).toBe("1");
      expect((await ask(more, SHOP)).status).toBe(418);
      expect(await shown()).toBe(kept);
      expect([...(await gateway.family()).values()].filter((name) => name === "traefik")).toHaveLength(1);
    });

    it("puts the previous revision back when the new Traefik does not come up; the old one goes on", async () => {
      const load = startLoad({ port: repository.ports.web, host: SHOP });
      const old = await gateway.traefikPid();
      const text = await repository.read("traefik.yaml");
      const before = (await gateway.health()).revision;
      // the port of the gateway's own page: only who starts finds that it is taken
      const taken = text.replace(/address: "127[^"]*"/, `address: "127.0.0.1:${httpPort}"`);
      await repository.commit("a port that is taken", { "traefik.yaml": taken });
      await eventually("the failure", () =>
        gateway.lines().some(({ msg }) => msg.includes("did not come up")),
      );
      await eventually("its reason", async () => (await gateway.health()).health === "degraded");
      const health = await gateway.health();
      expect(health.reasons).toEqual(["the static change was not taken: it ended"]);
      expect(health.revision).toBe(before);
      expect(await gateway.traefikPid()).toBe(old);
      expect((await load.stop()).lost).toEqual([]);
      // what it was before is what is published: a commit that takes it back publishes nothing
      await repository.commit("taken back", { "traefik.yaml": text });
      await untilHealth("healthy");
      await repository.commit("a port that is taken, once more", { "traefik.yaml": taken });
      await untilHealth("degraded");
      await repository.commit("mended", { "traefik.yaml": text, [CANARY]: allTo("v1") });
      await eventually("version 1", async () => (await version()) === "v1");
      await untilHealth("healthy");
    });

    it("restarts one after the other where certificate resolvers write a file, and says for how long", async () => {
      const old = await gateway.traefikPid();
      const resolver = `certificatesResolvers:\n  le:\n    acme:\n      email: a@example.com\n      storage: ${repository.folder}/acme.json\n      tlsChallenge: {}\n`;
      const text = await repository.read("traefik.yaml");
      await repository.commit("resolver", { "traefik.yaml": text + resolver });
      await eventually("another Traefik", async () => ![old, null].includes(await gateway.traefikPid()));
      const line = gateway.lines().findLast((found) => found["portsClosedMs"] !== undefined);
      expect(line?.["portsClosedMs"]).toBeGreaterThan(0);
      // each where clients connect; they take connections longer than where the ping is
      expect(line?.["ports"]).toMatch(/^(more \d+ ms, )?web \d+ ms, websecure \d+ ms$/);
      expect(gateway.lines().some(({ why }) => String(why).startsWith("certificate resolvers"))).toBe(true);
      await eventually("its routes", async () => (await version()) === "v1");
    });

    it("goes back to the previous configuration when the one after the other does not come up", async () => {
      const text = await repository.read("traefik.yaml");
      const taken = text.replace(/address: "127[^"]*"/, `address: "127.0.0.1:${httpPort}"`);
      await repository.commit("a port that is taken, again", { "traefik.yaml": taken });
      await eventually("the failure", () =>
        gateway.lines().some(({ msg }) => msg.endsWith("the previous configuration is back")),
      );
      await eventually("the routes of before", async () => (await version().catch(() => null)) === "v1");
      await eventually("its reason", async () => (await gateway.health()).health === "degraded");
      expect((await gateway.health()).reasons).toEqual(["the static change was not taken: it ended"]);
    });

    it("drains on SIGTERM under load, then ends git-sync; nothing is left", async () => {
      const load = startLoad({ port: repository.ports.web, host: SHOP });
      await sleep(300);
      gateway.signal("SIGTERM");
      expect(await gateway.ended).toEqual({ code: 0, signal: null });
      const { lost } = await load.stop();
      // every request that was accepted was answered: what came later found no open port
      expect(lost.filter((what) => !what.endsWith("ECONNREFUSED"))).toEqual([]);
      expect(await gateway.family()).toEqual(new Map());
      expect(gateway.lines().at(-1)?.msg).toBe("Traefik has drained and ended");
      expect(await gateway.traefikPid()).toBeNull();
    });
  },
);
