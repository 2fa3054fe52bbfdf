import { closeSync, constants, lstatSync, openSync, readSync } from "node:fs";
import type { Tree } from "../environment/tree.ts";
import { changedMsIn, deviceIn, isTrusted, stateOf } from "./look.ts";
import { formatMemory, knownSame, type Places, type Seen } from "./memory.ts";

/** one buffer does for most files */
const SMALL = 65_536;

/** More than a tick of any kernel: a file that changed within it may change again and keep its ctime. */
const TICK_MS = 20;

/**
 * What is to be remembered after a publication, so that the next run can tell from the looks of the files alone that
 * there is nothing to do.
 *
 * @param tree what was read, and is published now
 * @param started when reading began, in milliseconds since 1970
 * @param now the clock
 * @returns null when the looks of these files do not say enough
 */
export function memoryOf(places: Places, tree: Tree, started: number, now: () => number): string | null {
  try {
    if (!isTrusted(places.targetDir)) return null;
    const root = `${places.worktree}/${places.configPath}`;
    const looked = now();
    const devices = { source: lstatSync(root).dev, target: lstatSync(places.targetDir).dev };
    const isKnownSame = knownSame(places);
    const seen: Seen[] = [];
    for (const { path, bytes, state } of tree.files) {
      const source = state ?? stateOfFile(`${root}/${path}`);
      const target = lstatSync(`${places.targetDir}/${path}`);
      if (source === null || !target.isFile()) return null;
      if (deviceIn(source) !== devices.source || target.dev !== devices.target) return null;
      // written since it was read: what it holds now was not judged
      const sourceChanged = changedMsIn(source);
      if (sourceChanged >= started) return null;
      const isOld = target.ctimeMs < looked - TICK_MS;
      const fresh = !isOld || sourceChanged >= started - TICK_MS;
      const look = { path, source, target: stateOf(target), fresh };
      // somebody else may have written to it since
      if (isOld && !isKnownSame(look) && !holds(`${places.targetDir}/${path}`, target.size, bytes))
        return null;
      seen.push(look);
    }
    return formatMemory(places, seen);
  } catch {
    return null;
  }
}

function stateOfFile(path: string): string | null {
  const stats = lstatSync(path);
  return stats.isFile() ? stateOf(stats) : null;
}

const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW;
let buffer = Buffer.alloc(0);

/** Whether a file of a known size holds these bytes; of thousands no more is asked than that. */
function holds(path: string, size: number, bytes: Uint8Array): boolean {
  if (size !== bytes.length) return false;
  if (buffer.length < size) buffer = Buffer.allocUnsafeSlow(Math.max(size, SMALL));
  const fd = openSync(path, FLAGS);
  try {
    return readSync(fd, buffer, 0, size, 0) === size && buffer.subarray(0, size).equals(bytes);
  } finally {
    closeSync(fd);
  }
}
