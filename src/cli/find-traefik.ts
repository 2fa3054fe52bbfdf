import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { minorVersion, type TraefikVersion } from "../traefik/versions.ts";
import { replaceFile } from "./replace-file.ts";
import { settingOf, type Flags } from "./settings.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** The real Traefik for the preflight, and whether it has to be asked. */
export interface FoundTraefik {
  readonly bin: string;
  readonly required: boolean;
}

/**
 * The Traefik that `GATEWAY_TRAEFIK_BIN` names, else one on PATH; null where none is there or none is wanted. One that is
 * named is wanted, and told of when it is asked and is not there.
 *
 * @throws UsageError where one has to be asked and none is there
 */
export function findTraefik(flags: Flags, { env, at }: Terminal): FoundTraefik | null {
  const when = settingOf("preflight", flags, env) ?? "auto";
  if (when === "never") return null;
  const named = settingOf("traefikBin", flags, env);
  const given = named ?? "traefik";
  const candidates = given.includes("/")
    ? [at(given)]
    : (env["PATH"] ?? "")
        .split(delimiter)
        .filter(Boolean)
        .map((folder) => join(folder, given));
  const bin = candidates.find(isExecutable);
  if (bin !== undefined) return { bin, required: when === "always" };
  if (when === "always") {
    throw new UsageError(`--preflight always: there is no Traefik at ${given}; set GATEWAY_TRAEFIK_BIN`);
  }
  return named === undefined ? null : { bin: named.includes("/") ? at(named) : named, required: false };
}

/** Beside the publication that it judged: starting a Traefik only to ask its version costs as much as the hook itself. */
const MEMORY = "traefik-version.json";

/** The version of a Traefik, from memory where this very build was asked before; null where it is none that is known. */
export async function recallVersion(traefik: FoundTraefik, stateDir: string): Promise<TraefikVersion | null> {
  try {
    const known: unknown = JSON.parse(readFileSync(join(stateDir, MEMORY), "utf8"));
    if (isMemory(known) && known.identity === identityOf(traefik)) return minorVersion(known.version);
  } catch {
    // not asked before
  }
  return versionOf(traefik);
}

/** Keeps the answer; that it cannot be kept costs the next run a little time. */
export function rememberVersion(traefik: FoundTraefik, version: TraefikVersion, stateDir: string): void {
  try {
    replaceFile(
      join(stateDir, MEMORY),
      JSON.stringify({ identity: identityOf(traefik), version }),
      "version",
    );
  } catch {
    // a memory only
  }
}

function isMemory(value: unknown): value is { identity: string; version: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    "identity" in value &&
    "version" in value &&
    typeof value.version === "string"
  );
}

async function versionOf({ bin }: FoundTraefik): Promise<TraefikVersion | null> {
  const { execFile } = await import("node:child_process");
  const output = await new Promise<string>((done) => {
    execFile(bin, ["version"], { timeout: 5_000, env: {} }, (_, stdout) => done(stdout));
  });
  const version = /^Version:\s+v?(3\.\d+)/m.exec(output)?.[1];
  return version === undefined ? null : minorVersion(version);
}

/** Tells one build of a Traefik from another without starting it, and from none. */
export function identityOf({ bin }: FoundTraefik): string {
  try {
    const { size, mtimeMs, ino } = statSync(bin);
    return [bin, size, mtimeMs, ino].join(" ");
  } catch {
    return bin;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
