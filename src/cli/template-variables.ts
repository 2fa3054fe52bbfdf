import type { Terminal } from "./terminal.ts";

/** Variables that change from run to run, or belong to the shell: no template's verdict shall depend on them. */
export const PASSING = /^(?:GITSYNC_|GATEWAY_|npm_)|^(?:PWD|OLDPWD|SHLVL|_|INIT_CWD)$/;

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
