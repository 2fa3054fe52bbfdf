import { statSync } from "node:fs";
import { resolve } from "node:path";
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
