import type { LoadedObject } from "../../load/configuration.ts";
import type { Span } from "../../load/node.ts";
import { placeOf, type Blame, type Place } from "../fault.ts";

/**
 * The place of a part of a text value. Where the file holds the text as it is, or but for its line ends, its
 * indentation and simple escapes, that is exact; else (a template, an escape by number) it is the whole value.
 */
export function placeInText(owner: LoadedObject, at: Blame["at"], text: string, part: Span): Place {
  const place = placeOf(owner, at);
  const { document, span } = place;
  if (text === "") return place;
  const source = document.source().slice(span.start, span.end);
  const offsets = alignmentOf(source, text);
  if (offsets === null) return place;
  const start = span.start + (offsets[part.start] ?? source.length);
  const end = Math.max(span.start + (offsets[part.end] ?? source.length), start);
  return { document, span: { start, end: Math.min(Math.max(end, start + 1), span.end) } };
}

/** For each character of a text, and for its end, where it stands in its source; null where that cannot be told. */
function alignmentOf(source: string, text: string): number[] | null {
  const from = source.indexOf(text);
  if (from >= 0) return Array.from({ length: text.length + 1 }, (_, index) => from + index);
  const offsets: number[] = [];
  let at = bodyOf(source);
  for (const character of text.split("")) {
    // folding and indentation change blanks alone
    if (/\s/.test(character)) {
      offsets.push(at);
      continue;
    }
    at += /^(?:\s|\\[\n\r ntr])*/.exec(source.slice(at, at + LONGEST_GAP))?.[0].length ?? 0;
    if (source[at] !== character) at += isEscaped(source, at, character) ? 1 : 0;
    if (source[at] !== character) return null;
    offsets.push(at);
    // a quote that is doubled in single quotes
    at += source.startsWith("'") && character === "'" && source[at + 1] === "'" ? 2 : 1;
  }
  return [...offsets, at];
}

/** Longer runs of blanks are in no rule that people write, and must not cost time. */
const LONGEST_GAP = 1000;

/** Where a value begins: after the header of a block, or after its quotes. */
function bodyOf(source: string): number {
  return /^(?:[|>][^\n]*\n|"""|'''|["'])?/.exec(source)?.[0].length ?? 0;
}

function isEscaped(source: string, at: number, character: string): boolean {
  return source[at] === "\\" && source[at + 1] === character;
}
