import type { LoadedObject } from "../../load/configuration.ts";
import type { Span } from "../../load/node.ts";
import { placeOf, type Blame, type Place } from "../fault.ts";

/**
 * The place of a part of a text value. Where the file holds the text as it is (no escapes, no folded lines, no
 * template), that is exact, else it is the whole value.
 */
export function placeInText(owner: LoadedObject, at: Blame["at"], text: string, part: Span): Place {
  const place = placeOf(owner, at);
  const { document, span } = place;
  const from = document.source.slice(span.start, span.end).indexOf(text);
  if (from < 0 || text === "") return place;
  const start = span.start + from + part.start;
  const end = Math.max(span.start + from + part.end, start);
  return { document, span: { start, end: Math.min(Math.max(end, start + 1), span.end) } };
}
