import { below } from "./below.ts";
import { staticFiles } from "./environment/layout.ts";
import type { Reading } from "./environment/read.ts";
import { differInValuesAlone } from "./incremental/differs-in-values.ts";
import type { MemoryInPlace } from "./incremental/memory-in-place.ts";
import type { JudgedCommit } from "./judge-commit.ts";
import { type Content, type ContentFile, contentOfTree, OPEN } from "./publish/content.ts";
import { digest } from "./publish/digest.ts";
import { listedDigest, openJudged, rememberJudged } from "./publish/judged.ts";
import type { Manifest } from "./publish/manifest.ts";
import { orNull } from "./publish/or-null.ts";
import type { Ports } from "./publish/ports.ts";
import { readState } from "./publish/state.ts";
import type { SyncRequest } from "./sync.ts";

/** Of more files each is sought in the memory. */
const FEW = 100;

/**
 * The verdict on an environment that differs from the published one in nothing but values that matter to no verdict: it
 * is that on the published one, and so is all else that was found out about it. What judges is not even loaded.
 *
 * @returns null when it has to be judged
 */
export function retainVerdict(request: SyncRequest, ports: Ports, reading: Reading): JudgedCommit | null {
  return isForRulesAlone(request, reading) ? orNull(() => retain(request, ports, reading)) : null;
}

/** Neither the real Traefik has the last word, nor route tests, and none is asked what has changed. */
function isForRulesAlone({ preflight, judge, publish }: SyncRequest, reading: Reading): boolean {
  return (
    preflight === null &&
    publish.reload.apiUrl === null &&
    judge.keep === undefined &&
    (judge.testRoutes === undefined || reading.routeTests === undefined) &&
    reading.diagnostics.length === 0
  );
}

function retain({ publish, judgeName }: SyncRequest, ports: Ports, { tree }: Reading): JudgedCommit | null {
  const { files } = ports;
  const { targetDir, stateDir } = publish;
  const { manifest, journal } = readState(files, stateDir);
  if (manifest === null || journal !== null) return null;
  const content = contentOfTree(tree, publish.owner);
  const changed = changedIn(content, manifest);
  if (changed === null || changed.length > FEW) return null;
  const memory = openJudged(files, stateDir, judgeName);
  if (memory === null || !isOf(memory, manifest)) return null;
  for (const { path, object, read } of changed) {
    const before = manifest.files[path]?.object ?? "";
    const published = files.readFile(below(targetDir, path));
    if (digest(published) !== before) return null;
    const difference = differInValuesAlone(charactersOf(published), charactersOf(read()));
    if (difference === null || !memory.replace(path, before, object, difference)) return null;
  }
  const { facts, conclusion } = memory;
  return {
    verdict: "accepted",
    diagnostics: conclusion.diagnostics,
    staticFiles: staticFiles(tree).map(({ path }) => path),
    facts,
    routers: conclusion.routers,
    objects: manifest.objects,
    changedObjects: () => null,
    keep: async () =>
      rememberJudged(files, stateDir, [memory.finish(content.tree)], `judged.${ports.self.pid}`),
  };
}

/** The files with other bytes; null where more than that is another. */
function changedIn({ files }: Content, { files: published }: Manifest): ContentFile[] | null {
  if (Object.keys(published).length !== files.length) return null;
  const changed: ContentFile[] = [];
  for (const file of files) {
    const before = published[file.path];
    if (before === undefined || (before.mode === OPEN) !== (file.mode === OPEN)) return null;
    if (before.object !== file.object) changed.push(file);
  }
  return changed.length === 0 ? null : changed;
}

/** Whether what is remembered was found out about what is published, and the manifest says the same of it. */
function isOf({ conclusion }: MemoryInPlace, { tree, routers, objects }: Manifest): boolean {
  return (
    conclusion.tree === tree &&
    conclusion.routers === routers &&
    objects !== null &&
    conclusion.objects === listedDigest(objects)
  );
}

function charactersOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}
