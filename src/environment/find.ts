import { readdirSync, realpathSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { diagnose, type Diagnostic } from "../diagnostic.ts";
import { errorCode } from "../error-code.ts";
import { isContentOf } from "./confine.ts";
import { compareBytes } from "./byte-order.ts";
import { FILE_START } from "./file-start.ts";

/** Where an environment lies, with every symbolic link on the way resolved. */
export interface Place {
  /** the environment as people name it: `envs/staging` */
  readonly path: string;
  /** real path of the environment's folder */
  readonly root: string;
  /** real path of the checkout that nothing may lead out of */
  readonly checkout: string;
}

export type Found =
  | { readonly kind: "found"; readonly place: Place }
  /** the call is wrong: no commit can mend it */
  | { readonly kind: "usage"; readonly message: string }
  /** the commit is wrong: another one can mend it */
  | { readonly kind: "rejected"; readonly path: string; readonly diagnostic: Diagnostic };

/**
 * Finds the environment in a checkout. Outer slashes of the path are ignored; it may not lead out of the checkout,
 * neither by `..` nor through a symbolic link, nor into git's own folder. `.` is the root of the checkout.
 *
 * @param worktree root of the checkout
 * @param configPath the environment, relative to it
 */
export function findEnvironment(worktree: string, configPath: string | undefined): Found {
  const path = trimSlashes(configPath ?? "");
  if (path === "")
    return usage(
      configPath ? ROOT_MEANT : "GATEWAY_CONFIG_PATH is not set: which environment of the checkout?",
    );
  const inside = posix.normalize(path);
  const segments = inside.split("/");
  if (segments[0] === "..") return usage(`GATEWAY_CONFIG_PATH leads out of the checkout: ${path}`);
  if (segments.includes(".git")) return usage(`GATEWAY_CONFIG_PATH leads into git's own folder: ${path}`);

  let checkout;
  try {
    checkout = realpathSync.native(worktree);
    if (!statSync(checkout).isDirectory()) return usage(`the checkout is not a folder: ${worktree}`);
  } catch (error) {
    return usage(`the checkout cannot be read: ${worktree} (${errorCode(error)})`);
  }
  return locate(checkout, trimSlashes(inside));
}

/** Outer slashes are ignored: of these alone nothing is left. */
const ROOT_MEANT =
  "GATEWAY_CONFIG_PATH is set to slashes alone, which name no environment; the root of the checkout is .";

function locate(checkout: string, path: string): Found {
  let root;
  try {
    root = realpathSync.native(join(checkout, path));
    if (!isContentOf(checkout, root)) {
      return reject(path, "symlink-outside", `${path} leads out of the checkout through a symbolic link`);
    }
    if (!statSync(root).isDirectory()) return reject(path, "environment-missing", `${path} is not a folder`);
  } catch (error) {
    const code = errorCode(error);
    return code === "ENOENT" || code === "ENOTDIR"
      ? reject(path, "environment-missing", `the checkout has no folder ${path}`, neighbours(checkout, path))
      : reject(path, "file-unreadable", `${path} cannot be read (${code})`);
  }
  return { kind: "found", place: { path, root, checkout } };
}

/** The folders beside the missing one: most often its name was misspelt or has changed. */
function neighbours(checkout: string, path: string): string | null {
  const parent = posix.dirname(path);
  try {
    const folder = realpathSync.native(join(checkout, parent));
    if (!isContentOf(checkout, folder)) return null;
    const names = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== ".git")
      .map((entry) => posix.join(parent, entry.name))
      .toSorted(compareBytes)
      .slice(0, 10);
    return names.length === 0 ? null : `there is ${names.join(", ")}`;
  } catch {
    return null;
  }
}

function usage(message: string): Found {
  return { kind: "usage", message };
}

function reject(
  path: string,
  rule: "symlink-outside" | "environment-missing" | "file-unreadable",
  message: string,
  hint: string | null = null,
): Found {
  return {
    kind: "rejected",
    path,
    diagnostic: diagnose(rule, { file: ".", range: FILE_START, message, hint }),
  };
}

function trimSlashes(path: string): string {
  let start = 0;
  let end = path.length;
  while (start < end && path[start] === "/") start++;
  while (end > start && path[end - 1] === "/") end--;
  return path.slice(start, end);
}
