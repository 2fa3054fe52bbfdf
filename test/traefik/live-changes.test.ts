import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_CERTIFICATE } from "../../src/traefik/preflight/default-certificate.ts";
import { readLiveObjects } from "../../src/traefik/api.ts";
import { liveChanges } from "../../src/traefik/live-changes.ts";
import { getJson } from "../../src/get-json.ts";
import { loadFiles } from "../support/load-files.ts";
import { type RunningTraefik, startTraefik, temporaryFolder, traefikBin, until } from "../support/traefik.ts";

const S = "s: {loadBalancer: {servers: [{url: 'http://a'}]}}";
const router = (rest: string) =>
  `http: {routers: {r: {rule: "Path(\`/\`)", service: s, ${rest}}}, services: {${S}}, middlewares: {m: {stripPrefix: {prefixes: [/]}}}}`;
const service = (rest: string) => `http: {services: {s: {loadBalancer: {${rest}}}}}`;
const middleware = (text: string) => `http: {middlewares: {m: ${text}}}`;

/** Two texts, and whether Traefik shows them differently. */
const PAIRS: readonly { what: string; one: string; other: string }[] = [
  {
    what: "a middleware's value",
    one: middleware("{addPrefix: {prefix: /a}}"),
    other: middleware("{addPrefix: {prefix: /b}}"),
  },
  {
    what: "a middleware's kind",
    one: middleware("{addPrefix: {prefix: /a}}"),
    other: middleware("{stripPrefix: {prefixes: [/a]}}"),
  },
  {
    what: "a duration written otherwise",
    one: middleware("{rateLimit: {average: 1, period: 60s}}"),
    other: middleware("{rateLimit: {average: 1, period: 1m}}"),
  },
  {
    what: "a default that is written out",
    one: service("servers: [{url: 'http://a'}]"),
    other: service("servers: [{url: 'http://a'}], passHostHeader: true"),
  },
  {
    what: "a default that is written otherwise",
    one: service("servers: [{url: 'http://a'}]"),
    other: service("servers: [{url: 'http://a'}], passHostHeader: false"),
  },
  {
    what: "another server",
    one: service("servers: [{url: 'http://a'}]"),
    other: service("servers: [{url: 'http://b'}]"),
  },
  {
    what: "the order of keys",
    one: middleware("{rateLimit: {average: 1, burst: 2}}"),
    other: middleware("{rateLimit: {burst: 2, average: 1}}"),
  },
  { what: "a middleware more", one: router(""), other: router("middlewares: [m]") },
  {
    what: "a middleware with its provider",
    one: router("middlewares: [m]"),
    other: router("middlewares: [m@file]"),
  },
  { what: "a priority", one: router("priority: 7"), other: router("priority: 8") },
];

describe.skipIf(traefikBin === null)("what changes for Traefik's API, by the real one", () => {
  let traefik: RunningTraefik;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let marker = 0;

  beforeAll(async () => {
    folder = await temporaryFolder();
    await mkdir(join(folder.path, "conf.d"));
    traefik = await startTraefik({ directory: join(folder.path, "conf.d") });
  });
  afterAll(async () => {
    await traefik.stop("SIGKILL");
    await folder.remove();
  });

  async function shownOf(text: string): Promise<string> {
    const name = `http.middlewares.marker-${++marker}`;
    await writeFile(join(folder.path, "conf.d", "x.yaml"), text);
    const mark = `http: {middlewares: {marker-${marker}: {stripPrefix: {prefixes: [/]}}}}`;
    await writeFile(join(folder.path, "conf.d", "marker.yaml"), `${mark}\n${DEFAULT_CERTIFICATE}\n`);
    traefik.reload();
    const read = () => readLiveObjects(getJson, traefik.api, 2_000);
    await until(name, async () => (await read()).has(name));
    const objects = [...(await read())].filter(([object]) => !object.includes("marker"));
    return JSON.stringify(objects.map(([object, { definition }]) => [object, definition]));
  }

  test.each(PAIRS)("$what", async ({ one, other }) => {
    const before = loadFiles({ "x.yaml": one }).configuration;
    const after = loadFiles({ "x.yaml": other }).configuration;
    if (before === null || after === null) throw new Error("not loaded");
    const isShownOtherwise = (await shownOf(one)) !== (await shownOf(other));
    expect(liveChanges(before, after).length > 0).toBe(isShownOtherwise);
  });
});

test("only what both define, and only what the API lists", () => {
  const before = loadFiles({
    "x.yaml": `${middleware("{addPrefix: {prefix: /a}}")}\ntls: {options: {o: {minVersion: VersionTLS12}}}`,
  });
  const after = loadFiles({
    "x.yaml": `http: {middlewares: {n: {addPrefix: {prefix: /b}}}}\ntls: {options: {o: {minVersion: VersionTLS13}}}`,
  });
  if (before.configuration === null || after.configuration === null) throw new Error("not loaded");
  expect(liveChanges(before.configuration, after.configuration)).toEqual([]);
});
