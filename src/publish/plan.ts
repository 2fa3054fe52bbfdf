import { compareBytes } from "../environment/byte-order.ts";
import { driftOf, isClaimed, modeOnDisk, type Claims } from "./claims.ts";
import type { Content, ContentFile, FileRecord } from "./content.ts";
import type { FileStatus } from "./file-system.ts";
import type { Observation, Sight } from "./observe.ts";
import { isSafePath, parentsOf } from "./safe-path.ts";
import type { Drift, PlanSummary } from "./types.ts";

/** What has to be done to make the target hold a content. Lists are in byte order unless said otherwise. */
export interface Plan {
  readonly write: readonly ContentFile[];
  readonly delete: readonly string[];
  /** those of `delete` that stand where a folder has to be, or in a folder where a file has to be */
  readonly clear: readonly string[];
  /** folders that stand where a file has to be, innermost first */
  readonly clearFolders: readonly string[];
  /** outermost first */
  readonly makeFolders: readonly string[];
  /** folders of ours that hold nothing of the content any more, innermost first; they may hold strangers */
  readonly removeFolders: readonly string[];
  /** folders of ours once it is done */
  readonly folders: readonly string[];
  readonly unchanged: number;
  /** files that are as they shall be without being known as ours: the claim to them has to be written down */
  readonly adopt: readonly string[];
  /** files of ours that are wanted no longer and have gone already: the claim to them has to end */
  readonly disown: readonly string[];
  readonly drift: readonly Drift[];
  /** what keeps the content from being published; nothing may be changed while there is one */
  readonly obstacles: readonly Obstacle[];
}

export interface Obstacle {
  /** relative to the target */
  readonly path: string;
  readonly reason: string;
}

/**
 * Decides what to do; pure.
 *
 * @param reserved the state directory relative to the target, when it is inside
 */
export function makePlan(
  content: Content,
  claims: Claims,
  observation: Observation,
  reserved: string | null,
): Plan {
  const wanted = new Map(content.files.map((file) => [file.path, file]));
  const leaving = pathsToDelete(wanted, claims, observation);
  const ownFolders = new Set([...(claims.manifest?.folders ?? []), ...(claims.journal?.next.folders ?? [])]);
  const needed = new Set(content.files.flatMap(({ path }) => parentsOf(path)));

  const obstacles: Obstacle[] = [];
  const write: ContentFile[] = [];
  const adopt: string[] = [];
  const clear = new Set<string>();
  const clearFolders = new Set<string>();
  for (const file of content.files) {
    const inTheWay = misplaced(file.path, reserved) ?? blockedBy(file.path, observation, leaving, clear);
    if (inTheWay !== null) {
      obstacles.push(inTheWay);
      continue;
    }
    const sight = observation.sights.get(file.path);
    const record = claims.manifest?.files[file.path];
    if (sight?.status?.kind === "folder") {
      const stranger = strangerIn(file.path, sight, leaving, ownFolders);
      if (stranger !== null) {
        obstacles.push({
          path: stranger,
          reason:
            stranger === file.path
              ? "is a folder where a file has to be, and is not the publisher's"
              : `is where ${file.path} has to be, and is not the publisher's`,
        });
        continue;
      }
      for (const { path, kind } of sight.inside) (kind === "folder" ? clearFolders : clear).add(path);
      clearFolders.add(file.path);
    } else if (isAsWanted(file, sight, record)) {
      if (record?.object !== file.object) adopt.push(file.path);
      continue;
    } else if (sight?.status !== undefined && !isOurs(file, sight, claims)) {
      obstacles.push({ path: file.path, reason: "is already there, and is not the publisher's" });
      continue;
    }
    write.push(file);
  }

  const makeFolders = foldersToMake(write, observation);
  return {
    write,
    delete: [...leaving].toSorted(compareBytes),
    clear: [...clear].toSorted(compareBytes),
    clearFolders: [...clearFolders].toSorted(compareBytes).toReversed(),
    makeFolders,
    removeFolders: [...ownFolders]
      .filter(
        (folder) => !needed.has(folder) && !clearFolders.has(folder) && isStillThere(folder, observation),
      )
      .toSorted(compareBytes)
      .toReversed(),
    folders: [...new Set([...makeFolders, ...ownFolders])]
      .filter((folder) => needed.has(folder))
      .toSorted(compareBytes),
    unchanged: content.files.length - write.length - obstacles.length,
    adopt,
    disown: Object.keys(claims.manifest?.files ?? {}).filter(
      (path) => !wanted.has(path) && !leaving.has(path),
    ),
    drift: driftOf(claims, observation),
    obstacles,
  };
}

