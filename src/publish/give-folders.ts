import { join } from "node:path";
import { errorCode } from "../error-code.ts";
import type { FileStatus, FileSystem } from "./file-system.ts";
import type { Ports } from "./ports.ts";
import { parentsOf } from "./safe-path.ts";
import type { Owner, PublishSettings } from "./types.ts";
import { LEAVE_ALONE } from "./write-whole.ts";

/**
 * Gives the folders that the publisher made to the owner of its files, who may be another than when they were made.
 * Last of all, for Traefik reads its files again when a watched folder changes hands. One that may not be given away
 * is told, and the publication is as good as it was.
 *
 * @param folders relative to the target
 */
export function giveFolders(
  { files, log }: Pick<Ports, "files" | "log">,
  { owner, targetDir }: Pick<PublishSettings, "owner" | "targetDir">,
  folders: readonly string[],
): void {
  if (owner === null) return;
  const statusOf = (folder: string) => files.lstat(join(targetDir, folder));
  for (const folder of folders) {
    try {
      const status = statusOf(folder);
      if (status?.kind !== "folder" || hasOwner(status, owner)) continue;
      // what a link leads to is somebody else's
      const isReached = parentsOf(folder).every((parent) => statusOf(parent)?.kind === "folder");
      if (isReached) giveFolder(files, join(targetDir, folder), owner);
    } catch (error) {
      log("warn", `the folder could not be given to its owner: ${errorCode(error)}`, { file: folder });
    }
  }
}

function hasOwner(status: FileStatus, { uid, gid }: Owner): boolean {
  return (uid === null || status.uid === uid) && (gid === null || status.gid === gid);
}

function giveFolder(files: FileSystem, path: string, { uid, gid }: Owner): void {
  const fd = files.openFolder(path);
  try {
    files.chown(fd, uid ?? LEAVE_ALONE, gid ?? LEAVE_ALONE);
  } finally {
    files.close(fd);
  }
}
