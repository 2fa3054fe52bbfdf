import type { Reading } from "./environment/read.ts";
import type { Tree } from "./environment/tree.ts";
import { changedFiles } from "./incremental/changed-files.ts";
import { digestTree, staticContent } from "./publish/content.ts";
import { objectOf } from "./publish/object-of.ts";
import { judgedPieces, listedDigest, recallJudged, rememberJudged } from "./publish/judged.ts";
import { atOnce, inTurns } from "./in-turns.ts";
import { judgeWithTraefik } from "./judge-with-traefik.ts";
import type { Recollection } from "./incremental/memory.ts";
import { orNull } from "./publish/or-null.ts";
import type { Ports } from "./publish/ports.ts";
import { readState } from "./publish/state.ts";
import { retainVerdict } from "./retain-verdict.ts";
import type { SyncRequest } from "./sync.ts";
import { isMemoryHuge, relieveMemory, relieveMemoryForGood } from "./relieve-memory.ts";
import { prepareToJudge } from "./prepare-to-judge.ts";
import type { Judgement } from "./validate.ts";

/** What publishing has to know of a judgement. The configuration itself is not in it: its memory is free again. */
export interface JudgedCommit extends Pick<
  Judgement,
  "verdict" | "diagnostics" | "staticFiles" | "facts" | "routers"
> {
  /** those that Traefik's API lists; null where nothing is loaded */
  readonly objects: readonly string[] | null;
  /** what the live Traefik will show otherwise than before; null: there is nothing to compare with */
  readonly changedObjects: (published: Tree) => readonly string[] | null;
  /** keeps what is known of each file for the next commit; to be called once the target holds this one */
  readonly keep: () => Promise<void>;
}

/** How a commit was judged, and how what was learnt of it is kept for the next. */
export interface JudgedAndKept {
  readonly keep: () => void;
  readonly judgement: Judgement;
  /** what is worth remembering of each file */
  readonly recollection: Recollection | null;
}

/** Judges what was read, from what was remembered of the commit before where that can be, with the real Traefik's word. */
export async function judgeCommit(
  request: SyncRequest,
  ports: Ports,
  reading: Reading,
): Promise<JudgedCommit> {
  const retained = retainVerdict(request, ports, reading);
  if (retained !== null) return retained;
  const { recollection, keep, ...judged } = await judgeAndPick(request, ports, reading);
  // what cannot be remembered costs the next run some time, and nothing else
  const by = () => ({ judge: request.judgeName, conclusion: conclusionOf(reading, judged) });
  const pieces = recollection && prepared(judgedPieces(recollection, by())).catch(() => null);
  // publishing needs little of what judging took
  relieveMemoryForGood();
  return {
    ...judged,
    keep: async () => {
      keep();
      const ready = await pieces;
      if (ready === null) return;
      rememberJudged(ports.files, request.publish.stateDir, ready, `judged.${ports.self.pid}`);
    },
  };
}

function conclusionOf({ tree }: Reading, { routers, objects, diagnostics }: Omit<JudgedCommit, "keep">) {
  return objects && { tree: digestTree(tree), routers, objects: listedDigest(objects), diagnostics };
}

/**
 * What is remembered is made ready while the disk is waited for. Of a huge environment it is made at once: then all that
 * was built of its files is free before anything is published, unless it is to be compared with what is live.
 */
async function prepared(steps: ReturnType<typeof judgedPieces>): Promise<Uint8Array[]> {
  if (!isMemoryHuge()) return inTurns(steps);
  relieveMemory();
  return atOnce(steps);
}

type Picked = Omit<JudgedCommit, "keep"> & Pick<JudgedAndKept, "recollection" | "keep">;

async function judgeAndPick(request: SyncRequest, ports: Ports, reading: Reading): Promise<Picked> {
  const { judgement, keep, recollection } = await judgeWhatWasRead(request, ports, reading);
  const { verdict, diagnostics, staticFiles, facts, objects, routers } = judgement;
  const { apiUrl } = request.publish.reload;
  const changedObjects = apiUrl === null ? () => null : comparer(request, reading, judgement);
  return {
    verdict,
    diagnostics,
    staticFiles,
    facts,
    objects: objects?.() ?? null,
    routers,
    changedObjects: await changedObjects,
    keep,
    recollection,
  };
}

async function judgeWhatWasRead(
  request: SyncRequest,
  ports: Ports,
  reading: Reading,
): Promise<JudgedAndKept> {
  const { preflight, publish } = request;
  const state = orNull(() => readState(ports.files, publish.stateDir));
  const isPublished = state?.manifest?.tree === digestTree(reading.tree);
  if (preflight === null || isPublished) {
    const alone = await judgeAlone(request, ports, reading, isPublished);
    // it had its say when this content was published, and has it again before that is rejected
    if (preflight === null || alone.judgement.verdict === "accepted") return alone;
  }
  return judgeWithTraefik(preflight, request, ports, reading);
}

async function judgeAlone(
  { preflight, judge: options, judgeName, publish: { stateDir }, dryRun }: SyncRequest,
  { files }: Ports,
  reading: Reading,
  isPublished: boolean,
): Promise<JudgedAndKept> {
  const { judge, judgeFrom } = await import("./validate.ts");
  await prepareToJudge(reading.tree);
  // the real Traefik takes the whole configuration: then nothing is recalled, and nothing worth keeping
  const isAlone = preflight === null;
  const known = isAlone ? recallJudged(files, stateDir, judgeName) : null;
  const again = known && judgeFrom(reading, options, known);
  const judgement = again ?? judge(reading, options);
  const isKept = isAlone && judgement.verdict === "accepted" && !dryRun && !(isPublished && again);
  return { judgement, keep: () => undefined, recollection: isKept ? judgement.remember() : null };
}

async function comparer(
  request: SyncRequest,
  reading: Reading,
  judgement: Judgement,
): Promise<JudgedCommit["changedObjects"]> {
  const { judge } = await import("./validate.ts");
  const { loadOptions } = await import("./scene.ts");
  const { loadDynamic } = await import("./traefik/load/load-dynamic.ts");
  const { liveChanges } = await import("./traefik/live-changes.ts");
  return (published) => {
    const { since, place } = judgement;
    const changed = since && changedFiles(published, reading.tree, since, objectOf);
    const load = (tree: Tree) => loadDynamic(tree, place, loadOptions(request.judge)).configuration;
    // it is asked while Traefik reloads, and would take the processor from it
    const isAlike = staticContent(published) === staticContent(reading.tree);
    const before =
      changed || isAlike
        ? load(changed?.before ?? published)
        : judge({ tree: published, diagnostics: [] }, request.judge).configuration;
    const after = changed ? load(changed.after) : judgement.configuration;
    return before === null || after === null ? null : liveChanges(before, after);
  };
}
