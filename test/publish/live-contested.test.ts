import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { namesIn } from "../../src/names-in.ts";
import { publish } from "../../src/publish/publish.ts";
import { rollback } from "../../src/publish/rollback.ts";
import type { PublishOutcome, PublishRequest } from "../../src/publish/types.ts";
import { traefikBin } from "../support/traefik.ts";
import { type LiveSite, REST_MS, startLiveSite } from "./support/live.ts";
import { type Files, realPorts, writeInto } from "./support/target.ts";

const ports = realPorts();
const open: LiveSite[] = [];
afterEach(async () => {
  for (const site of open.splice(0)) await site.end();
});

const names = namesIn({ traefikVersion: "3.7", targetDir: "/", failOn: "error", variables: {} });

/** A Traefik that has these files of strangers in conf.d from its start. */
async function siteBeside(first: Files): Promise<LiveSite> {
  const site = await startLiveSite({ bin: traefikBin ?? "", watch: false, first });
  open.push(site);
  return site;
}

/** Answers everything, with a marker that tells whose it is. */
const shop = (marker: string) =>
  `http: {routers: {shop: {rule: "PathPrefix(\`/\`)", middlewares: [m-${marker}], service: noop@internal}}, middlewares: {m-${marker}: {headers: {customResponseHeaders: {x-marker: ${marker}}}}}}`;
const other = "http: {middlewares: {other: {stripPrefix: {prefixes: [/]}}}}";
const SHOP = ["http.routers.shop", "http.middlewares.m-ours"];
const OTHER = "http.middlewares.other";

async function push(
  site: LiveSite,
  files: Files,
  objects: readonly string[],
  more: Partial<PublishRequest> = {},
): Promise<PublishOutcome> {
  const reload = { ...site.reload, namesIn: names };
  const outcome = await publish(site.request(files, { objects, reload, allowEmpty: true, ...more }), ports);
  await sleep(REST_MS);
  return outcome;
}

const SERVED = "published";
const DROPPED = "published; Traefik takes these from files that are not the publisher's: http.routers.shop";

describe.skipIf(traefikBin === null)("a stranger's file defines a name of the environment", () => {
  test.each([
    { theirs: "conf.d/0.yaml", ours: "conf.d/b.yaml", marker: "theirs" },
    { theirs: "conf.d/b/z.yaml", ours: "conf.d/b.yaml", marker: "theirs" },
    { theirs: "conf.d/b.yaml", ours: "conf.d/b/z.yaml", marker: "ours" },
    { theirs: "conf.d/c.yaml", ours: "conf.d/b.yaml", marker: "ours" },
  ])("$theirs beside $ours: $marker is taken, and told so", async ({ theirs, ours, marker }) => {
    const site = await siteBeside({ [theirs]: shop("theirs") });
    const isOurs = marker === "ours";
    // Traefik shows the middleware of ours, whoever's the router is
    expect(await push(site, { [ours]: shop("ours") }, SHOP)).toMatchObject({
      outcome: "published",
      message: isOurs ? SERVED : DROPPED,
      reload: { confirmed: true },
    });
    expect((await site.ask()).marker).toBe(marker);
    // a change of the router alone can be told from its definition only where it is taken
    const changed = shop("ours").replace("PathPrefix", "!Path(`/x`) && PathPrefix");
    const changedObjects = () => ["http.routers.shop"];
    expect(await push(site, { [ours]: changed }, SHOP, { changedObjects })).toMatchObject({
      outcome: "published",
      reload: { confirmed: isOurs ? true : null },
    });
    expect(await push(site, { "conf.d/d.yaml": other }, [OTHER])).toMatchObject({
      outcome: "published",
      message: SERVED,
      reload: { confirmed: true },
    });
    expect((await site.ask()).marker).toBe("theirs");
  });

  test("a name that goes for good is no evidence where a stranger has it, or may have it", async () => {
    const site = await siteBeside({ "conf.d/0.yaml": shop("theirs"), "conf.d/~.yaml": other });
    const both = { "conf.d/b.yaml": shop("theirs"), "conf.d/c.yaml": other };
    const objects = ["http.routers.shop", "http.middlewares.m-theirs"];
    await push(site, both, [...objects, OTHER]);
    expect(await push(site, { "conf.d/c.yaml": other }, [OTHER])).toMatchObject({
      outcome: "published",
      reload: { confirmed: null },
    });
    await push(site, both, [...objects, OTHER]);
    const { settings, reload } = site;
    expect(
      await rollback(
        { ...settings, allowEmpty: true, reload: { ...reload, namesIn: names }, to: null },
        ports,
      ),
    ).toMatchObject({ outcome: "published", reload: { confirmed: null } });
    await sleep(REST_MS);
    const mine = { ...both, "conf.d/mine.yaml": shop("ours").replace("shop:", "mine:") };
    await push(site, mine, [...objects, OTHER, "http.routers.mine", "http.middlewares.m-ours"]);
    await rm(join(site.targetDir, "conf.d/0.yaml"));
    await writeInto(site.targetDir, { "conf.d/0.yaml": `# ${"x".repeat(2_000_000)}\n${shop("theirs")}` });
    const outcome = await push(site, { "conf.d/c.yaml": other }, [OTHER]);
    expect(outcome).toMatchObject({ outcome: "published", reload: { confirmed: null } });
  });

  test("one that came just before is told, and what is wrong with it is not the publication's", async () => {
    const site = await siteBeside({});
    await push(site, { "conf.d/c.yaml": other }, [OTHER]);
    const wrong =
      "http: {routers: {shop: {rule: Path(`/`), entryPoints: [nowhere], service: noop@internal}}}";
    await writeInto(site.targetDir, { "conf.d/0.yaml": wrong });
    const files = { "conf.d/b.yaml": shop("ours"), "conf.d/c.yaml": other };
    const outcome = await push(site, files, [...SHOP, OTHER]);
    expect(outcome).toMatchObject({
      outcome: "published",
      message: DROPPED,
      live: [{ object: "http.routers.shop@file" }],
    });
  });
});
