import { basename } from "node:path";
import { parentsOf } from "./safe-path.ts";
import type { StaticFacts } from "./types.ts";

/** What of the target Traefik's file provider looks at, relative to the target. */
export interface Watched {
  /** the folder whose entries it is told of; empty for the target itself */
  readonly folder: string;
  /** the one file that it loads, when `providers.file.filename` is used: only its own changes make it read */
  readonly file: string | null;
}

/**
 * Finds the watched place. The static configuration names it as Traefik sees it, and the target may be mounted
 * elsewhere here: the longest end of that path that a file is in is it, and the target itself when none is.
 *
 * @param files paths in the target, published or about to be
 */
export function watchedPlace(facts: StaticFacts, targetDir: string, files: readonly string[]): Watched {
  const folders = new Set(files.flatMap(parentsOf));
  const paths = new Set(files);
  if (facts.directory === null && facts.filename !== null) {
    const file = longestEnd(facts.filename, targetDir, paths) ?? basename(facts.filename);
    return { folder: parentsOf(file).at(-1) ?? "", file };
  }
  return { folder: longestEnd(facts.directory ?? "", targetDir, folders) ?? "", file: null };
}

function longestEnd(path: string, targetDir: string, known: ReadonlySet<string>): string | null {
  const inTarget = path.startsWith(`${targetDir}/`) ? path.slice(targetDir.length + 1) : path;
  const segments = inTarget.split("/").filter((segment) => segment !== "" && segment !== ".");
  for (let first = 0; first < segments.length; first++) {
    const end = segments.slice(first).join("/");
    if (known.has(end)) return end;
  }
  return null;
}
