import { isUtf8 } from "node:buffer";
import { fromBytes } from "../go/utf8.ts";
import type { Range } from "./document.ts";
import type { Span } from "./node.ts";

export interface DecodedText {
  /** a byte that is no UTF-8 is kept as a lone surrogate, see `src/traefik/go/utf8.ts`; the readers refuse it */
  readonly text: string;
  /** in UTF-16 Traefik's templates find no actions: they work on bytes */
  readonly encoding: "utf-8" | "utf-16";
}

/**
 * The text of a file. Nothing is lost and nothing is refused here: what a format does not allow is its reader's to say.
 * A byte order mark stays as U+FEFF. Only YAML knows UTF-16, and only with a byte order mark.
 */
export function decodeText(bytes: Uint8Array, format: "yaml" | "toml"): DecodedText {
  if (format === "yaml" && bytes[0] === 0xff && bytes[1] === 0xfe) return decodeUtf16(bytes, 0);
  if (format === "yaml" && bytes[0] === 0xfe && bytes[1] === 0xff) return decodeUtf16(bytes, 1);
  // a decoder that refuses other bytes takes as long to make as a file to read
  const text = isUtf8(bytes)
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()
    : fromBytes(bytes);
  return { text, encoding: "utf-8" };
}

/** @param high index of the high byte in each pair */
function decodeUtf16(bytes: Uint8Array, high: 0 | 1): DecodedText {
  const units: string[] = [];
  const pairs = bytes.length - (bytes.length % 2);
  for (let i = 0; i < pairs; i += 2) {
    const [first = 0, second = 0] = [bytes[i], bytes[i + 1]];
    units.push(String.fromCharCode(high === 0 ? first + second * 256 : first * 256 + second));
  }
  // half a character at the end is none: a lone surrogate says so
  if (pairs < bytes.length) units.push("\ud800");
  return { text: units.join(""), encoding: "utf-16" };
}

/** Finds lines and columns in a text. */
export interface LineIndex {
  /** line and column, from 1; columns count characters (code points), an offset behind the end is the end */
  readonly position: (offset: number) => { readonly line: number; readonly column: number };
  readonly range: (span: Span) => Range;
}

/** Indexes the lines of a text: LF, CR LF and CR end a line. A look-up costs the logarithm of the number of lines. */
export function lineIndex(text: string): LineIndex {
  const starts = [0];
  for (const match of text.matchAll(/\r\n?|\n/g)) starts.push(match.index + match[0].length);
  let wide: number[] | null = null;
  const position: LineIndex["position"] = (offset) => {
    wide ??= Array.from(text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g), (match) => match.index);
    const place = Math.max(0, Math.min(offset, text.length));
    const line = countUpTo(starts, place);
    const start = starts[line - 1] ?? 0;
    // a pair counts as one as soon as it is passed
    const pairs = countUpTo(wide, place - 2) - countUpTo(wide, start - 2);
    return { line, column: place - start - pairs + 1 };
  };
  const range: LineIndex["range"] = (span) => {
    const start = position(span.start);
    const end = position(Math.max(span.start, span.end));
    return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  };
  return { position, range };
}

/** How many of the ascending numbers are not above a limit. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? Infinity) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
