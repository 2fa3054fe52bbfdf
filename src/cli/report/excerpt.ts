import type { Range } from "../../traefik/load/document.ts";
import type { Paint } from "../colour.ts";
import { printable } from "../../printable.ts";

/** Longer lines are shown in part. */
const WIDTH = 100;

/** The line in question with carets under it; nothing where the source is not at hand or the finding is about the file. */
export function excerpt(
  source: string | undefined,
  range: Range,
  paint: Paint,
  style: "red" | "yellow" | "blue",
): string[] {
  const characters = source === undefined ? undefined : charactersOf(source, range.line);
  if (
    characters === undefined ||
    (range.line === 1 && range.column === 1 && range.endColumn === 1 && range.endLine === 1)
  ) {
    return [];
  }
  const from = Math.min(range.column, characters.length + 1) - 1;
  const to = range.endLine > range.line ? characters.length : range.endColumn - 1;
  const start = from < WIDTH - 20 ? 0 : from - 20;
  const shown = characters.slice(start, start + WIDTH);
  const number = String(range.line);
  const margin = " ".repeat(number.length);
  const carets = Math.max(1, Math.min(to, start + WIDTH) - from);
  const lead = printable(characters.slice(start, from).join(""));
  return [
    `  ${paint("dim", `${number} |`)} ${printable(shown.join("")).trimEnd()}`,
    `  ${paint("dim", `${margin} |`)} ${" ".repeat(displayWidth(lead))}${paint(style, "^".repeat(carets))}`,
  ];
}

interface Split {
  readonly source: string;
  readonly lines: readonly string[];
  line: number;
  characters: readonly string[];
}

let last: Split | undefined;

/**
 * The characters of a line, 1-based; undefined: there is no such line. The text and the line before are kept in
 * pieces, for what is wrong with a file is told finding by finding.
 */
function charactersOf(source: string, line: number): readonly string[] | undefined {
  if (last?.source !== source)
    last = { source, lines: source.split(/\r\n|[\n\r\u0085\u2028\u2029]/), line: 0, characters: [] };
  const text = last.lines[line - 1];
  if (text === undefined) return undefined;
  if (last.line !== line) {
    // a tab becomes one blank, so that the caret stands under the character that it means
    last.characters = Array.from(text, (character) => (character === "\t" ? " " : character));
    last.line = line;
  }
  return last.characters;
}

/** Columns that a text takes on a terminal: East Asian wide characters and emoji take two. */
function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
        character,
      )
        ? 2
        : /\p{M}/u.test(character)
          ? 0
          : 1;
  }
  return width;
}
