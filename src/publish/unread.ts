import { isLoadable } from "../traefik/load/discover.ts";
import type { FileSystem } from "./file-system.ts";
import type { Job } from "./job.ts";
import type { Manifest } from "./manifest.ts";
import { orNull } from "./or-null.ts";
import type { Upcoming } from "./restart.ts";
import type { State } from "./state.ts";
import { findBytes, openStore } from "./store.ts";
import { type Watched, watchedPlace } from "./watched.ts";

/** Files whose content changes and that the dynamic configuration, as it is loaded, does not hold. */
export interface Unread {
  /** those that Traefik reads when it builds what names them */
  readonly whenBuilt: readonly string[];
  /** those that it reads when it starts */
  readonly atStart: readonly string[];
  /** the dynamic configuration changes besides: all of it is built anew */
  readonly isBuilt: boolean;
}

/** By path, the object that Traefik has read of a file that is published with another content. */
export type UnreadFiles = Readonly<Record<string, string>>;

/**
 * Files of a publication that Traefik will go on using as they were, though it is told: by path, what it has read of
 * each. They are looked for where one changes that is no configuration itself, or some are known.
 */
export async function unreadAfter(
  files: FileSystem,
  { settings, content, publication }: Job,
  { manifest, restart }: State,
  upcoming: Upcoming,
  isWithheld: boolean,
): Promise<UnreadFiles> {
  const earlier = restart?.unread ?? {};
  const { findUnread } = settings.reload;
  if (manifest === null || findUnread === undefined) return {};
  const watched = watchedPlace(publication.facts, settings.targetDir, Object.keys(upcoming.files));
  const isOther = (path: string): boolean =>
    !isRead(path, watched) && !publication.staticFiles.includes(path);
  const isChanged = ([path, { object }]: [string, { object: string }]): boolean =>
    (upcoming.files[path]?.object ?? object) !== object;
  const mayBeUnread = Object.entries(manifest.files).some((file) => isOther(file[0]) && isChanged(file));
  if (!mayBeUnread && Object.keys(earlier).length === 0) return {};

  const after = { files: content.files.map(({ path, mode, read }) => ({ path, mode, bytes: read() })) };
  const before = orNull(() => publishedTree(files, settings, manifest, content));
  if (before === null) return earlier;
  const found = await findUnread(before, after, Object.keys(earlier));
  // what Traefik was not told of before may be what it has, whatever this differs from
  const isBuilt = found.isBuilt && !isWithheld && restart?.isWithheld !== true;
  const unread: Record<string, string> = {};
  for (const path of [...(isBuilt ? [] : found.whenBuilt), ...found.atStart]) {
    const object = earlier[path] ?? manifest.files[path]?.object;
    if (object !== undefined && object !== upcoming.files[path]?.object) unread[path] = object;
  }
  return unread;
}

/** Whether the file provider loads a file. */
function isRead(path: string, { folder, file }: Watched): boolean {
  if (file !== null) return path === file;
  return isLoadable(path) && (folder === "" || path.startsWith(`${folder}/`));
}

/** What is published; what stays as it is has the bytes that are at hand. */
function publishedTree(
  files: FileSystem,
  settings: Job["settings"],
  manifest: Manifest,
  next: Job["content"],
) {
  const store = openStore(files, settings.stateDir);
  const known = new Map(next.files.map((file) => [file.path, file]));
  return {
    files: Object.entries(manifest.files).map(([path, { object, mode }]) => {
      const same = known.get(path);
      const bytes = same?.object === object ? same.read() : findBytes(files, settings, store, path, object);
      return { path, mode, bytes };
    }),
  };
}
