import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { GivenSettings } from "../publish/already-published.ts";
import { parsePidfile } from "../traefik/pidfile.ts";
import { settingOf, type Flags, type SettingName } from "./settings.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** The settings that `publishSettings` reads. */
export const PUBLISH_SETTINGS = [
  "target",
  "stateDir",
  "reload",
  "traefikPidfile",
  "traefikApi",
  "allowEmpty",
  "owner",
  "historySize",
] as const satisfies readonly SettingName[];

/** @throws UsageError for a value that a setting cannot take */
export function publishSettings(flags: Flags, { env, at }: Terminal): GivenSettings {
  const setting = <N extends SettingName>(name: N) => settingOf(name, flags, env);
  const targetDir = targetOf(flags, { env, at });
  const stateDir = setting("stateDir");
  const pidfile = at(setting("traefikPidfile") ?? "/run/gateway/traefik.pid");
  const whole = stateDir === undefined ? join(targetDir, ".gateway") : at(stateDir);
  if (whole === targetDir) {
    throw new UsageError(
      `GATEWAY_STATE_DIR is the target itself, ${targetDir}: it needs a folder of its own`,
    );
  }
  return {
    targetDir,
    stateDir: whole,
    reload: {
      choice: setting("reload") ?? "auto",
      pidfile,
      apiUrl: setting("traefikApi") ?? apiOf(pidfile),
    },
    owner: setting("owner") ?? null,
    allowEmpty: setting("allowEmpty") ?? false,
    historySize: setting("historySize") ?? 10,
  };
}

/** The API that whoever runs Traefik tells of; null where nothing is told. */
function apiOf(pidfile: string): string | null {
  try {
    // a FIFO would be waited for
    if (statSync(pidfile, { throwIfNoEntry: false })?.isFile() !== true) return null;
    return parsePidfile(readFileSync(pidfile, "latin1"))?.api ?? null;
  } catch {
    return null;
  }
}

/** Absolute path of the folder that Traefik reads. */
export function targetOf(flags: Flags, { env, at }: Pick<Terminal, "env" | "at">): string {
  return at(settingOf("target", flags, env) ?? "/etc/traefik");
}
