import { posix } from "node:path";
import { diagnose, type Diagnostic } from "../diagnostic.ts";
import type { CertResolverFacts } from "../traefik/static/facts.ts";
import { FILE_START } from "./file-start.ts";
import { CUSTOMARY_TARGET } from "./layout.ts";
import type { Tree } from "./tree.ts";

/**
 * Finds files of an environment in which Traefik keeps the certificates that it gets: published, they would be open to
 * everybody, so that Traefik leaves the resolver out, and every run would put back what is in the repository.
 *
 * @param resolvers by name, from the static configuration
 * @param targetDir absolute path of the target as the hook sees it; Traefik may also know it as /etc/traefik
 */
export function acmeStorageIn(
  tree: Tree,
  resolvers: ReadonlyMap<string, CertResolverFacts>,
  targetDir: string,
): Diagnostic[] {
  const bases = new Set([posix.normalize(`${targetDir}/`), `${CUSTOMARY_TARGET}/`]);
  const kept = new Map<string, string>();
  for (const [name, { storage }] of resolvers) {
    const path = storage === null ? "" : posix.normalize(storage);
    for (const base of bases) if (path.startsWith(base)) kept.set(path.slice(base.length), name);
  }
  if (kept.size === 0) return [];
  return tree.files.flatMap(({ path }) => {
    const resolver = kept.get(path);
    if (resolver === undefined) return [];
    const message = `${path} is where certificate resolver ${resolver} keeps its certificates: publishing it would lose them`;
    const hint = "take it out of the repository: Traefik makes it by itself";
    return [diagnose("acme-storage", { file: path, range: FILE_START, message, hint })];
  });
}
