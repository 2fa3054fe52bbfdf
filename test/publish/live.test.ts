import { spawn } from "node:child_process";
import { once } from "node:events";
import { utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { publish } from "../../src/publish/publish.ts";
import { rollback } from "../../src/publish/rollback.ts";
import { readStatus } from "../../src/publish/status.ts";
import type { PublishOutcome, PublishRequest, ReloadSettings } from "../../src/publish/types.ts";
import { traefikBin } from "../support/traefik.ts";
import {
  type LiveOptions,
  type LiveSite,
  QUIET_MS,
  REST_MS,
  SHOP_OBJECTS,
  shopOf,
  startLiveSite,
} from "./support/live.ts";
import {
  contentOf,
  type Files,
  realPorts,
  requestFor,
  temporaryTarget,
  traces,
  UNKNOWN,
} from "./support/target.ts";

const ports = realPorts();
const open: { end: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const site of open.splice(0)) await site.end();
});

async function siteWith(options: Omit<LiveOptions, "bin">): Promise<LiveSite> {
  const site = await startLiveSite({ bin: traefikBin ?? "", ...options });
  open.push(site);
  return site;
}

const shop = (site: LiveSite, marker: string, more: Partial<PublishRequest> = {}) =>
  site.request(shopOf(marker), { objects: SHOP_OBJECTS(marker), ...more });

const headerOf = (marker: string) =>
  `http: {middlewares: {m: {headers: {customResponseHeaders: {x-marker: ${marker}}}}}}`;
const changedObjects = () => ["http.middlewares.m"];

/** Asks without a pause until stopped; returns what was not served. */
function keepAsking(site: LiveSite): () => Promise<string[]> {
  const load = { isOn: true };
  const odd: string[] = [];
  const client = async () => {
    while (load.isOn) {
      const { status, marker } = await site.ask();
      if (marker === null) odd.push(`status ${status}`);
    }
  };
  const clients = [client(), client()];
  return async () => {
    load.isOn = false;
    await Promise.all(clients);
    return odd;
  };
}

/** Publishes without an API to ask, and sees that Traefik still answers. */
async function publishUnasked(
  site: LiveSite,
  reload: Partial<ReloadSettings>,
  more = ports,
): Promise<PublishOutcome> {
  const request = shop(site, "one", { reload: { ...site.reload, apiUrl: null, ...reload } });
  const outcome = await publish(request, more);
  await sleep(50);
  expect((await site.ask()).status).toBeGreaterThan(0);
  return outcome;
}

/** A system without /proc, whose `ps` gives every process this name. */
const elsewhere = (name: string) =>
  realPorts({
    self: { pid: process.pid, uid: null, platform: "darwin" },
    run: (program) =>
      program === "ps" ? Promise.resolve(`${name}\n`) : Promise.reject(new Error("no /proc")),
  });

/** All of it in a folder below the one that Traefik watches. */
function below(files: Files): Files {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path.replace("conf.d/", "conf.d/app/"), text]),
  );
}

