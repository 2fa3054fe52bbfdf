import { unlinkSync } from "node:fs";
import type { Tree } from "../environment/tree.ts";
import { ROUTE_TESTS } from "../environment/unpublished.ts";
import { isLink, stateAt } from "../unchanged/look.ts";
import type { SyncResult } from "../sync.ts";
import { MEMORY, recognise, type Places } from "../unchanged/memory.ts";
import { memoryOf } from "../unchanged/remember.ts";
import { findTraefik, identityOf } from "./find-traefik.ts";
import { logFormatOf, logOf } from "./log-of.ts";
import { publishSettings } from "./publish-settings.ts";
import { replaceFile } from "./replace-file.ts";
import { settingOf } from "./settings.ts";
import { logOutcome } from "./sync-log.ts";
import { quickHash } from "./quick-hash.ts";
import type { Terminal } from "./terminal.ts";
import { unknownVariables } from "./unknown-variables.ts";
import { PASSING } from "./template-variables.ts";
import { BUILD } from "./version.ts";

/**
 * Ends a run with nothing to do before most of the code is loaded: one without arguments, as git-sync calls it, with
 * a log in JSON and nobody who reads a report.
 *
 * @param started milliseconds since 1970
 * @returns whether that was all
 */
export function endUnchanged(places: Places, terminal: Terminal, started: number): boolean {
  const unchanged = recognise(places);
  if (unchanged === null) return false;
  const nothing = { write: [], delete: [], unchanged };
  const outcome = {
    outcome: "unchanged",
    plan: nothing,
    isDone: false,
    reload: null,
    live: [],
    drift: [],
  } as const;
  const rest = { restartRequired: false, recovered: false, held: false, message: "nothing to do" };
  const result: SyncResult = {
    path: places.configPath,
    revision: settingOf("revision", {}, terminal.env) ?? null,
    verdict: "accepted",
    outcome: { ...outcome, ...rest },
    diagnostics: [],
    reading: null,
    remembered: true,
  };
  logOutcome(result, (Date.now() - started) / 1000, logOf({}, terminal));
  return true;
}

/**
 * Remembers what makes that possible; that it cannot be kept costs the next run a little time.
 *
 * @param places as they were before anything was read: what changes on the way must not be taken for what was judged
 */
export function rememberUnchanged(places: Places, tree: Tree, started: number): void {
  const text = memoryOf(places, tree, started, () => Date.now());
  if (text === null) return;
  const path = `${places.stateDir}/${MEMORY}`;
  try {
    // ext4 writes out at once what is renamed over another file
    unlinkSync(path);
  } catch {
    // it is the first
  }
  try {
    replaceFile(path, text, "unchanged");
  } catch {
    // a memory only
  }
}

/**
 * What a run that is called in that way has to look at.
 *
 * @returns null when the run is of another kind, or its call is wrong: the long way tells
 */
export function placesOf(terminal: Terminal): Places | null {
  const { env, at } = terminal;
  try {
    const configPath = settingOf("configPath", {}, env)?.replace(/^\/+|\/+$/g, "");
    const isWatched = settingOf("metricsFile", {}, env) !== undefined || terminal.out.isTerminal;
    // git would have to be asked for the revision
    if (configPath === undefined || settingOf("revision", {}, env) === undefined || isWatched) return null;
    if (/(^|\/)(\.\.?|\.git)?(\/|$)/.test(configPath) || logFormatOf({}, terminal) !== "json") return null;
    if (unknownVariables(env).length > 0) return null;
    const worktree = at(settingOf("worktree", {}, env) ?? ".");
    const isTested = settingOf("routeTests", {}, env) === "require";
    const testFile = `${worktree}/${configPath}/${ROUTE_TESTS}`;
    // what it leads to may change without it
    if (isTested && isLink(testFile)) return null;
    const tests = isTested ? stateAt(testFile) : "";
    const traefik = findTraefik({}, terminal);
    const publish = publishSettings({}, terminal);
    return {
      key: [
        BUILD,
        traefik === null ? "" : identityOf(traefik),
        JSON.stringify(publish),
        keyOf(env),
        tests,
      ].join(" "),
      worktree,
      configPath,
      targetDir: publish.targetDir,
      stateDir: publish.stateDir,
    };
  } catch {
    return null;
  }
}

/** All variables that decide anything: those that templates read, and the settings. */
function keyOf(env: Terminal["env"]): string {
  const entries = Object.entries(env).filter(
    ([name]) => name.startsWith("GATEWAY_") || name === "GITSYNC_HASH" || !PASSING.test(name),
  );
  return quickHash(JSON.stringify(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))));
}
