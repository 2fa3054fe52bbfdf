import { posix } from "node:path";
import { CUSTOMARY_TARGET, isStaticName, layOut } from "./environment/layout.ts";
import type { Tree, TreeFile } from "./environment/tree.ts";
import type { Unread } from "./publish/unread.ts";
import { loadOptions } from "./scene.ts";
import { filesInUse, textsOfNode } from "./traefik/files-in-use.ts";
import { showTheSame } from "./traefik/live-changes.ts";
import type { DynamicConfiguration } from "./traefik/load/configuration.ts";
import { discover, type Place } from "./traefik/load/discover.ts";
import { loadDynamic } from "./traefik/load/load-dynamic.ts";
import { readStatic } from "./traefik/static/read-static.ts";
import type { JudgeOptions } from "./validate.ts";

/**
 * Finds the files whose new content a running Traefik does not read when it is told: it passes over a dynamic
 * configuration that is what it has (`receiveConfigurations`), and the content of a `usersFile` is no part of that.
 *
 * @param before the state that it has read
 * @param pending files that it had not read even of that
 */
export function findUnread(
  before: Tree,
  after: Tree,
  pending: readonly string[],
  options: JudgeOptions,
): Unread {
  const { facts, document } = readStatic(after, options.traefikVersion);
  const { place } = layOut(after, facts.file, options.targetDir, document);
  const loaded = discover(after, place);
  const own = new Set(loaded.map(({ path }) => path));
  const differing = changedIn(before, after);
  const others = differing.filter(({ path }) => !own.has(path) && !isStaticName(path));
  const paths = [...new Set([...others.map(({ path }) => path), ...pending])];
  if (paths.length === 0) return NOTHING_UNREAD;
  const load = (files: TreeFile[]) => loadDynamic({ files }, place, loadOptions(options)).configuration;
  const users = load(loaded.filter((file) => mayName(file, paths)));
  const { whenLoaded, whenBuilt } = users ? filesInUse(users) : NOTHING;
  const atStart = document?.root ? textsOfNode(document.root) : new Set<string>();
  const namedIn = (texts: ReadonlySet<string>) => (path: string) =>
    [...texts].some((text) => names(text, path, options.targetDir));
  const isContent = namedIn(whenLoaded);
  return {
    whenBuilt: paths.filter(namedIn(whenBuilt)),
    atStart: paths.filter(namedIn(atStart)),
    isBuilt: others.some(({ path }) => isContent(path)) || !isAlike(before, after, place, load),
  };
}

const NOTHING_UNREAD: Unread = { whenBuilt: [], atStart: [], isBuilt: true };
const NOTHING = { whenLoaded: new Set<string>(), whenBuilt: new Set<string>() };

/** Files of a tree that the other has with another content, or has not. */
function changedIn(other: Tree, { files }: Tree): TreeFile[] {
  const known = new Map(other.files.map(({ path, bytes }) => [path, bytes]));
  return files.filter(({ path, bytes }) => {
    const before = known.get(path);
    return before !== bytes && (before === undefined || Buffer.compare(before, bytes) !== 0);
  });
}

/** Few files name any; what a template names is known when it is loaded. */
function mayName({ bytes }: TreeFile, paths: readonly string[]): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return text.includes("{{") || paths.some((path) => text.includes(posix.basename(path)));
}

/** Whether a value names a file of the environment; what is elsewhere in Traefik's view is known by its end. */
function names(text: string, path: string, targetDir: string): boolean {
  if (!text.endsWith(posix.basename(path))) return false;
  const normal = posix.normalize(text);
  const base = [targetDir, CUSTOMARY_TARGET].find((folder) => normal.startsWith(`${folder}/`));
  return base === undefined ? `/${normal}`.endsWith(`/${path}`) : normal === `${base}/${path}`;
}

/** Whether what differs of the dynamic files says the same. */
function isAlike(
  before: Tree,
  after: Tree,
  place: Place,
  load: (files: TreeFile[]) => DynamicConfiguration | null,
): boolean {
  const old = discover({ files: changedIn(after, before) }, place);
  const next = discover({ files: changedIn(before, after) }, place);
  if (old.length + next.length === 0) return true;
  const [was, is] = [load(old), load(next)];
  return was !== null && is !== null && showTheSame(was, is);
}
