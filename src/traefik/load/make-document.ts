import type { Document } from "./document.ts";
import type { MapNode } from "./node.ts";
import { IDENTITY, type SourceMap } from "./template/source-map.ts";
import { lineIndex, type LineIndex } from "./text.ts";

/** Puts a file's tree and its text together; lines are counted when they are first asked for. */
export function makeDocument(
  file: string,
  source: string,
  root: MapNode | null,
  rendering: SourceMap = IDENTITY,
): Document {
  let lines: LineIndex | undefined;
  return {
    file,
    source,
    root,
    range: (span) => (lines ??= lineIndex(source)).range(rendering.source(span)),
    isGuessed: rendering.isGuessed,
    holdsGuesses: rendering.holdsGuesses,
  };
}
