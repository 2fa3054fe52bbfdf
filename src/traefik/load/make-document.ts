import type { Document } from "./document.ts";
import type { MapNode, Span } from "./node.ts";
import { lineIndex, type LineIndex } from "./text.ts";

/** What rendering a template does to spans. */
export interface Rendering {
  readonly source: (rendered: Span) => Span;
  readonly isGuessed: (rendered: Span) => boolean;
}

/** Of a text that was parsed as it stands in the file. */
export const AS_IT_STANDS: Rendering = { source: (span) => span, isGuessed: () => false };

/** Puts a file's tree and its text together; lines are counted when they are first asked for. */
export function makeDocument(
  file: string,
  source: string,
  root: MapNode | null,
  rendering: Rendering = AS_IT_STANDS,
): Document {
  let lines: LineIndex | undefined;
  return {
    file,
    source,
    root,
    range: (span) => (lines ??= lineIndex(source)).range(rendering.source(span)),
    isGuessed: rendering.isGuessed,
  };
}
