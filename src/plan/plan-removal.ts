import type { Tree } from "../environment/tree.ts";
import { judge, type JudgeOptions } from "../validate.ts";
import { changeGraph } from "./change-graph.ts";
import { diffObjects } from "./diff-objects.ts";
import { diffFiles, drawn, type EnvironmentPlan } from "./plan.ts";
import { tellChanges } from "./tell-changes.ts";

/**
 * What is taken away with an environment that is gone: all that it was.
 *
 * @param left what is in its folder all the same; null: that is gone, too
 */
export function planRemoval(
  path: string,
  before: Tree,
  left: Tree | null,
  options: JudgeOptions,
): EnvironmentPlan {
  const old = judge({ tree: before, diagnostics: [] }, options);
  const objects = diffObjects(old.configuration, null);
  return {
    path,
    verdict: "accepted",
    files: { ...diffFiles(before, left ?? { files: [] }), write: [] },
    objects,
    told: tellChanges(objects, old.configuration, null),
    graph: () => {
      const graph = drawn(path, old);
      return graph && changeGraph(graph, { ...graph, nodes: [], edges: [] }, objects);
    },
    restartRequired: false,
    unread: [],
    staticChanges: [],
    removal: left === null ? "folder" : "root",
    diagnostics: [],
  };
}
