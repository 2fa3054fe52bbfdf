import { isoTime } from "../iso-time.ts";
import { below } from "../below.ts";
import type { Job } from "./job.ts";
import type { FileSystem } from "./file-system.ts";
import { type Manifest, manifestOf, withoutPrototype } from "./manifest.ts";
import type { Observation } from "./observe.ts";
import type { Plan } from "./plan.ts";
import { folderOf } from "./safe-path.ts";
import type { State } from "./state.ts";

/** The manifest of a job, as it will be once it is carried out. */
export function nextManifest(job: Job, { manifest }: State, { folders }: Plan, at: Date): Manifest {
  if (job.restores !== null) return { ...job.restores, folders, wokenAt: isoTime(at) };
  const next = manifestOf(job.content, job.publication, { previous: manifest, folders, held: job.held, at });
  if (manifest === null || manifest.tree !== next.tree) return next;
  // the same content once more, repaired or completed, is no new publication
  const { sequence, publishedAt, revision } = manifest;
  return { ...next, sequence, publishedAt, revision };
}

/** What is to go into the history: what was published, or was before the run that was interrupted. */
export function previousOf(next: Manifest, { manifest, journal }: State): Manifest | null {
  return manifest !== null && manifest.sequence !== next.sequence ? manifest : (journal?.previous ?? null);
}

/**
 * Notes where the file system keeps other modes than it is given, so that they are not taken for a change. It does so
 * throughout: where one of many files of a folder has the mode that it was given, the others have it too.
 */
export function withModesOnDisk(
  files: FileSystem,
  targetDir: string,
  manifest: Manifest,
  plan: Plan,
  seen: Observation,
): Manifest {
  const written = new Set(plan.write.map(({ path }) => path));
  const records = withoutPrototype(manifest.files);
  const kept = new Set<string>();
  for (const [path, record] of Object.entries(records)) {
    const alike = `${record.mode} ${folderOf(path)}`;
    if (written.has(path) && kept.has(alike)) continue;
    const status = written.has(path) ? files.lstat(below(targetDir, path)) : seen.sights.get(path)?.status;
    if (written.has(path) && status?.mode === record.mode) kept.add(alike);
    if (status !== undefined && status.mode !== record.mode) {
      records[path] = { ...record, modeOnDisk: status.mode };
    }
  }
  return { ...manifest, files: records };
}
