import { dirname, join, relative, resolve } from "node:path";
import { placeOf } from "../environment/checkout-of.ts";
import { findEnvironment, type Place } from "../environment/find.ts";
import { kindOf, refuseNoName } from "./named-environments.ts";
import { settingOf, type Flags } from "./settings.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The environment that a command is about: the folder that was given, else the one that `sync` would publish.
 *
 * @throws UsageError where there is none
 */
export function chosenPlace(folder: string | undefined, flags: Flags, terminal: Terminal): Place {
  return folder === undefined ? configured(flags, terminal) : given(folder, flags, terminal);
}

/**
 * Where the folder of an environment was that is not there any more, such as one that a commit deletes.
 *
 * @returns null where there is a folder, or no path was given
 */
export function gonePlace(folder: string | undefined, flags: Flags, terminal: Terminal): Place | null {
  const { env, at } = terminal;
  const worktree = at(settingOf("worktree", flags, env) ?? ".");
  const found = folder === undefined ? findEnvironment(worktree, settingOf("configPath", flags, env)) : null;
  const isMissing = found?.kind === "rejected" && found.diagnostic.rule === "environment-missing";
  const path = isMissing ? found.path : (folder ?? "");
  const gone = isMissing ? resolve(worktree, path) : at(path);
  if (path === "" || kindOf(gone) === "folder") return null;
  const above = standingAbove(dirname(gone));
  const place = placeOf(above, path, worktree);
  return { ...place, root: join(place.root, relative(above, gone)) };
}

/** The nearest folder that is there: the one given, else one above it. */
export function standingAbove(folder: string): string {
  let above = folder;
  while (kindOf(above) !== "folder") above = dirname(above);
  return above;
}

function configured(flags: Flags, { env, at }: Terminal): Place {
  const worktree = at(settingOf("worktree", flags, env) ?? ".");
  const found = findEnvironment(worktree, settingOf("configPath", flags, env));
  if (found.kind === "found") return found.place;
  throw new UsageError(found.kind === "usage" ? found.message : found.diagnostic.message);
}

function given(folder: string, flags: Flags, { env, at }: Terminal): Place {
  refuseNoName(folder);
  const named = at(folder);
  if (kindOf(named) !== "folder") throw new UsageError(`there is no folder ${folder}`);
  return placeOf(named, folder, at(settingOf("worktree", flags, env) ?? "."));
}
