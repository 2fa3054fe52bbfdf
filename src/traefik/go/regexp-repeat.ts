/** Go's greatest repeat count, also of one repetition in another. */
export const MAX_REPEAT = 1000;

/** The counts between two braces. */
export interface RepeatRange {
  readonly minimum: number;
  /** -1: no limit */
  readonly maximum: number;
  readonly end: number;
}

/** `{2}`, `{2,}`, `{2,3}` at an offset; other braces are plain characters, also those of `{,3}` and `{02}`. */
export function repeatRange(pattern: string, offset: number): RepeatRange | undefined {
  const range = /\{(0|[1-9]\d*)(?:(,)(0|[1-9]\d*)?)?\}/y;
  range.lastIndex = offset;
  const match = range.exec(pattern);
  if (match === null) return undefined;
  const [, minimum = "", comma, maximum] = match;
  return {
    minimum: Number(minimum),
    maximum: comma === undefined ? Number(minimum) : maximum === undefined ? -1 : Number(maximum),
    end: range.lastIndex,
  };
}

/** Whether Go takes the counts: in order, and none above the greatest. */
export function isSaneRange({ minimum, maximum }: RepeatRange): boolean {
  return minimum <= MAX_REPEAT && maximum <= MAX_REPEAT && (maximum < 0 || minimum <= maximum);
}
