import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { judgeDynamic } from "../../src/traefik/preflight/judge-dynamic.ts";
import { judgeStatic } from "../../src/traefik/preflight/judge-static.ts";
import { temporaryFolder, traefikBin, writeFiles } from "../support/traefik.ts";

const folders: (() => Promise<void>)[] = [];
afterEach(async () => void (await Promise.all(folders.splice(0).map((remove) => remove()))));

async function dynamic(files: Record<string, string>, bin = traefikBin!, hasDefaultStore = false) {
  const folder = await temporaryFolder();
  folders.push(folder.remove);
  const directory = join(folder.path, "conf.d");
  await mkdir(directory);
  await writeFiles(directory, files);
  const staticConfiguration = { entryPoints: { web: { address: "127.0.0.1:0" } } };
  return judgeDynamic({ bin, directory, hasDefaultStore, staticConfiguration, scratch: folder.path });
}

const service = "http: {services: {s: {loadBalancer: {servers: [{url: 'http://127.0.0.1:1'}]}}}}\n";
const store = (text: string): string => `tls: {stores: {default: ${text}}}\n`;
const ring = (name: string): string => `{weighted: {services: [{name: ${name}}]}}`;

describe.skipIf(traefikBin === null)("a folder judged by the real Traefik", () => {
  it("is accepted, with no object in error", async () => {
    const router = "http: {routers: {r: {rule: Host(`a`), service: s}}}\n";
    expect(await dynamic({ "a.yaml": service, "b/c.yaml": router })).toEqual({
      accepted: true,
      objects: new Map(),
      served: new Set(["http.routers.r", "http.services.s"]),
      version: "3.7",
    });
  });

  it("is accepted with an object in error, which is named", async () => {
    const router = "http: {routers: {r: {rule: Host(`a`), service: t}}}\n";
    expect(await dynamic({ "a.yaml": service, "b.yaml": router })).toEqual({
      accepted: true,
      objects: new Map([["http.routers.r", ['the service "t@file" does not exist']]]),
      served: new Set(["http.services.s"]),
      version: "3.7",
    });
  });

  it("is asked for again where somebody else had taken the port", async () => {
    const folder = await temporaryFolder();
    folders.push(folder.remove);
    const says = `{"level":"error","error":"listen tcp 127.0.0.1:1: bind: address already in use","message":"Command error"}`;
    const bin = join(folder.path, "traefik");
    await writeFile(
      bin,
      `#!/bin/sh\nif mkdir '${folder.path}/once' 2>&-; then echo '${says}'; exit 1; fi\nexec '${traefikBin}' "$@"\n`,
    );
    await chmod(bin, 0o755);
    expect(await dynamic({ "a.yaml": service }, bin)).toMatchObject({ accepted: true });
  });

  it.each([
    ["no store", {}],
    [
      "a store of its own that is broken",
      { "b.yaml": store("{defaultCertificate: {certFile: x, keyFile: y}}") },
    ],
    [
      "one after it in order",
      { "\u{10ffff}.yaml": store("{defaultCertificate: {certFile: x, keyFile: y}}") },
    ],
    [
      "a generated certificate",
      { "b.yaml": store("{defaultGeneratedCert: {resolver: r, domain: {main: a.test}}}") },
    ],
    ["an empty store", { "b.yaml": store("{}") }],
    [
      "certificates in stores",
      {
        "b.yaml":
          "tls: {certificates: [{certFile: x, keyFile: y, stores: [default, other]}], stores: {other: {}}}\n",
      },
    ],
    ["a mistake in a store", { "b.yaml": store("{defaultCert: {}}") }],
  ])("is judged alike with a certificate of ours and without, with %s", async (_, files) => {
    const routers =
      "{r: {rule: Host(`a`), service: s, tls: {}}, o: {rule: Host(`b`), service: s, tls: {options: none}}, n: {rule: Host(`c`), service: t}}";
    const all = { "a.yaml": `http: {routers: ${routers}}\n`, "s.yaml": service, ...files };
    const [ours, without] = [await dynamic(all), await dynamic(all, traefikBin!, true)];
    const says = expect.stringContaining("defaultCert") as string;
    expect(ours).toEqual(without.accepted ? without : { ...without, says });
    expect(ours.accepted).toBe(!JSON.stringify(files).includes("defaultCert:"));
  });

  it("is refused in Traefik's own words", async () => {
    expect(await dynamic({ "a.yaml": "http: {routers: {r: {ruel: x}}}\n" })).toMatchObject({
      accepted: false,
      crashed: false,
      says: expect.stringMatching(/a\.yaml: field not found, node: ruel$/),
    });
  });

  it("is refused where it would kill the process", async () => {
    const loop = `tcp: {routers: {r: {rule: HostSNI(\`*\`), service: a}}, services: {a: ${ring("b")}, b: ${ring("a")}}}\n`;
    expect(await dynamic({ "a.yaml": loop })).toMatchObject({ accepted: false, crashed: true });
  });

  it("is refused where it would kill the loader", async () => {
    const panic = 'http: {middlewares: {m: {plugin: {p: {a: {"": 1}}}}}}\n';
    expect(await dynamic({ "a.yaml": panic })).toMatchObject({ accepted: false, crashed: true });
  });
});

describe.skipIf(traefikBin === null)("a static file judged by the real Traefik", () => {
  const ask = async (text: string) => {
    const folder = await temporaryFolder({ "traefik.yaml": text });
    folders.push(folder.remove);
    return judgeStatic(traefikBin!, join(folder.path, "traefik.yaml"));
  };

  it("is accepted", async () => {
    expect(await ask('entryPoints: {web: {address: ":0"}}\n')).toEqual({ accepted: true });
  });

  it("is refused in Traefik's own words", async () => {
    expect(await ask('entryPoints: {web: {addres: ":0"}}\n')).toEqual({
      accepted: false,
      says: "field not found, node: addres",
    });
    // an empty name has Traefik 3.7.15 panic while it looks for options of Traefik 2
    expect(await ask('certificatesResolvers: {le: {"": {acme: {}}}}\n')).toMatchObject({
      accepted: false,
      says: expect.stringMatching(/^panic: /),
    });
    expect(await ask("pilot: {}\n")).toMatchObject({
      accepted: false,
      says: expect.stringMatching(/^incompatible deprecated/),
    });
  });
});

it("says so when there is no such Traefik", async () => {
  await expect(judgeStatic("/nowhere/traefik", "/nowhere/traefik.yaml")).rejects.toThrow(/ENOENT/);
});
