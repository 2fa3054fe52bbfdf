import type { MapNode, Node, Span } from "./node.ts";
import type { DocumentReading } from "./read-document.ts";
import type { SourceMap } from "./template/source-map.ts";

/**
 * Gives values that are empty because what a template guessed printed nothing a text that is as much of a guess: whoever
 * finds nothing would say that it is missing, and at another place.
 *
 * @param text what was read
 */
export function fillGaps(reading: DocumentReading, text: string, { holdsGap }: SourceMap): DocumentReading {
  const filled = (node: Node): Node => {
    switch (node.kind) {
      case "map":
        return filledMap(node);
      case "list":
        return { ...node, items: node.items.map(filled) };
      case "scalar": {
        if (node.text !== "") return node;
        const span = withBlanks(text, node.span);
        return holdsGap(span) ? { kind: "scalar", type: "string", text: "unset", span } : node;
      }
    }
  };
  const filledMap = (map: MapNode): MapNode => ({
    ...map,
    entries: map.entries.map(({ key, value }) => ({ key, value: filled(value) })),
  });
  return { ...reading, root: reading.root && filledMap(reading.root) };
}

/** What is nothing ends where it could begin; a block goes on over blank lines. */
function withBlanks(text: string, { start, end }: Span): Span {
  const isBlock = start < end && "|>".includes(text[start] ?? "");
  const blanks = isBlock ? /\s*/y : /[ \t]*/y;
  blanks.lastIndex = end;
  return { start, end: end + (blanks.exec(text)?.[0].length ?? 0) };
}
