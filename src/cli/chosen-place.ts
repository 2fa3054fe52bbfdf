import { statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { placeOf } from "../environment/checkout-of.ts";
import { findEnvironment, type Place } from "../environment/find.ts";
import { refuseNoName } from "./named-environments.ts";
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
 * @returns null where there is something, or no path was given
 */
export function gonePlace(folder: string | undefined, flags: Flags, terminal: Terminal): Place | null {
  const { env, cwd } = terminal;
  const worktree = resolve(cwd, settingOf("worktree", flags, env) ?? ".");
  const found = folder === undefined ? findEnvironment(worktree, settingOf("configPath", flags, env)) : null;
  const isMissing = found?.kind === "rejected" && found.diagnostic.rule === "environment-missing";
  const [base, path] = isMissing ? [worktree, found.path] : [cwd, folder ?? ""];
  const at = resolve(base, path);
  if (path === "" || statSync(at, { throwIfNoEntry: false }) !== undefined) return null;
  let above = dirname(at);
  while (statSync(above, { throwIfNoEntry: false })?.isDirectory() !== true) above = dirname(above);
  const place = placeOf(above, path, worktree);
  return { ...place, root: join(place.root, relative(above, at)) };
}

function configured(flags: Flags, { env, cwd }: Terminal): Place {
  const worktree = resolve(cwd, settingOf("worktree", flags, env) ?? ".");
  const found = findEnvironment(worktree, settingOf("configPath", flags, env));
  if (found.kind === "found") return found.place;
  throw new UsageError(found.kind === "usage" ? found.message : found.diagnostic.message);
}

function given(folder: string, flags: Flags, { env, cwd }: Terminal): Place {
  refuseNoName(folder);
  const at = resolve(cwd, folder);
  if (!statSync(at, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`there is no folder ${folder}`);
  return placeOf(at, folder, resolve(cwd, settingOf("worktree", flags, env) ?? "."));
}