describe.skipIf(traefikBin === null)("by signal", () => {
  test("live at once and confirmed; nothing to do wakes nobody", async () => {
    const site = await siteWith({ watch: false });
    expect(await publish(shop(site, "one"), ports)).toMatchObject({
      outcome: "published",
      reload: { method: "signal", confirmed: true },
    });
    expect((await site.ask()).marker).toBe("one");
    const seen = site.traefik.log().length;
    expect(await publish(shop(site, "one"), ports)).toMatchObject({ outcome: "unchanged", reload: null });
    await sleep(100);
    expect(site.traefik.log().slice(seen)).not.toContain("Configuration received");
  });

  test("several files at once lose no request", async () => {
    const site = await siteWith({ watch: false });
    await publish(shop(site, "one"), ports);
    const stop = keepAsking(site);
    for (const marker of ["two", "three"]) {
      await sleep(REST_MS);
      expect(await publish(shop(site, marker), ports)).toMatchObject({
        reload: { method: "signal", confirmed: true },
      });
      expect((await site.ask()).marker).toBe(marker);
    }
    expect(await stop()).toEqual([]);
  });

  test("objects of others' files in the same folder are no hindrance", async () => {
    const theirs = { "conf.d/theirs.yaml": "http: {middlewares: {theirs: {stripPrefix: {prefixes: [/]}}}}" };
    const site = await siteWith({ watch: false, first: theirs });
    for (const marker of ["one", "two"]) {
      expect(await publish(shop(site, marker), ports)).toMatchObject({
        outcome: "published",
        reload: { confirmed: true },
      });
      await sleep(REST_MS);
    }
    expect(contentOf(site.targetDir)).toMatchObject(theirs);
  });

  test("a first signal that gets lost is followed by another", async () => {
    const site = await siteWith({ watch: false });
    let signals = 0;
    const kill = (pid: number, signal: "SIGHUP" | 0) => {
      if (signal === "SIGHUP" && ++signals > 1) process.kill(pid, signal);
    };
    expect(await publish(shop(site, "one"), realPorts({ kill }))).toMatchObject({
      outcome: "published",
      reload: { confirmed: true },
    });
    expect(signals).toBe(2);
  });

  test("a change that keeps all names is confirmed by what it changes", async () => {
    const site = await siteWith({ watch: false });
    const push = (marker: string, more: Partial<PublishRequest> = {}) => {
      const files = { "conf.d/m.yaml": headerOf(marker) };
      return publish(site.request(files, { objects: ["http.middlewares.m"], ...more }), ports);
    };
    await push("one");
    await sleep(REST_MS);
    expect(await push("two", { changedObjects })).toMatchObject({
      outcome: "published",
      reload: { confirmed: true },
    });
    // nobody says what changes: then nothing is confirmed, and nothing put back
    await sleep(REST_MS);
    expect(await push("three")).toMatchObject({ outcome: "published", reload: { confirmed: null } });
    // and where Traefik is not told, that is seen
    await sleep(REST_MS);
    await writeFile(site.reload.pidfile ?? "", "1");
    expect(await push("four", { changedObjects })).toMatchObject({ outcome: "rolled-back" });
  });

  test("so is a change of a router that Traefik lists once for each of its entry points", async () => {
    const secure = { address: "127.0.0.1:0", http: { tls: {} } };
    const site = await siteWith({ watch: false, entryPoints: { one: secure, two: secure } });
    const push = (path: string, more: Partial<PublishRequest> = {}) => {
      const router = `{rule: "Path(\`${path}\`)", entryPoints: [one, two], service: noop@internal}`;
      const files = { "conf.d/r.yaml": `http: {routers: {r: ${router}}}` };
      return publish(
        site.request(files, { objects: ["http.routers.one-r", "http.routers.two-r"], ...more }),
        ports,
      );
    };
    await push("/one");
    await sleep(REST_MS);
    const changed = { changedObjects: () => ["http.routers.r"] };
    expect(await push("/two", changed)).toMatchObject({
      outcome: "published",
      reload: { confirmed: true },
    });
    await writeFile(site.reload.pidfile ?? "", "1");
    expect(await push("/three", changed)).toMatchObject({ outcome: "rolled-back" });
  });

  test("found without a pidfile, by its command line and its files", async () => {
    const site = await siteWith({ watch: false });
    const reload = { ...site.reload, pidfile: null };
    expect(await publish(shop(site, "one", { reload }), ports)).toMatchObject({
      reload: { method: "signal" },
    });
  });

  test("without an API, a pidfile that says ready is believed, and its executable tells the version", async () => {
    const site = await siteWith({ watch: false });
    await writeFile(site.reload.pidfile ?? "", `${site.traefik.pid} ready\n`);
    const reload = { ...site.reload, apiUrl: null };
    expect(await publish(shop(site, "one", { reload }), ports)).toMatchObject({
      outcome: "published",
      reload: { method: "signal", confirmed: null },
    });
    await expect.poll(async () => (await site.ask()).marker, { timeout: 5_000 }).toBe("one");
  });

  test("without an API and without `ready`, a young Traefik is left its time to start", async () => {
    const site = await siteWith({ watch: false });
    const waits: number[] = [];
    const patient = realPorts({ wait: async (ms) => void waits.push(ms) });
    const reload = { ...site.reload, apiUrl: null };
    expect(await publish(shop(site, "one", { reload }), patient)).toMatchObject({
      reload: { method: "signal" },
    });
    // its static file tells where it answers
    expect(Math.max(...waits)).toBe(1_000);
    // the file is no longer the one that it was started with
    const now = new Date();
    await utimes(join(site.targetDir, "traefik.yaml"), now, now);
    expect(await publish(shop(site, "two", { reload }), patient)).toMatchObject({
      reload: { method: "signal" },
    });
    expect(waits.some((ms) => ms > 2_000 && ms <= 10_000)).toBe(true);
  });

  test("a static file that is not published says how its Traefik is reached", async () => {
    const site = await siteWith({ watch: false });
    const reload = { ...site.reload, pidfile: null, apiUrl: null, static: UNKNOWN };
    const request = requestFor(site, shopOf("one"), { reload });
    expect(await publish(request, ports)).toMatchObject({ reload: { method: "signal" } });
    await expect.poll(async () => (await site.ask()).marker, { timeout: 5_000 }).toBe("one");
  });

  test("what Traefik was started with counts, whatever the environment says", async () => {
    const site = await siteWith({ watch: false });
    const reload = {
      ...site.reload,
      static: { ...site.reload.static, watch: true, directory: "/elsewhere" },
    };
    expect(await publish(requestFor(site, shopOf("one"), { reload }), ports)).toMatchObject({
      reload: { method: "signal" },
    });
  });
});

