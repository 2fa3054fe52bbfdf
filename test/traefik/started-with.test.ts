import { expect, test } from "vitest";
import { nodePorts } from "../../src/publish/node-ports.ts";
import type { TraefikProcess } from "../../src/traefik/process.ts";
import { NO_FILE_PROVIDER, startedWith } from "../../src/traefik/started-with.ts";
import { ASSUMED_FACTS } from "../../src/traefik/static/facts.ts";
import { temporaryFolder } from "../support/start-traefik.ts";

test("a static file that has been read already is not read again, unless another one is meant", async () => {
  const text = "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: /d, watch: false}}\n";
  const folder = await temporaryFolder({ "traefik.yaml": text });
  try {
    const ports = nodePorts(process, () => undefined);
    const path = `${folder.path}/traefik.yaml`;
    const running: TraefikProcess = {
      pid: 1,
      started: "",
      upForMs: 0,
      ready: true,
      facts: null,
      lacksStaticFile: false,
      addresses: [],
      staticFile: { path, isOurs: true, namesPlace: true },
    };
    const says = { facts: { ...ASSUMED_FACTS.file, directory: "/known" }, addresses: [] };
    const known = { published: ASSUMED_FACTS.file, hadSome: true, read: null };
    const ask = async (name: string, bytes: Uint8Array) =>
      (await startedWith(ports, running, { ...known, read: { path: name, bytes, says } })).facts.directory;
    expect(await ask("traefik.yaml", Buffer.from(text))).toBe("/known");
    expect(await ask("traefik.yaml", Buffer.from(`${text}\n`))).toBe("/d");
    // the same text in another language
    expect(await ask("traefik.toml", Buffer.from(text))).toBe("/d");
    expect((await startedWith(ports, running, known)).facts.directory).toBe("/d");
  } finally {
    await folder.remove();
  }
});

test("of a Traefik that finds no static file it matters whether there was one", async () => {
  const ports = nodePorts(process, () => undefined);
  const running: TraefikProcess = {
    pid: 1,
    started: "",
    upForMs: 0,
    ready: false,
    facts: NO_FILE_PROVIDER,
    lacksStaticFile: true,
    addresses: [":80"],
    staticFile: null,
  };
  const published = { ...ASSUMED_FACTS.file, fileProvider: true };
  const known = { published, hadSome: false, read: null };
  expect((await startedWith(ports, running, known)).facts).toEqual(NO_FILE_PROVIDER);
  expect((await startedWith(ports, running, { ...known, hadSome: true })).facts).toEqual(published);
  // the gateway keeps such a pidfile, and starts Traefik on what was published
  expect((await startedWith(ports, { ...running, ready: true }, known)).facts).toEqual(published);
  const belated = { path: "/nowhere/traefik.yaml", isOurs: true, namesPlace: false };
  const since = { ...running, facts: null, lacksStaticFile: false, staticFile: belated };
  expect((await startedWith(ports, since, known)).facts).toEqual(NO_FILE_PROVIDER);
  expect((await startedWith(ports, since, { ...known, hadSome: true })).facts).toEqual(published);
});
