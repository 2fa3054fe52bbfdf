import { readlink } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import type { Environment } from "./settings.ts";

/** What git-sync has checked out. */
export interface Checkout {
  readonly revision: string;
  /** where the hook runs for it */
  readonly worktree: string;
}

/**
 * Reads git-sync's link, which it replaces before it runs its hook: its target is a work tree that is named after the
 * commit.
 *
 * @param env git-sync's
 * @returns null where there is none yet
 */
export async function readCheckout(env: Environment): Promise<Checkout | null> {
  const name = env["GITSYNC_LINK"] || basename((env["GITSYNC_REPO"] ?? "").replace(/\/+$/, ""));
  const link = resolve(env["GITSYNC_ROOT"] ?? "/git", name);
  const target = await readlink(link).catch(() => null);
  return target === null ? null : { revision: basename(target), worktree: resolve(dirname(link), target) };
}