describe.skipIf(traefikBin === null)("no signal", () => {
  test("to a Traefik of v2, which would end", async () => {
    const site = await siteWith({ watch: false });
    const v2 = realPorts({ run: () => Promise.resolve("Version:      2.11.2\nCodename:     mimolette\n") });
    const outcome = await publishUnasked(site, {}, v2);
    expect(outcome).toMatchObject({ outcome: "published", reload: { method: "none" } });
    expect(outcome.message).toContain("2.11.2");
  });

  test.each(["auto", "signal"] as const)(
    "to a Traefik without a file provider, which would end: %s",
    async (choice) => {
      const site = await siteWith({ watch: false, fileProvider: false });
      expect(await publishUnasked(site, { choice, static: UNKNOWN })).toMatchObject({ outcome: "published" });
      expect(await publishUnasked(site, { choice })).toMatchObject({ reload: null, outcome: "unchanged" });
    },
  );

  test("to a process that is no Traefik, though the pidfile names it", async () => {
    const site = await siteWith({ watch: false });
    const other = spawn("sleep", ["60"]);
    try {
      await writeFile(site.reload.pidfile ?? "", String(other.pid));
      const outcome = await publishUnasked(site, {});
      expect(outcome).toMatchObject({ outcome: "published", reload: { method: "none" } });
      expect(outcome.message).toContain("is not Traefik");
      expect(other.exitCode ?? other.signalCode).toBeNull();
    } finally {
      other.kill("SIGKILL");
      await once(other, "exit");
    }
  });

  test("to a Traefik of another configuration", async () => {
    const site = await siteWith({ watch: false });
    const other = await temporaryTarget();
    open.push({ end: other.remove });
    const seen = site.traefik.log().length;
    for (const [run, pidfile] of [site.reload.pidfile, null].entries()) {
      const reload = { ...site.reload, apiUrl: null, pidfile };
      const outcome = await publish(requestFor(other, { [`conf.d/${run}`]: "x" }, { reload }), ports);
      expect(outcome).toMatchObject({ outcome: "published", reload: { method: "none" } });
    }
    await sleep(50);
    expect(site.traefik.log().slice(seen)).not.toContain("Configuration received");
  });
});

describe.skipIf(traefikBin === null)("where there is no /proc", () => {
  test("a pidfile, its API and ps together say enough", async () => {
    const site = await siteWith({ watch: false });
    expect(await publish(shop(site, "one"), elsewhere("/usr/local/bin/traefik"))).toMatchObject({
      reload: { method: "signal", confirmed: true },
    });
  });

  test.each([
    { missing: "its API", name: "traefik", reload: { apiUrl: null } },
    { missing: "a pidfile", name: "traefik", reload: { pidfile: null, apiUrl: null } },
    { missing: "the name of Traefik", name: "vim", reload: {} },
  ])("without $missing nothing is signalled", async ({ name, reload }) => {
    const site = await siteWith({ watch: false });
    const seen = site.traefik.log().length;
    const request = shop(site, "one", { reload: { ...site.reload, ...reload } });
    expect(await publish(request, elsewhere(name))).toMatchObject({ reload: { method: "none" } });
    await sleep(50);
    expect(site.traefik.log().slice(seen)).not.toContain("Configuration received");
  });
});

