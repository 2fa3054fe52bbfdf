import type { Graph, GraphEdge, GraphNode } from "../graph/graph.ts";
import { throughAny } from "../graph/reach.ts";
import type { ObjectChange } from "./diff-objects.ts";

/** What became of a node from one state to the next. */
export type Mark = ObjectChange["change"];

/** The ways that change, as they were and as they will be in one graph. */
export interface ChangeGraph {
  readonly graph: Graph;
  /** of the nodes that changed, by their id */
  readonly marks: ReadonlyMap<string, Mark>;
}

/**
 * Every way through an object that changes: what is gone is in it too, and a share that changes says from what to what.
 *
 * @param before null: there was nothing
 * @returns null where no way changes
 */
export function changeGraph(
  before: Graph | null,
  after: Graph | null,
  changes: readonly ObjectChange[],
): ChangeGraph | null {
  if (after === null) return null;
  const old = before ?? { ...after, nodes: [], edges: [] };
  const gone = new Set(changes.filter(({ change }) => change === "removed").map(({ object }) => object));
  // a middleware stands on each way that it is on: one that only leaves a way is told, and not drawn
  const removed = without(old.nodes, after.nodes).filter(
    (node) => node.kind === "server" || gone.has(objectOf(node)),
  );
  const nodes = [...after.nodes, ...removed];
  const there = new Set(nodes.map(({ id }) => id));
  const edges = joinedEdges(old.edges, after.edges).filter(
    ({ from, to }) => there.has(from) && there.has(to),
  );
  const marks = marksOf(old.nodes, after.nodes, new Set(changes.map(({ object }) => object)));
  for (const { id } of removed) marks.set(id, "removed");
  const kept = throughAny({ edges }, marks.keys());
  const shown = edges.filter(({ from, to }) => kept.has(from) && kept.has(to));
  if (shown.length === 0) return null;
  const ends = new Set(shown.flatMap(({ from, to }) => [from, to]));
  const graph = {
    ...after,
    nodes: nodes.filter(({ id }) => ends.has(id)),
    edges: shown,
  };
  return { graph, marks };
}

function marksOf(
  old: readonly GraphNode[],
  next: readonly GraphNode[],
  changed: ReadonlySet<string>,
): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  const known = new Set(old.map(({ id }) => id));
  for (const node of next) {
    if (changed.has(objectOf(node))) marks.set(node.id, known.has(node.id) ? "changed" : "added");
    else if (!known.has(node.id) && node.kind === "server") marks.set(node.id, "added");
  }
  return marks;
}

/** The name that the node's object has in a plan. */
function objectOf({ kind, protocol, name }: GraphNode): string {
  return `${protocol}.${kind}s.${name}`;
}

function without(nodes: readonly GraphNode[], others: readonly GraphNode[]): GraphNode[] {
  const there = new Set(others.map(({ id }) => id));
  return nodes.filter(({ id }) => !there.has(id));
}

/** The edges of both; of one that is in both with other words, from which words to which. */
function joinedEdges(old: readonly GraphEdge[], next: readonly GraphEdge[]): GraphEdge[] {
  const was = new Map(old.map((edge) => [endsOf(edge), edge]));
  const is = new Set(next.map(endsOf));
  const joined = next.map((edge) => {
    const before = was.get(endsOf(edge))?.label ?? edge.label;
    return before === edge.label ? edge : { ...edge, label: `${before || "all"} → ${edge.label || "all"}` };
  });
  const gone = old.filter((edge) => !is.has(endsOf(edge)));
  return [...joined, ...gone.map((edge) => ({ ...edge, label: "gone", isMain: false }))];
}

function endsOf({ from, to, isMain }: GraphEdge): string {
  return JSON.stringify([from, to, isMain]);
}
