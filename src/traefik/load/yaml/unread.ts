import type { Problem } from "../problem.ts";

const MARKER = /^(?:---|\.\.\.)(?=[ \t]|$)/;

/** How many further documents are told of. */
const MAX_PROBLEMS = 20;

/**
 * What Traefik never reads because it stands behind the end of the first document: one problem for each further
 * document that says anything.
 *
 * @param end where the first document ends
 */
export function unreadContent(text: string, end: number): Problem[] {
  const problems: Problem[] = [];
  let fresh = true;
  for (let start = end; start < text.length && problems.length < MAX_PROBLEMS;) {
    const lineEnd = endOfLine(text, start);
    const line = text.slice(start, lineEnd);
    const marker = MARKER.exec(line)?.[0] ?? "";
    if (marker !== "") fresh = true;
    const content = line.slice(marker.length);
    if (fresh && saysAnything(content, start === end)) {
      problems.push(unread(start + marker.length, content));
      fresh = false;
    }
    start = lineEnd + 1;
  }
  return problems;
}

function endOfLine(text: string, start: number): number {
  const rest = /[\n\r]/g;
  rest.lastIndex = start;
  return rest.exec(text)?.index ?? text.length;
}

function saysAnything(content: string, sameLine: boolean): boolean {
  const words = content.trim();
  return words !== "" && !words.startsWith("#") && (sameLine || !content.startsWith("%"));
}

function unread(offset: number, content: string): Problem {
  const start = offset + content.length - content.trimStart().length;
  return {
    rule: "unread-content",
    message: "Traefik reads only the first document of a file: this is never read",
    hint: "move it to a file of its own",
    span: { start, end: start + content.trim().length },
  };
}