describe.skipIf(traefikBin === null)("by watch", () => {
  test("a static file that is not published says what is watched", async () => {
    const site = await siteWith({ watch: true });
    const reload = { ...site.reload, pidfile: null, apiUrl: null, static: UNKNOWN };
    const request = requestFor(site, below(shopOf("one")), { reload });
    expect(await publish(request, ports)).toMatchObject({ reload: { method: "watch" } });
    await expect.poll(async () => (await site.ask()).marker, { timeout: 5_000 }).toBe("one");
  });

  test("several watched files at once lose no request", { timeout: 40_000 }, async () => {
    const site = await siteWith({ watch: true });
    await publish(shop(site, "one"), ports);
    await expect.poll(async () => (await site.ask()).marker, { timeout: 5_000 }).toBe("one");
    const stop = keepAsking(site);
    for (const marker of ["two", "three"]) {
      const outcome = await publish(shop(site, marker), ports);
      expect(outcome).toMatchObject({ reload: { method: "watch", confirmed: true } });
      expect((await site.ask()).marker).toBe(marker);
    }
    expect(await stop()).toEqual([]);
  });

  test(
    "a change below what Traefik watches is made known, and needs no quiet time",
    { timeout: 40_000 },
    async () => {
      const site = await siteWith({ watch: true });
      await publish(site.request(below(shopOf("one")), { objects: SHOP_OBJECTS("one") }), ports);
      await sleep(3 * REST_MS);
      const waits: number[] = [];
      const wait = (ms: number) => (waits.push(ms), sleep(ms));
      const outcome = await publish(
        site.request(below(shopOf("two")), { objects: SHOP_OBJECTS("two") }),
        realPorts({ wait }),
      );
      expect(outcome).toMatchObject({ reload: { method: "watch", confirmed: true } });
      expect(waits).not.toContain(QUIET_MS);
    },
  );
});

