import { expect, test } from "vitest";
import { nodePorts } from "../../src/publish/node-ports.ts";
import type { TraefikProcess } from "../../src/traefik/process.ts";
import { startedWith } from "../../src/traefik/started-with.ts";
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
      addresses: [],
      staticFile: { path, isOurs: true, namesPlace: true },
    };
    const says = { facts: { ...ASSUMED_FACTS.file, directory: "/known" }, addresses: [] };
    const ask = async (name: string, bytes: Uint8Array) =>
      (await startedWith(ports, running, ASSUMED_FACTS.file, { path: name, bytes, says })).facts.directory;
    expect(await ask("traefik.yaml", Buffer.from(text))).toBe("/known");
    expect(await ask("traefik.yaml", Buffer.from(`${text}\n`))).toBe("/d");
    // the same text in another language
    expect(await ask("traefik.toml", Buffer.from(text))).toBe("/d");
    expect((await startedWith(ports, running, ASSUMED_FACTS.file)).facts.directory).toBe("/d");
  } finally {
    await folder.remove();
  }
});
