import { adjacency } from "./adjacency.ts";
import type { Graph } from "./graph.ts";

/** All nodes on any way through one of the given nodes: those themselves, what leads to them, what they lead to. */
export function throughAny(graph: Pick<Graph, "edges">, ids: Iterable<string>): Set<string> {
  const start = [...ids];
  const ahead = spread(start, adjacency(graph.edges.map(({ from, to }) => [from, to])));
  const back = spread(start, adjacency(graph.edges.map(({ from, to }) => [to, from])));
  return new Set([...ahead, ...back]);
}

function spread(start: readonly string[], next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set(start);
  const open = [...start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const to of next.get(id) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      open.push(to);
    }
  }
  return seen;
}