describe.skipIf(traefikBin === null)("what the live Traefik does not take is put back", () => {
  const broken: Files = {
    "conf.d/routers.yaml":
      'http: {routers: {shop: {rule: "PathPrefix(`/`)", entryPoints: [nowhere], service: noop@internal}}}',
  };

  test(
    "objects in error, until the source changes; trying again changes nothing",
    { timeout: 40_000 },
    async () => {
      const site = await siteWith({ watch: false });
      await publish(shop(site, "one"), ports);
      const before = contentOf(site.targetDir);
      await sleep(REST_MS);
      const secret =
        'http: {middlewares: {auth: {basicAuth: {users: [hunter2]}}}, routers: {safe: {rule: "Path(`/s`)", middlewares: [auth], service: noop@internal}}}';
      const bad = site.request(
        { ...broken, "conf.d/secret.yaml": secret },
        { objects: ["http.routers.shop"], revision: "bad" },
      );
      const outcome = await publish(bad, ports);
      expect(outcome).toMatchObject({
        outcome: "rolled-back",
        live: [
          { object: "http.middlewares.auth@file" },
          { object: "http.routers.safe@file" },
          {
            object: "http.routers.shop@file",
            error: expect.stringContaining(`entryPoint "nowhere" doesn't exist`),
          },
        ],
      });
      expect(outcome.message).toContain("http.routers.safe");
      expect(JSON.stringify(outcome)).not.toContain("hunter2");
      expect(contentOf(site.targetDir)).toEqual(before);
      await expect.poll(async () => (await site.ask()).marker, { timeout: 5_000 }).toBe("one");
      expect(readStatus(site.settings, ports)).toMatchObject({
        drift: [],
        interrupted: false,
        lastRun: { outcome: "rolled-back", revision: "bad" },
        history: [{ files: 3 }],
      });

      const untouched = await traces(site.targetDir);
      expect(await publish(bad, ports)).toMatchObject({ outcome: "rolled-back", reload: null });
      expect(await traces(site.targetDir)).toEqual(untouched);
      await sleep(REST_MS);
      expect(await publish(shop(site, "two"), ports)).toMatchObject({ outcome: "published" });
    },
  );

  test("but not because of another provider's missing service", async () => {
    const site = await siteWith({ watch: false });
    await publish(shop(site, "one"), ports);
    await sleep(REST_MS);
    const foreign = 'http: {routers: {shop: {rule: "PathPrefix(`/`)", service: shop@docker}}}';
    const request = site.request({ "conf.d/routers.yaml": foreign }, { objects: ["http.routers.shop"] });
    expect(await publish(request, ports)).toMatchObject({
      outcome: "published",
      live: [{ object: "http.routers.shop@file" }],
    });
  });

  test("nor because it needs what a restart will bring", async () => {
    const site = await siteWith({ watch: false });
    await publish(shop(site, "one"), ports);
    await sleep(REST_MS);
    const changed = {
      ...shopOf("two"),
      ...broken,
      "traefik.yaml": "entryPoints: {nowhere: {address: ':0'}}",
    };
    const run = await publish(site.request(changed, { objects: ["http.routers.shop"] }), ports);
    expect(run).toMatchObject({
      outcome: "published",
      restartRequired: true,
      reload: { confirmed: false },
      live: [{ object: "http.routers.shop@file" }],
    });
    expect(run.message).toContain("the restart may mend it");
    expect(readStatus(site.settings, ports)).toMatchObject({ restartRequired: true, interrupted: false });
  });

  test("nor because of what was in error before", async () => {
    const site = await siteWith({ watch: false });
    // the first publication has nothing to go back to
    expect(await publish(site.request(broken, { objects: ["http.routers.shop"] }), ports)).toMatchObject({
      outcome: "published",
      reload: { confirmed: false },
    });
    await sleep(REST_MS);
    const more = { ...broken, "conf.d/shared.yaml": shopOf("x")["conf.d/shared.yaml"] ?? "" };
    expect(await publish(site.request(more, { objects: SHOP_OBJECTS("x") }), ports)).toMatchObject({
      outcome: "published",
      live: [{ object: "http.routers.shop@file" }],
    });
  });

  test("a Traefik that cannot be told", async () => {
    const site = await siteWith({ watch: false });
    await publish(shop(site, "one"), ports);
    await writeFile(site.reload.pidfile ?? "", "1");
    const outcome = await publish(shop(site, "two"), ports);
    expect(outcome).toMatchObject({
      outcome: "rolled-back",
      isDone: false,
      reload: { method: "none", confirmed: false },
    });
    expect(outcome.message).toContain("process 1");
    expect(contentOf(site.targetDir)).toMatchObject(shopOf("one"));
    // a reason that may pass is not remembered for ever
    await writeFile(site.reload.pidfile ?? "", String(site.traefik.pid));
    const later = realPorts({ now: () => new Date(Date.now() + 3_600_000) });
    expect(await publish(shop(site, "two"), later)).toMatchObject({ outcome: "published" });
  });

  test("a Traefik that dies of it", async () => {
    const site = await siteWith({ watch: false });
    await publish(shop(site, "one"), ports);
    await sleep(REST_MS);
    const deadly =
      "tcp: {routers: {r: {rule: HostSNI(`*`), service: a}}, services: {a: {weighted: {services: [{name: a}]}}}}";
    const files = { ...shopOf("one"), "conf.d/deadly.yaml": deadly };
    const outcome = await publish(
      site.request(files, { objects: [...SHOP_OBJECTS("one"), "tcp.routers.r", "tcp.services.a"] }),
      ports,
    );
    expect(outcome.outcome).toBe("rolled-back");
    expect(contentOf(site.targetDir)).not.toHaveProperty(["conf.d/deadly.yaml"]);
  });
});

test.skipIf(traefikBin === null)(
  "an API that does not answer keeps nothing from being published",
  async () => {
    const site = await siteWith({ watch: false });
    await site.traefik.stop("SIGKILL");
    expect(await publish(shop(site, "one"), ports)).toMatchObject({
      outcome: "published",
      reload: { method: "none", confirmed: false },
    });
  },
);

test.skipIf(traefikBin === null)(
  "a rollback goes live as a publication does, and is held",
  { timeout: 40_000 },
  async () => {
    const site = await siteWith({ watch: false });
    await publish(shop(site, "one", { revision: "1111111" }), ports);
    await sleep(REST_MS);
    await publish(shop(site, "two", { revision: "2222222" }), ports);
    await sleep(REST_MS);
    const { settings, reload } = site;
    const outcome = await rollback({ ...settings, reload, to: "111" }, ports);
    expect(outcome).toMatchObject({ outcome: "published", reload: { method: "signal", confirmed: true } });
    expect((await site.ask()).marker).toBe("one");
    expect(await publish(shop(site, "two", { revision: "2222222" }), ports)).toMatchObject({
      outcome: "unchanged",
      held: true,
    });
    await sleep(REST_MS);
    expect(await publish(shop(site, "three"), ports)).toMatchObject({ outcome: "published", held: false });
    expect((await site.ask()).marker).toBe("three");
  },
);
