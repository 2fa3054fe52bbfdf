import type { Span } from "../node.ts";

/** The way back from the rendered text to the file. */
export interface SourceMap {
  /** the span of the file that made a span of the rendered text; both in UTF-16 offsets */
  readonly source: (rendered: Span) => Span;
  /** whether a span of the rendered text holds anything that was guessed: a placeholder for what is not known here */
  readonly isGuessed: (rendered: Span) => boolean;
  /** whether a span holds, or ends at, a place where what was guessed printed nothing */
  readonly holdsGap: (rendered: Span) => boolean;
  /** whether anything at all was guessed */
  readonly holdsGuesses: boolean;
}

/** The map of a text that was not changed. */
export const IDENTITY: SourceMap = {
  source: (span) => span,
  isGuessed: () => false,
  holdsGap: () => false,
  holdsGuesses: false,
};

/** A stretch of rendered text. */
export interface Segment {
  /** first offset in the rendered text; a segment ends where the next one starts */
  readonly start: number;
  /** where it comes from: the text itself, or the action that printed it */
  readonly source: Span;
  /** copied from the file, offset by offset */
  readonly literal: boolean;
  readonly guessed: boolean;
}

/** A place in the rendered text where something guessed printed nothing, and may print something where Traefik runs. */
export interface Gap {
  readonly at: number;
  /** the action that printed nothing */
  readonly source: Span;
  /** it has its line to itself: what would be printed is no part of what stands before and after it */
  readonly apart: boolean;
}

/**
 * @param segments in order, the first at 0, none empty
 * @param gaps in order
 * @param length of the rendered text
 */
export function sourceMap(segments: readonly Segment[], gaps: readonly Gap[], length: number): SourceMap {
  const holdsGap = (span: Span): boolean => isGapIn(gaps, span);
  return {
    source: (span) => toSource(segments, span),
    isGuessed: (span) => {
      if (holdsGap(span)) return true;
      const { start, end } = span;
      for (let i = indexAt(segments, start); i >= 0 && i < segments.length; i++) {
        const segment = segments[i];
        if (segment === undefined || (segment.start >= end && segment.start > start)) return false;
        if (segment.guessed && (segments[i + 1]?.start ?? length) > start) return true;
      }
      return false;
    },
    holdsGap,
    holdsGuesses: gaps.length > 0 || segments.some(({ guessed }) => guessed),
  };
}

function isGapIn(gaps: readonly Gap[], { start, end }: Span): boolean {
  let low = 0;
  let high = gaps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((gaps[middle]?.at ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  for (let gap = gaps[low]; gap !== undefined && gap.at <= end; gap = gaps[++low]) {
    if (!gap.apart || (gap.at > start && gap.at < end)) return true;
  }
  return false;
}

function toSource(segments: readonly Segment[], { start, end }: Span): Span {
  const first = segments[indexAt(segments, start)];
  const last = segments[indexAt(segments, Math.max(start, end - 1))];
  if (first === undefined || last === undefined) return { start: 0, end: 0 };
  const from = first.literal ? first.source.start + (start - first.start) : first.source.start;
  const to = last.literal ? last.source.start + (end - last.start) : last.source.end;
  // text of a template defined elsewhere may come from an earlier place: then the start alone counts
  return to >= from
    ? { start: from, end: to }
    : { start: from, end: first.literal ? from : first.source.end };
}

/** Index of the segment that holds an offset; -1 when there is none at all. */
function indexAt(segments: readonly Segment[], offset: number): number {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((segments[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return high;
}
