import type { Graph } from "./graph.ts";
import { throughAny } from "./reach.ts";
import { matches } from "./search.ts";

/** What of a graph is on the way of anything that holds all words of a query. */
export function partOf(graph: Graph, query: string): Graph {
  const found = matches(graph.nodes, query, false);
  if (found === null) return graph;
  const kept = throughAny(graph, found);
  return {
    ...graph,
    nodes: graph.nodes.filter(({ id }) => kept.has(id)),
    edges: graph.edges.filter(({ from, to }) => kept.has(from) && kept.has(to)),
  };
}
