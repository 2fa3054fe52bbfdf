import { lstatSync, readdirSync, statfsSync, type Stats } from "node:fs";
import { UNPUBLISHED } from "../environment/unpublished.ts";

/** File systems of Linux that change a file's ctime whenever its content, mode or owner changes, to the tick. */
const TRUSTED = new Set([
  0xef53, // ext2, ext3, ext4
  0x58465342, // XFS
  0x9123683e, // Btrfs
  0x01021994, // tmpfs
  0x794c7630, // overlayfs
  0x2fc12fc1, // ZFS
  0xf2f52010, // F2FS
]);

/** Whether what `stateOf` tells can be relied upon there. */
export function isTrusted(folder: string): boolean {
  return TRUSTED.has(statfsSync(folder).type);
}

/** What cannot stay the same when a file is written, replaced, or given another mode: its ctime is nobody's to set. */
export function stateOf({ dev, ino, mode, size, mtimeMs, ctimeMs }: Stats): string {
  return `${dev} ${ino} ${mode} ${size} ${mtimeMs} ${ctimeMs}`;
}

/** What a state says of the file's device. */
export function deviceIn(state: string): number {
  return Number(state.slice(0, state.indexOf(" ")));
}

/** What it says of the file's ctime, in milliseconds since 1970. */
export function changedMsIn(state: string): number {
  return Number(state.slice(state.lastIndexOf(" ") + 1));
}

/** The state of what stands at a path; empty where there is nothing. A symbolic link is not followed. */
export function stateAt(path: string): string {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats === undefined ? "" : stateOf(stats);
}

/** Whether a symbolic link stands at a path. */
export function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/**
 * Calls back for every file below a folder that would be published, until it is told false.
 *
 * @returns false when it was told so, or met anything but files and folders of the folder's own file system
 */
export function eachFile(root: string, each: (path: string, stats: Stats) => boolean): boolean {
  const device = lstatSync(root).dev;
  const open = [""];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const entry of readdirSync(`${root}/${folder}`, { withFileTypes: true })) {
      if (UNPUBLISHED.has(entry.name)) continue;
      const path = folder + entry.name;
      if (entry.isDirectory()) {
        // a folder where another file system is mounted has that one's rules
        if (lstatSync(`${root}/${path}`).dev !== device) return false;
        open.push(`${path}/`);
      } else if (!entry.isFile() || !each(path, lstatSync(`${root}/${path}`))) return false;
    }
  }
  return true;
}
