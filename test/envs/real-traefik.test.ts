import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fastGlob from "fast-glob";
import { afterAll, describe, expect, it } from "vitest";
import { freePort, startTraefikWith, temporaryFolder, traefikBin, until } from "../support/traefik.ts";

const environments = (await fastGlob("envs/**/traefik.yaml")).map((file) => file.replace("/traefik.yaml", ""));
const folders: (() => Promise<void>)[] = [];
afterAll(async () => void (await Promise.all(folders.map((remove) => remove()))));

describe.skipIf(traefikBin === null)("the shipped environments in the real Traefik", () => {
  it("are there", () => {
    expect(environments.toSorted()).toEqual([
      "envs/examples/consulcatalog",
      "envs/examples/ecs",
      "envs/examples/kubernetes",
      "envs/examples/swarm",
      "envs/production",
      "envs/staging",
    ]);
  });

  it.each(environments)("%s loads; only other providers' services are missing", async (environment) => {
    const folder = await temporaryFolder();
    folders.push(folder.remove);
    await cp(environment, folder.path, { recursive: true });
    const ports = await onLoopback(folder.path);
    const traefik = await startTraefikWith(traefikBin!, [`--configFile=${folder.path}/traefik.yaml`], ports);
    try {
      await until("its objects", async () => "shop@file" in ((await traefik.rawData()).routers ?? {}));
      const raw = await traefik.rawData();
      const errors = Object.values(raw).flatMap((objects: Record<string, { error?: string[] }>) =>
        Object.values(objects).flatMap((object) => object.error ?? []),
      );
      expect(errors.filter((text) => !/service "\S+@(docker|swarm|ecs|consulcatalog)" does not exist/.test(text))).toEqual(
        [],
      );
      expect(traefik.log()).not.toContain('"error":"command traefik');
    } finally {
      await traefik.stop("SIGKILL");
    }
  });
});

/** Moves an environment's ports to free ones of 127.0.0.1 and its folder to where it is. */
async function onLoopback(folder: string): Promise<Record<string, number>> {
  const file = join(folder, "traefik.yaml");
  let text = await readFile(file, "utf8");
  const ports: Record<string, number> = {};
  for (const [name, port] of Object.entries({ web: 8000, websecure: 8443, metrics: 9100, traefik: 8080 })) {
    ports[name] = await freePort();
    text = text.replace(new RegExp(`address: "(127\\.0\\.0\\.1)?:${port}"`), `address: "127.0.0.1:${ports[name]}"`);
  }
  await writeFile(file, text.replace("/etc/traefik/conf.d", join(folder, "conf.d")));
  return ports;
}
