/** A fenced block of a page, with what its author says of it in comments right above. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** 1-based line of the fence */
  readonly line: number;
  /** `<!-- not run: reason -->` … by the word before the colon */
  readonly marks: ReadonlyMap<Mark, string>;
}

/** What a comment above a block can say; CONTRIBUTING.md explains each. */
export const MARKS = ["not run", "exit", "needs", "file", "rejected", "static", "other", "stdin"] as const;
export type Mark = (typeof MARKS)[number];

const FENCE = /^(\s*)(`{3,}|~{3,})\s*([\w-]*)\s*$/;
const COMMENT = /^\s*<!-- *([^:>]+?) *(?:: *(.*?))? *-->\s*$/;

/**
 * The fenced blocks of a Markdown page, in order.
 *
 * @throws for a comment above a block that says nothing known: a misspelt mark would check nothing
 */
export function blocksOf(page: string): Block[] {
  const lines = page.split("\n");
  const blocks: Block[] = [];
  for (let index = 0; index < lines.length; index++) {
    const opening = FENCE.exec(lines[index] ?? "");
    if (opening === null) continue;
    const [, indent = "", fence = "", language = ""] = opening;
    const end = lines.findIndex((line, at) => at > index && line.trim() === fence);
    if (end === -1) throw new Error(`line ${index + 1}: the block has no end`);
    const inner = lines
      .slice(index + 1, end)
      .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
    blocks.push({
      language,
      text: `${inner.join("\n")}\n`,
      line: index + 1,
      marks: marksAbove(lines, index),
    });
    index = end;
  }
  return blocks;
}

function marksAbove(lines: readonly string[], fence: number): ReadonlyMap<Mark, string> {
  const marks = new Map<Mark, string>();
  for (let index = fence - 1; index >= 0; index--) {
    const line = lines[index] ?? "";
    if (line.trim() === "") continue;
    const found = COMMENT.exec(line);
    if (found === null) break;
    const [, name = "", value = ""] = found;
    const mark = MARKS.find((known) => known === name);
    if (mark === undefined) throw new Error(`line ${index + 1}: unknown mark ${JSON.stringify(name)}`);
    marks.set(mark, value);
  }
  return marks;
}
