import { noneOf } from "./none-of.ts";
import { FORMATS, type Format } from "./report/format.ts";
import type { Flags } from "./settings.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** The format of a report: as given, else annotations in a GitHub workflow, else text. */
export function formatOf(flag: Flags[string], env: Terminal["env"]): Format {
  if (flag === undefined) return env["GITHUB_ACTIONS"] === "true" ? "github" : "text";
  return choose("--format", typeof flag === "string" ? flag : "", FORMATS);
}

/** The member of a closed set that a flag names. */
export function choose<const T extends string>(flag: string, given: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === given.toLowerCase());
  if (found !== undefined) return found;
  throw new UsageError(`${flag}: ${noneOf(given, allowed)}`);
}
