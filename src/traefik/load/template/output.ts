import { textLength, type Bytes } from "./bytes.ts";
import { LimitExceeded } from "./errors.ts";
import type { Gap, Segment } from "./source-map.ts";

/** More rendered text than this is no configuration any more. */
const LARGEST_OUTPUT = 10_000_000;

/** What has been rendered so far. */
export interface Output {
  readonly pieces: Bytes[];
  readonly segments: Segment[];
  readonly gaps: Gap[];
  /** bytes */
  size: number;
  /** UTF-16 units of the text */
  length: number;
}

export function newOutput(): Output {
  return { pieces: [], segments: [], gaps: [], size: 0, length: 0 };
}

/**
 * Appends rendered bytes.
 *
 * @param from where in the file they come from
 */
export function write(output: Output, bytes: Bytes, from: Omit<Segment, "start">): void {
  if (bytes === "") return;
  output.size += bytes.length;
  if (output.size > LARGEST_OUTPUT) throw new LimitExceeded("the rendered text is larger than 10 MB");
  output.segments.push({ start: output.length, ...from });
  output.pieces.push(bytes);
  output.length += textLength(bytes);
}

/** Remembers that something guessed printed nothing here. */
export function leaveGap({ gaps, length }: Output, from: Omit<Gap, "at">): void {
  const last = gaps.at(-1);
  // of an `else if` each condition leaves its own
  if (last?.at === length && last.apart === from.apart) return;
  gaps.push({ at: length, ...from });
}

/** The same with a number in place of whatever was guessed: where a word would break the file a number may fit. */
export function withNumbers({ pieces, segments, gaps }: Output): Output {
  const output = newOutput();
  let next = 0;
  const fillGaps = (end: number): void => {
    for (let gap = gaps[next]; gap !== undefined && gap.at <= end; gap = gaps[++next]) {
      if (!gap.apart) write(output, "0", { source: gap.source, literal: false, guessed: true });
    }
  };
  for (const [index, { start, ...from }] of segments.entries()) {
    fillGaps(start);
    write(output, from.guessed ? "0" : (pieces[index] ?? ""), from);
  }
  fillGaps(Infinity);
  return output;
}

/** From byte offsets of a file to offsets of its text. */
export type Offsets = (at: number) => number;

/** @param source the file's bytes */
export function offsetsOf(source: Bytes, text: string): Offsets {
  if (source === text) return (at) => at;
  const offsets = new Uint32Array(source.length + 1);
  let offset = 0;
  for (let at = 0; at < source.length; at++) {
    offsets[at] = offset;
    const next = source.charCodeAt(at + 1);
    // the character ends where the next byte is no continuation
    if (at + 1 < source.length && next >= 0x80 && next < 0xc0) continue;
    offset =
      text.codePointAt(offset) === undefined
        ? offset
        : offset + ((text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1);
  }
  offsets[source.length] = text.length;
  return (at) => offsets[Math.min(at, source.length)] ?? text.length;
}
