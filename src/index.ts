import { opendirSync } from "node:fs";
import { resolve } from "node:path";
import { RE2JS } from "re2js";
import { placeOf } from "./environment/checkout-of.ts";
import { readTree } from "./environment/read.ts";
import type { EnvironmentReport } from "./report.ts";
import { useRegex } from "./traefik/load/template/functions/regex.ts";
import { minorVersion, NEWEST, VERSIONS, type TraefikVersion } from "./traefik/versions.ts";
import { judge } from "./validate.ts";

export type { Diagnostic, Effect, Severity } from "./diagnostic.ts";
export {
  summarize,
  type EnvironmentReport,
  type Summary,
  type ValidateReport,
  type Verdict,
} from "./report.ts";
export { RULES, type RuleId } from "./rules.ts";
export { VERSIONS, type TraefikVersion } from "./traefik/versions.ts";

/** How to judge; everything may be left out. */
export interface ValidateOptions {
  /** whose rules to judge by, as `3.5`, `v3.5` or `3.5.1`: one of `VERSIONS`; the newest known */
  readonly traefikVersion?: string;
  /** from which severity an environment is rejected; `error` */
  readonly failOn?: "error" | "warning";
  /** the folder that the environment becomes, as its configuration names it; `/etc/traefik` */
  readonly targetDir?: string;
  /** variables that templates read; one that is not here is unknown, not empty */
  readonly variables?: Readonly<Record<string, string>>;
  /** the variables are all that Traefik has: one that is not here is empty; false */
  readonly allVariables?: boolean;
}

/**
 * Judges an environment, a folder with `traefik.yaml` and `conf.d/`, as Traefik would. Reads every file once, writes
 * nothing.
 *
 * ```ts
 * const { verdict, diagnostics } = validate("envs/staging");
 * ```
 *
 * @param folder relative to the current directory, or absolute. Symbolic links in it may not lead out of its checkout:
 *   the nearest folder above that holds a `.git`, else the folder itself
 * @returns the verdict, and every finding sorted by place; bad configuration is a verdict, never an exception
 * @throws the error of the file system when the folder itself cannot be read (`ENOENT`, `ENOTDIR`, `EACCES` …); a
 *   RangeError for an option that is none of what it can be
 */
export function validate(folder: string, options: ValidateOptions = {}): EnvironmentReport {
  const { failOn = "error", targetDir = "/etc/traefik", variables = {}, allVariables = false } = options;
  const traefikVersion = knownVersion(options.traefikVersion ?? NEWEST);
  if (!["error", "warning"].includes(failOn))
    throw new RangeError(`failOn: ${JSON.stringify(failOn)} is none of "error", "warning"`);
  useRegex(RE2JS);
  const at = resolve(folder);
  opendirSync(at).closeSync();
  const reading = readTree(placeOf(at, folder, at));
  const { verdict, files, diagnostics } = judge(reading, {
    traefikVersion,
    failOn,
    targetDir,
    variables,
    allVariables,
  });
  return { path: folder, verdict, traefikVersion, files, diagnostics };
}

function knownVersion(version: string): TraefikVersion {
  const known = minorVersion(version);
  if (known === null)
    throw new RangeError(`traefikVersion: ${JSON.stringify(version)} is none of ${VERSIONS.join(", ")}`);
  return known;
}
