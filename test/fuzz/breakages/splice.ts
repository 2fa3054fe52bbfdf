import type { Breakage } from "../breakage.ts";
import { blockEnd, indentOf } from "./places.ts";

/** A block of one of the files where a block of this one was, or beside it: misplaced, doubled or of another kind. */
export const spliceBlock: Breakage = (text, { random, texts }) => {
  const from = random.pick(texts).split("\n");
  const source = random.below(from.length);
  const block = from.slice(source, blockEnd(from, source));
  const lines = text.split("\n");
  const at = random.below(lines.length);
  const shift = indentOf(lines[at]) - indentOf(block[0]);
  const moved = block.map((line) =>
    shift >= 0 ? " ".repeat(shift) + line : line.slice(Math.min(-shift, indentOf(line))),
  );
  lines.splice(at, random.chance(0.5) ? blockEnd(lines, at) - at : 0, ...moved);
  return lines.join("\n");
};
