import { posix } from "node:path";
import { diagnose, type Diagnostic } from "../diagnostic.ts";
import type { RuleId } from "../rules.ts";
import { isLoadable, type Place } from "../traefik/load/discover.ts";
import type { Document, Range } from "../traefik/load/document.ts";
import { entriesAt } from "../traefik/static/entries-at.ts";
import { FILE_START } from "./file-start.ts";
import type { Tree, TreeFile } from "./tree.ts";

/** What the static configuration says about the file provider; null where it is unknown. */
export interface FileProvider {
  /** false: the static configuration is known and has no `providers.file` */
  readonly fileProvider: boolean | null;
  readonly directory: string | null;
  readonly filename: string | null;
}

/** Where the dynamic configuration of an environment lies. */
export interface Layout {
  readonly place: Place;
  readonly diagnostics: readonly Diagnostic[];
}

/** Where Traefik's image and documentation have its configuration. */
export const CUSTOMARY_TARGET = "/etc/traefik";
export const CUSTOMARY_FOLDER = "conf.d";

/** The static file of an environment: Traefik takes the first of these that exists. */
const STATIC_NAMES = ["traefik.toml", "traefik.yaml", "traefik.yml"];

/** Whether a path of an environment is that of a static configuration. */
export function isStaticName(path: string): boolean {
  return STATIC_NAMES.includes(path);
}

/** Files at the root of an environment that Traefik would take for its static configuration, the one it takes first. */
export function staticFiles(tree: Tree): TreeFile[] {
  return STATIC_NAMES.flatMap((name) => tree.files.find(({ path }) => path === name) ?? []);
}

/**
 * Finds what the file provider reads, once the environment lies in the target.
 *
 * @param provider from the static configuration; its paths are Traefik's, which may see the target elsewhere
 * @param targetDir absolute path of the target as the hook sees it
 * @param statics the static file that says so; null without one
 */
export function layOut(
  tree: Tree,
  provider: FileProvider,
  targetDir: string,
  statics: Document | null,
): Layout {
  const usual = { directory: customaryPlace(tree, statics) };
  const blame: Blame = (rule, message, hint) => [diagnose(rule, { ...whereSaid(statics), message, hint })];
  // the directory alone counts where both are given
  const given = provider.directory || provider.filename;
  if (!given) {
    const isLost = provider.fileProvider === false && holdsAny(tree, usual);
    const lost = `Traefik reads none of the files in ${usual.directory}: there is no providers.file`;
    const hint = `write providers: {file: {directory: ${targetDir}/${usual.directory}}}`;
    if (isLost) return { place: usual, diagnostics: blame("file-provider-missing", lost, hint) };
    // without a static file here, Traefik's may be anywhere, and reads this
    const isNothing = provider.fileProvider === null && statics === null && !holdsAny(tree, usual);
    return { place: usual, diagnostics: isNothing ? nothingIn(tree, usual, blame) : [] };
  }
  const path = insideTarget(tree, given, targetDir) ?? byTail(tree, given);
  if (path === null) {
    const message = `the file provider reads ${given}, which is not in the environment`;
    const hint = `the environment becomes ${targetDir}; ${usual.directory || "all of it"} is judged in its place`;
    return { place: usual, diagnostics: blame("file-provider-elsewhere", message, hint) };
  }
  const place = provider.directory ? { directory: path } : { filename: path };
  // with another ending the provider does not start, which is told by itself
  const isTold = "filename" in place && !isLoadable(place.filename);
  if (isTold || holdsAny(tree, place)) return { place, diagnostics: [] };
  if (!holdsAny(tree, usual)) return { place, diagnostics: nothingIn(tree, place, blame) };
  const message = `the file provider reads ${given}, where the environment has nothing: no route is loaded`;
  const hint = `the environment has dynamic configuration in ${usual.directory || "its root"}`;
  return { place, diagnostics: blame("file-provider-empty", message, hint) };
}

type Blame = (rule: RuleId, message: string, hint: string) => Diagnostic[];

/** That of an environment without any file at all is told otherwise. */
function nothingIn(tree: Tree, place: Place, blame: Blame): Diagnostic[] {
  if (tree.files.length === 0) return [];
  const [where, hint] =
    "filename" in place
      ? [`${place.filename} is not there`, `add ${place.filename}`]
      : [
          `no file in ${place.directory || "the environment"} is read`,
          "Traefik reads files that end in .yaml, .yml or .toml",
        ];
  return blame(
    "empty-configuration",
    `${where}, so the dynamic configuration defines nothing: every route disappears`,
    hint,
  );
}

/** Whether the file provider would find anything there. */
function holdsAny(tree: Tree, place: Place): boolean {
  if ("filename" in place) return tree.files.some(({ path }) => path === place.filename);
  const prefix = place.directory === "" ? "" : `${place.directory}/`;
  return tree.files.some(({ path }) => path.startsWith(prefix) && isLoadable(path));
}

/** Where the static configuration names what the file provider reads. */
function whereSaid(statics: Document | null): { readonly file: string; readonly range: Range } {
  if (statics === null) return { file: ".", range: FILE_START };
  const { file, root, range } = statics;
  const named = ["directory", "filename"].flatMap((name) =>
    root === null ? [] : entriesAt(root, ["providers", "file", name]),
  );
  const [entry = root && entriesAt(root, ["providers"])[0]] = named;
  if (!entry) return { file, range: FILE_START };
  return { file, range: range(named.length > 0 ? entry.value.span : entry.key.span) };
}

/** Without a word from the static configuration: `conf.d`, else, in a folder that has no static file, all of it. */
function customaryPlace(tree: Tree, statics: Document | null): string {
  const usual = tree.files.some(({ path }) => path.startsWith(`${CUSTOMARY_FOLDER}/`));
  return usual || statics !== null ? CUSTOMARY_FOLDER : "";
}

/** A path of the static configuration as one of the environment; null where it lies outside of the target. */
function insideTarget(tree: Tree, given: string, targetDir: string): string | null {
  const path = stripSlash(posix.normalize(given));
  if (!path.startsWith("/")) {
    // relative to Traefik's working directory, which nobody here knows: taken for the target, or a folder above it
    if (path === ".." || path.startsWith("../")) return null;
    return path === "." ? "" : (byTail(tree, path) ?? path);
  }
  for (const target of [targetDir, CUSTOMARY_TARGET]) {
    const base = stripSlash(posix.normalize(target));
    if (path === base) return "";
    if (path.startsWith(`${base}/`)) return path.slice(base.length + 1);
  }
  return null;
}

/** A target mounted elsewhere in Traefik's view: the longest end of the path that the environment has. */
function byTail(tree: Tree, given: string): string | null {
  const segments = stripSlash(posix.normalize(given))
    .split("/")
    .filter((segment) => segment !== "");
  for (let from = 0; from < segments.length; from++) {
    const tail = segments.slice(from).join("/");
    if (tree.files.some(({ path }) => path === tail || path.startsWith(`${tail}/`))) return tail;
  }
  return null;
}

function stripSlash(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}
