import { createHash } from "node:crypto";
import type { JudgeOptions } from "../validate.ts";
import type { Terminal } from "./terminal.ts";
import { BUILD } from "./version.ts";

/** Variables that change from run to run, or belong to the shell: no template's verdict shall depend on them. */
const PASSING = /^(?:GITSYNC_|GATEWAY_|npm_)|^(?:PWD|OLDPWD|SHLVL|_|INIT_CWD)$/;

/**
 * The variables that templates may read: the hook's own, since in the gateway's image Traefik has the same.
 * One that is not here is unknown; empty where Traefik is known to have no others.
 */
export function templateVariables(env: Terminal["env"]): Record<string, string> {
  const entries = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !PASSING.test(entry[0]),
  );
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Names all that a verdict depends on but the files: variables by their digest alone, for they may be secrets. */
export function judgeName(options: JudgeOptions): string {
  const { traefikVersion, targetDir, failOn, variables, allVariables = false } = options;
  const digest = createHash("sha256").update(JSON.stringify(variables)).digest("hex");
  return [BUILD, traefikVersion, failOn, digest, allVariables ? "all" : "some", targetDir].join(" ");
}
