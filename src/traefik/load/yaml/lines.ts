import { breakWidth, isBreak } from "./characters.ts";

/** The numbers of lines as YAML counts them, for messages. */
export interface Lines {
  /**
   * The number of the line that an offset is in, from 0. An offset behind the end of the text is a line of its own,
   * also without a line break before it.
   */
  readonly of: (offset: number) => number;
}

/** Counts the lines of a text at the first question. */
export function countLines(text: string): Lines {
  let starts: number[] | null = null;
  return {
    of: (offset) => {
      starts ??= lineStarts(text);
      const last = starts.length - 1;
      if (offset > text.length) return (starts[last] ?? 0) < text.length ? last + 1 : last;
      let [low, high] = [0, starts.length];
      while (high - low > 1) {
        const middle = (low + high) >>> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle;
      }
      return low;
    },
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    if (!isBreak(text.charCodeAt(i))) continue;
    i += breakWidth(text, i) - 1;
    starts.push(i + 1);
  }
  return starts;
}
