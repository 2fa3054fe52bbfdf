import type { Tree } from "../environment/tree.ts";
import type { Content } from "./content.ts";
import type { FileSystem } from "./file-system.ts";
import type { Job } from "./job.ts";
import { filesOf, type Manifest, type Publication, staticPart } from "./manifest.ts";
import { orNull } from "./or-null.ts";
import { contentOfManifest } from "./store.ts";

/**
 * Whether Traefik, started anew once a job is carried out, would read what it read before: what is published has the
 * same static files, or they say the same. True where nothing is published yet.
 */
export async function isSameStatic(
  files: FileSystem,
  { settings, content, publication }: Job,
  manifest: Manifest | null,
): Promise<boolean> {
  if (manifest === null) return true;
  const next = staticPart(filesOf(content), publication.staticFiles);
  if (staticPart(manifest.files, manifest.staticFiles) === next) return true;
  const { sayTheSame } = settings.reload;
  if (sayTheSame === undefined) return false;
  // what cannot be read any more is as good as changed
  const before = orNull(() => staticTree(contentOfManifest(files, settings, manifest), manifest));
  return before !== null && sayTheSame(before, staticTree(content, publication));
}

function staticTree({ files }: Content, { staticFiles }: Publication): Tree {
  const isStatic = new Set(staticFiles);
  return {
    files: files
      .filter(({ path }) => isStatic.has(path))
      .map(({ path, mode, read }) => ({ path, mode, bytes: read() })),
  };
}
