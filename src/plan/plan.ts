import { diagnose, type Diagnostic } from "../diagnostic.ts";
import { FILE_START } from "../environment/file-start.ts";
import type { Tree } from "../environment/tree.ts";
import type { Reading } from "../environment/read.ts";
import { buildGraph } from "../graph/build-graph.ts";
import type { Graph } from "../graph/graph.ts";
import { findUnread } from "../find-unread.ts";
import type { PlanSummary } from "../publish/types.ts";
import type { Unread } from "../publish/unread.ts";
import type { Verdict } from "../report.ts";
import { routersGone } from "../routers-gone.ts";
import { sayTheSame } from "../traefik/static/say-the-same.ts";
import { buildGateway } from "../traefik/model/build-gateway.ts";
import { judge, type Judgement, type JudgeOptions } from "../validate.ts";
import { changeGraph, type ChangeGraph } from "./change-graph.ts";
import { diffObjects, type ObjectChange } from "./diff-objects.ts";
import { loadOnce } from "./load-once.ts";
import { tellChanges, type ToldChange } from "./tell-changes.ts";
import { tellStatic } from "./tell-static.ts";

/** What publishing an environment would change. */
export interface EnvironmentPlan {
  readonly path: string;
  readonly verdict: Verdict;
  readonly files: PlanSummary;
  /** as people think of it: routers, services, middlewares … */
  readonly objects: readonly ObjectChange[];
  /** the same in people's words */
  readonly told: readonly ToldChange[];
  /** the ways that change, null where none does; drawn when it is asked for */
  readonly graph: () => ChangeGraph | null;
  /** the static configuration differs, which Traefik reads at its start alone */
  readonly restartRequired: boolean;
  /** the fields of the static configuration that differ, in people's words */
  readonly staticChanges: readonly string[];
  /** files that Traefik goes on using as they were until it is restarted */
  readonly unread: readonly string[];
  /** the environment is gone, with its folder or from the root of the checkout: what it was is all that differs */
  readonly removal: "folder" | "root" | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compares an environment with another state of it, object by object and file by file.
 *
 * @param before what it is compared with; null: nothing
 */
export function planEnvironment(
  path: string,
  reading: Reading,
  before: Tree | null,
  given: JudgeOptions & { readonly allowEmpty: boolean },
): { readonly plan: EnvironmentPlan; readonly judgement: Judgement } {
  const options = { ...given, loadFile: loadOnce() };
  const judgement = judge(reading, options);
  const old = before && judge({ tree: before, diagnostics: [] }, options);
  const gone = given.allowEmpty ? [] : emptied(old, judgement);
  const isStaticSame = before === null || sayTheSame(before, reading.tree, options.traefikVersion);
  const unread = before === null ? [] : unreadOf(findUnread(before, reading.tree, [], options));
  const files = diffFiles(before ?? { files: [] }, reading.tree);
  // what Traefik refuses changes nothing of what it serves
  const objects =
    judgement.configuration === null ? [] : diffObjects(old?.configuration ?? null, judgement.configuration);
  return {
    judgement,
    plan: {
      path,
      verdict: gone.length > 0 ? "rejected" : judgement.verdict,
      files,
      objects,
      told: tellChanges(objects, old?.configuration ?? null, judgement.configuration),
      graph: () =>
        objects.length === 0 ? null : changeGraph(drawn(path, old), drawn(path, judgement), objects),
      restartRequired: !isStaticSame || unread.length > 0,
      unread,
      staticChanges: before === null ? [] : tellStatic(before, reading.tree, options.traefikVersion),
      removal: null,
      diagnostics: [...gone, ...judgement.diagnostics],
    },
  };
}

function unreadOf({ whenBuilt, atStart, isBuilt }: Unread): string[] {
  return [...new Set([...(isBuilt ? [] : whenBuilt), ...atStart])];
}

/** What `sync` will not publish, although it is valid: see `publish`. */
function emptied(old: Judgement | null, { verdict, routers }: Judgement): Diagnostic[] {
  if (old === null || old.routers === 0 || routers > 0 || verdict === "rejected") return [];
  const message = routersGone(old.routers, old.objects?.() ?? null);
  return [diagnose("routers-gone", { file: ".", range: FILE_START, message })];
}

/** The ways of a state; null where nothing of it is loaded. */
export function drawn(title: string, judgement: Judgement | null): Graph | null {
  return judgement?.running ? buildGraph(title, buildGateway(judgement.running)) : null;
}

/** What is to write and to delete for one state to become another. */
export function diffFiles(before: Tree, after: Tree): PlanSummary {
  const old = new Map(before.files.map(({ path, bytes }) => [path, bytes]));
  const next = new Set(after.files.map(({ path }) => path));
  const isSame = (path: string, bytes: Uint8Array): boolean => {
    const known = old.get(path);
    return known !== undefined && Buffer.compare(known, bytes) === 0;
  };
  const write = after.files.filter(({ path, bytes }) => !isSame(path, bytes)).map(({ path }) => path);
  return {
    write,
    delete: before.files.filter(({ path }) => !next.has(path)).map(({ path }) => path),
    unchanged: after.files.length - write.length,
  };
}
