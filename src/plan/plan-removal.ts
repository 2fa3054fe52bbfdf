import type { Tree } from "../environment/tree.ts";
import { judge, type JudgeOptions } from "../validate.ts";
import { changeGraph } from "./change-graph.ts";
import { diffObjects } from "./diff-objects.ts";
import { drawn, type EnvironmentPlan } from "./plan.ts";
import { tellChanges } from "./tell-changes.ts";

/** What is taken away with an environment whose folder is gone: all that it was. */
export function planRemoval(path: string, before: Tree, options: JudgeOptions): EnvironmentPlan {
  const old = judge({ tree: before, diagnostics: [] }, options);
  const objects = diffObjects(old.configuration, null);
  return {
    path,
    verdict: "accepted",
    files: { write: [], delete: before.files.map((file) => file.path), unchanged: 0 },
    objects,
    told: tellChanges(objects, old.configuration, null),
    graph: () => {
      const graph = drawn(path, old);
      return graph && changeGraph(graph, { ...graph, nodes: [], edges: [] }, objects);
    },
    restartRequired: false,
    unread: [],
    staticChanges: [],
    isRemoval: true,
    diagnostics: [],
  };
}