/** Whether a run would change nothing at all. */
export function isNothingToDo(plan: Plan, claims: Claims): boolean {
  return (
    claims.journal === null &&
    [plan.write, plan.delete, plan.adopt, plan.disown, plan.obstacles].every(({ length }) => length === 0)
  );
}

/** The part of a plan that is told. */
export function summarise(plan: Plan): PlanSummary {
  return { write: plan.write.map(({ path }) => path), delete: plan.delete, unchanged: plan.unchanged };
}

function pathsToDelete(
  wanted: ReadonlyMap<string, ContentFile>,
  { manifest, journal }: Claims,
  { sights }: Observation,
): Set<string> {
  const leaving = new Set<string>();
  const known = new Set([...Object.keys(manifest?.files ?? {}), ...Object.keys(journal?.claims ?? {})]);
  for (const path of known) {
    const sight = sights.get(path);
    // a link, a folder or a device that somebody put in the file's place is not what was published
    if (wanted.has(path) || sight?.status?.kind !== "file") continue;
    if (manifest?.files[path] !== undefined || isClaimed(journal, path, sight)) leaving.add(path);
  }
  return leaving;
}

function misplaced(path: string, reserved: string | null): Obstacle | null {
  if (!isSafePath(path)) return { path, reason: "is not a path inside the target" };
  if (reserved !== null && (path === reserved || path.startsWith(`${reserved}/`))) {
    return { path, reason: "is in the publisher's state directory" };
  }
  return null;
}

/** Finds what stands on the way to a path; a file of ours that leaves anyway makes room first. */
function blockedBy(
  path: string,
  { folders }: Observation,
  leaving: ReadonlySet<string>,
  clear: Set<string>,
): Obstacle | null {
  for (const folder of parentsOf(path)) {
    const kind = folders.get(folder)?.kind;
    if (kind === undefined) return null;
    if (kind === "folder") continue;
    if (kind === "file" && leaving.has(folder)) {
      clear.add(folder);
      return null;
    }
    const what = { file: "is a file", symlink: "is a symbolic link", other: "is a special file" }[kind];
    return {
      path: folder,
      reason: `${what} where the folder of ${path} has to be, and is not the publisher's`,
    };
  }
  return null;
}

function strangerIn(
  path: string,
  { inside }: Sight,
  leaving: ReadonlySet<string>,
  ownFolders: ReadonlySet<string>,
): string | null {
  if (!ownFolders.has(path)) return path;
  const stranger = inside.find((entry) =>
    entry.kind === "folder" ? !ownFolders.has(entry.path) : !leaving.has(entry.path),
  );
  return stranger?.path ?? null;
}

function isAsWanted(file: ContentFile, sight: Sight | undefined, record: FileRecord | undefined): boolean {
  if (sight?.status?.kind !== "file" || sight.object !== file.object) return false;
  if (record === undefined) return sight.status.mode === file.mode && isOwnedBy(sight.status, file.owner);
  return record.mode === file.mode && sight.status.mode === modeOnDisk(record) && record.owner === file.owner;
}

/** @param owner see `FileRecord.owner` */
function isOwnedBy({ uid, gid }: FileStatus, owner: string): boolean {
  const [wantedUid = "", wantedGid = ""] = owner.split(":");
  return (wantedUid === "" || uid === Number(wantedUid)) && (wantedGid === "" || gid === Number(wantedGid));
}

/** A file that holds the wanted bytes already is as good as ours: publishing it loses nobody anything. */
function isOurs(file: ContentFile, sight: Sight, { manifest, journal }: Claims): boolean {
  return (
    manifest?.files[file.path] !== undefined ||
    isClaimed(journal, file.path, sight) ||
    sight.object === file.object
  );
}

function foldersToMake(write: readonly ContentFile[], { folders }: Observation): string[] {
  const missing = new Set<string>();
  for (const { path } of write) {
    for (const folder of parentsOf(path)) if (folders.get(folder)?.kind !== "folder") missing.add(folder);
  }
  return [...missing].toSorted(compareBytes);
}

/**
 * Whether a folder is where it was, as far as anybody looked: not gone, nor what a link leads to that somebody put in
 * its place, or on the way to it.
 */
function isStillThere(folder: string, { folders }: Observation): boolean {
  return [...parentsOf(folder), folder].every(
    (path) => !folders.has(path) || folders.get(path)?.kind === "folder",
  );
}
