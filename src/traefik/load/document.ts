import type { MapNode, Span } from "./node.ts";

/** Lines and columns are 1-based; columns count characters (code points); the end is exclusive. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One configuration file from its bytes to its tree, with the way back from the tree to lines and columns. */
export interface Document {
  /** path relative to the environment, with `/` */
  readonly file: string;
  /** the text as it stands in the file */
  readonly source: () => string;
  /** the tree of a static file; null: an empty file, one that could not be parsed, or a dynamic one, of which the
   * decoded structures keep all that is needed */
  readonly root: MapNode | null;
  /** where a span of the parsed (rendered) text stands in the file */
  readonly range: (span: Span) => Range;
  /** whether a span of the parsed text holds what the template could only guess: a variable that is not set here */
  readonly isGuessed: (span: Span) => boolean;
  /** whether there is any such span */
  readonly holdsGuesses: boolean;
}
