import { lstatSync, readFileSync } from "node:fs";
import type { Tree } from "../environment/tree.ts";
import { isTrusted, stateOf } from "./look.ts";
import { formatMemory, knownSame, type Places, type Seen } from "./memory.ts";

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
    for (const { path, bytes } of tree.files) {
      const source = lstatSync(`${root}/${path}`);
      const target = lstatSync(`${places.targetDir}/${path}`);
      if (!source.isFile() || !target.isFile()) return null;
      if (source.dev !== devices.source || target.dev !== devices.target) return null;
      // written since it was read: what it holds now was not judged
      if (source.ctimeMs >= started) return null;
      const isOld = target.ctimeMs < looked - TICK_MS;
      const fresh = !isOld || source.ctimeMs >= started - TICK_MS;
      const look = { path, source: stateOf(source), target: stateOf(target), fresh };
      // somebody else may have written to it since
      if (isOld && !isKnownSame(look) && !readFileSync(`${places.targetDir}/${path}`).equals(bytes))
        return null;
      seen.push(look);
    }
    return formatMemory(places, seen);
  } catch {
    return null;
  }
}
