import { FILE_START } from "../../environment/file-start.ts";
import type { Tree, TreeFile } from "../../environment/tree.ts";
import type { Range } from "../load/document.ts";

/** Where in an environment the mistake stands that the real Traefik tells of, as far as its words say. */
export function refusalPlace(tree: Tree, says: string): { readonly file: string; readonly range: Range } {
  // the longest: of `b/a.yaml` and `a.yaml` both are in the words
  const [file] = tree.files.filter(({ path }) => says.includes(`${path}: `)).toSorted((a, b) => b.path.length - a.path.length); // prettier-ignore
  return file === undefined
    ? { file: ".", range: FILE_START }
    : { file: file.path, range: rangeIn(file, says) };
}

/** The place in one file. */
export function rangeIn({ bytes }: TreeFile, says: string): Range {
  const lines = Buffer.from(bytes).toString("utf8").split("\n");
  const line = /\bline (\d+)/.exec(says)?.[1] ?? /template: [^:]*:(\d+)(?::\d+)?: /.exec(says)?.[1];
  if (line !== undefined) return lineRange(lines, Number(line) - 1);
  const node =
    /, node: (.+)$/s.exec(says)?.[1] ?? /^.*?(\S+) cannot be a standalone element/s.exec(says)?.[1];
  const at = node === undefined ? -1 : lines.findIndex((text) => names(text, node));
  return at < 0 ? FILE_START : lineRange(lines, at);
}

/** Whether a line has this name before a colon, an equals sign or the end of a table's name. */
function names(text: string, node: string): boolean {
  for (let at = text.indexOf(node); at >= 0; at = text.indexOf(node, at + 1)) {
    const isWhole =
      !/[\w-]/.test(text.slice(at - 1, at)) && /^["']?\s*[:=\].]/.test(text.slice(at + node.length));
    if (isWhole) return true;
  }
  return false;
}

/** A line without its indentation. */
function lineRange(lines: readonly string[], index: number): Range {
  const text = lines[index];
  if (text === undefined) return FILE_START;
  const characters = Array.from(text.trimEnd()).length;
  const column = Math.min(text.length - text.trimStart().length, characters) + 1;
  return { line: index + 1, column, endLine: index + 1, endColumn: Math.max(characters + 1, column) };
}
