import type { GraphNode } from "./graph.ts";

/**
 * The nodes that hold every word of a query in their name, kind, details or problem.
 *
 * @param onlyTroubled of those that are not simply served
 * @returns null where nothing is asked for
 */
export function matches(
  nodes: readonly GraphNode[],
  query: string,
  onlyTroubled: boolean,
): Set<string> | null {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && !onlyTroubled) return null;
  const found = nodes.filter((node) => {
    if (onlyTroubled && (node.state === "enabled" || node.state === "elsewhere")) return false;
    const { name, kind, protocol, detail, state, problem, file } = node;
    const text = [name, kind, protocol, detail, state, problem, file].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return new Set(found.map(({ id }) => id));
}
