import { rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { flagsOf } from "../traefik/command-line.ts";
import { type PidfileNote, pidfileText } from "../traefik/pidfile.ts";
import { type Child, startChild } from "./child.ts";
import type { Environment, Settings } from "./settings.ts";

const STATIC_FILES = ["traefik.toml", "traefik.yaml", "traefik.yml"];

/**
 * Starts the Traefik that serves: with the user's arguments, or on the target's static file where there are none.
 *
 * @param env the gateway's environment; the settings of git-sync are none of Traefik's business
 */
export function startTraefik(settings: Settings, env: Environment, staticFile: string | null): Child {
  const args =
    settings.traefikArgs.length > 0 || staticFile === null
      ? settings.traefikArgs
      : [`--configFile=${staticFile}`];
  const own = Object.entries(env).filter(([name]) => !/^(GITSYNC_|ENABLE_GITSYNC$)/.test(name));
  return startChild("traefik", settings.traefikBin, args, Object.fromEntries(own));
}

/** The static file that Traefik is started on: the one that its arguments name, else the one that is published. */
export async function staticFileOf(
  { traefikArgs, targetDir }: Pick<Settings, "traefikArgs" | "targetDir">,
  exists: (file: string) => Promise<boolean>,
): Promise<string | null> {
  const named = flagsOf(traefikArgs).get("configfile");
  return named ? resolve(named) : publishedStaticFile(targetDir, exists);
}

/** The static file that is published, in Traefik's order of looking for one; null where there is none. */
export async function publishedStaticFile(
  targetDir: string,
  exists: (file: string) => Promise<boolean>,
): Promise<string | null> {
  for (const name of STATIC_FILES) {
    const file = join(targetDir, name);
    if (await exists(file)) return file;
  }
  return null;
}

/** Says whom the hook may signal and where it may ask; null: nobody. Replaced as a whole: no reader meets half a text. */
export async function writePidfile(pidfile: string, note: PidfileNote | null): Promise<void> {
  if (note === null) return rm(pidfile, { force: true });
  const fresh = `${pidfile}.${note.pid}`;
  await writeFile(fresh, pidfileText(note));
  await rename(fresh, pidfile);
}
