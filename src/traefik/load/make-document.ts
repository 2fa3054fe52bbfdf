import type { Document } from "./document.ts";
import type { MapNode } from "./node.ts";
import { IDENTITY, type SourceMap } from "./template/source-map.ts";
import { lineIndex, type LineIndex } from "./text.ts";

/**
 * Puts a file's tree and its text together; lines are counted when they are first asked for.
 *
 * @param source reads the text of the file: it is kept from when it is first asked for
 */
export function makeDocument(
  file: string,
  source: () => string,
  root: MapNode | null,
  rendering: SourceMap = IDENTITY,
): Document {
  let text: string | undefined;
  let lines: LineIndex | undefined;
  const read = (): string => (text ??= source());
  return {
    file,
    source: read,
    root,
    range: (span) => (lines ??= lineIndex(read())).range(rendering.source(span)),
    isGuessed: rendering.isGuessed,
    holdsGuesses: rendering.holdsGuesses,
  };
}

/** What gives a text. A function of its own, so that nothing else of where it is made is kept with it. */
export function always(text: string): () => string {
  return () => text;
}
