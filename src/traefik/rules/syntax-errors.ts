import { byteLength } from "../go/utf8.ts";
import type { Fault } from "./fault.ts";

/** What scanner and parser complain of, with Go's habit of dropping followers. */
export interface SyntaxErrors {
  /** the scanner's errors all count. @param told the message without what it quotes, where it quotes anything */
  readonly add: (offset: number, message: string, told?: string) => void;
  /** the parser's are dropped on the line of the error before, and after eleven it gives up */
  readonly addUnlessFollower: (offset: number, message: string, told?: string) => void;
  /** all of them as one: the first in the text, and how many more */
  readonly summary: () => Fault | undefined;
}

/** Thrown to end parsing early; never leaves this folder. */
export class Bailout extends Error {}

/** @param text the expression; a position in it is 1-based, its column counts bytes */
export function collectSyntaxErrors(text: string): SyntaxErrors {
  let first:
    | { readonly offset: number; readonly message: string; readonly told: string | undefined }
    | undefined;
  let count = 0;
  let lastLine = 0;
  const lineStarts = startsOfLines(text);

  const add = (offset: number, message: string, told?: string): void => {
    count += 1;
    lastLine = lineAt(lineStarts, offset);
    const earlier =
      first === undefined || offset < first.offset || (offset === first.offset && message < first.message);
    if (earlier) first = { offset, message, told };
  };
  return {
    add,
    addUnlessFollower(offset, message, told) {
      if (count > 0 && lastLine === lineAt(lineStarts, offset)) return;
      if (count > 10) throw new Bailout();
      add(offset, message, told);
    },
    summary() {
      if (first === undefined) return undefined;
      const line = lineAt(lineStarts, first.offset);
      const column = byteLength(text.slice(lineStarts[line - 1], first.offset)) + 1;
      const more = count > 1 ? ` (and ${count - 1} more errors)` : "";
      const { told } = first;
      return {
        text: `${line}:${column}: ${first.message}${more}`,
        ...(told !== undefined && { told: `${line}:${column}: ${told}${more}` }),
        span: { start: first.offset, end: first.offset + wordLength(text, first.offset) },
      };
    },
  };
}

/** Go knows no line that begins where the text ends. */
function startsOfLines(text: string): readonly number[] {
  const starts = [0];
  for (let i = text.indexOf("\n"); i >= 0 && i + 1 < text.length; i = text.indexOf("\n", i + 1))
    starts.push(i + 1);
  return starts;
}

/** @returns the 1-based line of an offset */
function lineAt(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function wordLength(text: string, offset: number): number {
  const word = /[\p{L}\p{Nd}_]+|&&|\|\||[^]/uy;
  word.lastIndex = offset;
  return word.exec(text)?.[0].length ?? 0;
}
